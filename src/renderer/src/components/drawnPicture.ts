import { drawGrid, fitGrid } from './drawGrid'
import type { Picture } from './valuePicture'

/** The colours that a picture is drawn in. */
export interface PictureColours {
  readonly palette: readonly string[]
  readonly background: string
  readonly gridLine: string
}

/** A picture as an address that an image or a text can show, in device pixels, with its size in CSS pixels. */
export function drawnPicture(
  { cells, isShown }: Picture,
  sidePx: number,
  { palette, background, gridLine }: PictureColours,
): { url: string; width: number; height: number } {
  const ratio = window.devicePixelRatio
  const [rows, cols] = [Math.max(1, cells.length), Math.max(1, cells[0]?.length ?? 0)]
  const size = fitGrid(rows, cols, { width: sidePx, height: sidePx, maxCellPx: 16, ratio })
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(size.width * ratio)
  canvas.height = Math.round(size.height * ratio)
  const context = canvas.getContext('2d')
  const plain = { outlined: [], outline: '', edges: [], edge: '', digits: false }
  if (context) drawGrid(context, { ...plain, cells, palette, background, gridLine, isShown })
  return { url: canvas.toDataURL(), ...size }
}
