import { z } from 'zod'
import { formatCode } from '../../core/errors/codes'
import { err, ok, type Result } from '../../core/util/result'
import type { Settings } from '../../ipc/contract'

export const DEFAULT_SETTINGS: Settings = { theme: 'system', layout: {}, palette: 'arc', shortcuts: {} }

const MAX_LAYOUT_CHARACTERS = 200_000

const schema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).optional(),
  layout: z.record(z.string(), z.unknown()).optional(),
  palette: z.enum(['arc', 'colour-blind']).optional(),
  shortcuts: z.record(z.string().max(100), z.string().max(100)).optional(),
})

/** The settings with `changes`; the names of `layout` are changed one by one and the others stay, `shortcuts` as a whole. */
export function changeSettings(settings: Settings, changes: Readonly<Record<string, unknown>>): Result<Settings> {
  const read = schema.safeParse(changes)
  if (!read.success) {
    const issue = read.error.issues[0]
    return refuseSetting(String(issue?.path[0] ?? 'settings'), issue?.message ?? 'not understood')
  }
  const { theme = settings.theme, palette = settings.palette, shortcuts = settings.shortcuts, layout = {} } = read.data
  const changed = { theme, palette, shortcuts, layout: { ...settings.layout, ...layout } }
  if (JSON.stringify(changed.layout).length > MAX_LAYOUT_CHARACTERS) return refuseSetting('layout', 'it is too large')
  return ok(changed)
}

function refuseSetting(field: string, reason: string): Result<never> {
  return err(
    'config/invalid',
    formatCode('config/invalid', { field, reason }),
    field,
    'Choose one of the values offered.',
  )
}
