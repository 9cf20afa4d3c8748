import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockWorkspace } from './workspaceLock'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'codeit-lock-'))
})
afterEach(() => rm(directory, { recursive: true }))

describe('lockWorkspace', () => {
  it('has one owner until it is released', async () => {
    const first = await lockWorkspace(directory)
    expect(await lockWorkspace(directory)).toMatchObject({ ok: false, error: { code: 'workspace/in-use' } })
    if (first.ok) await first.value()
    expect(await lockWorkspace(directory)).toMatchObject({ ok: true })
  })

  it.each([
    ['a process that has ended', JSON.stringify({ pid: 2 ** 22 + 1, startedAt: null })],
    ['another process that has its number now', JSON.stringify({ pid: process.pid, startedAt: 'long ago' })],
    ['a crash in the middle of a write', '{"pid": 1'],
  ])('takes over from %s', async (_, left) => {
    await writeFile(join(directory, 'host.lock'), left)
    expect(await lockWorkspace(directory)).toMatchObject({ ok: true })
  })
})
