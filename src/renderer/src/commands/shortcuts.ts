import { parseKeybinding } from 'tinykeys'
import type { AppCommand } from './appCommand'

/** Keys of the user's own by command; an empty text takes a command's key away. */
export type OwnShortcuts = Readonly<Record<string, string>>

/** The keys in force for a command; undefined: none. */
export function keysOf(command: AppCommand, own: OwnShortcuts): string | undefined {
  const keys = Object.hasOwn(own, command.id) ? own[command.id] : command.keys
  return keys === '' ? undefined : keys
}

/** Another command with the same keys, or with keys that begin as these do, so that one of them could never be reached. */
export function conflictOf(
  keys: string,
  id: string,
  commands: readonly AppCommand[],
  own: OwnShortcuts,
): AppCommand | undefined {
  const presses = keys.split(' ')
  return commands.find((other) => {
    const taken = other.id === id ? undefined : keysOf(other, own)?.split(' ')
    return taken && presses.slice(0, taken.length).every((press, k) => press === taken[k])
  })
}

interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

const MODIFIERS: ReadonlySet<string> = new Set(['Control', 'Meta', 'Alt', 'Shift', 'AltGraph'])

/** One press in tinykeys' grammar; null while only modifiers are down. */
export function pressOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed, isMac: boolean): string | null {
  if (MODIFIERS.has(key) || key === ' ') return null
  const isMod = isMac ? metaKey : ctrlKey
  const isOther = isMac ? ctrlKey : metaKey
  const isLetter = /^[a-z]$/i.test(key)
  const parts = [isMod && '$mod', isOther && (isMac ? 'Control' : 'Meta'), altKey && 'Alt']
  // a sign that needs Shift on one keyboard does not on another
  if (shiftKey) parts.push(isLetter || key.length > 1 ? 'Shift' : '[Shift]')
  parts.push(isLetter && (ctrlKey || metaKey || altKey || shiftKey) ? key.toUpperCase() : key)
  return parts.filter(Boolean).join('+')
}

/** It would be typed instead of heard where text is entered. */
export function isTyped(keys: string): boolean {
  return parseKeybinding(keys).some(
    ([required, , key]) => required.every((one) => one === 'Shift') && typeof key === 'string' && key.length === 1,
  )
}

const WORDS: Readonly<Record<string, string>> = { Control: 'Ctrl', ArrowUp: 'Up', ArrowDown: 'Down', Escape: 'Esc' }
const MAC_WORDS: Readonly<Record<string, string>> = { Meta: '⌘', Control: '⌃', Alt: '⌥', Shift: '⇧' }

/** The caps to draw, by press: `[['Ctrl', 'K']]`, `[['G'], ['T']]`. */
export function capsOf(keys: string, isMac: boolean): readonly (readonly string[])[] {
  return keys.split(' ').map((press) =>
    press
      .split(/(?<=\w|\])\+/)
      .filter((part) => !part.startsWith('['))
      .map((part) => {
        const name = part === '$mod' ? (isMac ? 'Meta' : 'Control') : part
        return (isMac ? MAC_WORDS[name] : undefined) ?? WORDS[name] ?? (name.length === 1 ? name.toUpperCase() : name)
      }),
  )
}

export const IS_MAC = typeof navigator === 'object' && /Mac|iPhone|iPad/.test(navigator.platform)
