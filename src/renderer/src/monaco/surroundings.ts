import type { editor } from 'monaco-editor/editor'
import type { ValueView } from '../../../core/dsl/eval/valueView'
import type { Cells } from '../components/drawGrid'

/** A picture for a text: its address and size in CSS pixels. */
export interface DrawnImage {
  readonly url: string
  readonly width: number
  readonly height: number
}

/** What the window knows beside the text of an editor. */
export interface EditorSurroundings {
  /** the value of a variable for the pair that is looked at */
  readonly valueOf: (name: string) => ShownValue | null
  /** a value as a picture, a patch on this input; null where only a text can tell */
  readonly draw: (view: ValueView, input: Cells) => DrawnImage | null
  /** shows a short notice */
  readonly tell: (text: string) => void
}

export interface ShownValue {
  readonly view: ValueView
  /** as in "on train 1" */
  readonly where: string
  readonly input: Cells
}

const surroundings = new WeakMap<editor.ITextModel, EditorSurroundings>()

/** Providers belong to the language, not to an editor: they find what is around a model here. */
export const rememberSurroundings = (model: editor.ITextModel, known: EditorSurroundings): void =>
  void surroundings.set(model, known)

export const surroundingsOf = (model: editor.ITextModel): EditorSurroundings | null => surroundings.get(model) ?? null

/** A picture in Markdown. */
export function imageMarkdown({ url, width, height }: DrawnImage, label: string): string {
  const size = `width=${Math.ceil(width)},height=${Math.ceil(height)}`
  return `![${label.replace(/[[\]\\]/g, '')}](${url}|${size})`
}
