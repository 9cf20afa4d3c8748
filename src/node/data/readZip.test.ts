import { strToU8, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { readZip, ZIP_LIMITS } from './readZip'
import { promiseEntries } from './testing/promiseEntries'

const zip = zipSync({
  'a/1.json': strToU8('one'),
  'a/2.json': [strToU8('two'.repeat(1000)), { level: 0 }],
  'a/readme.txt': strToU8('x'),
  'a/': new Uint8Array(0),
})
const json = (name: string): boolean => name.endsWith('.json')
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

it('gives the wanted entries, packed and stored ones', async () => {
  const read = await readZip(zip, 'x.zip', json)
  expect(read.ok && read.value.map(({ name, bytes }) => [name, textOf(bytes).length])).toEqual([
    ['a/1.json', 3],
    ['a/2.json', 3000],
  ])
})

it.each(['../evil.json', '/etc/evil.json', 'a/../../evil.json', 'C:\\evil.json', '..\\evil.txt'])(
  'refuses the whole archive for an entry named %s',
  async (name) => {
    const read = await readZip(zipSync({ 'good.json': strToU8('{}'), [name]: strToU8('{}') }), 'x.zip', json)
    expect(read).toMatchObject({ ok: false, error: { code: 'zip/unsafe-name', where: `x.zip: ${name}` } })
  },
)

it('refuses what unpacks to more than the limit, before unpacking', async () => {
  const bomb = zipSync({ 'a.json': new Uint8Array(2_000_000) })
  expect(bomb.length).toBeLessThan(10_000)
  const read = await readZip(bomb, 'x.zip', json, { ...ZIP_LIMITS, totalBytes: 1_000_000 })
  expect(read).toMatchObject({ ok: false, error: { code: 'zip/too-large' } })
})

it('refuses more entries than the limit, also those that are not there', async () => {
  const two = await readZip(zip, 'x.zip', json, { ...ZIP_LIMITS, entries: 2 })
  expect(two).toMatchObject({ ok: false, error: { code: 'zip/too-large' } })
  const lying = await readZip(promiseEntries(zip, 0xffffffff), 'x.zip', json)
  expect(lying).toMatchObject({ ok: false, error: { code: 'zip/too-large' } })
})

it('unpacks no more than the header says', async () => {
  const lying = zipSync({ 'a.json': new Uint8Array(2_000_000) })
  const view = new DataView(lying.buffer, lying.byteOffset)
  const central = lying.length - 22 - 46 - 'a.json'.length
  expect(view.getUint32(central, true)).toBe(0x02014b50)
  view.setUint32(central + 24, 1000, true)
  const read = await readZip(lying, 'x.zip', json, { ...ZIP_LIMITS, totalBytes: 1_000_000 })
  expect(read.ok ? read.value.map(({ bytes }) => bytes.length) : read.error.code).toEqual([1000])
})

it.each([
  ['cut short', zip.subarray(0, zip.length - 40)],
  ['no zip', strToU8('hello')],
  ['empty', new Uint8Array(0)],
])('refuses an archive that is %s', async (_, bytes) => {
  expect(await readZip(bytes, 'x.zip', json)).toMatchObject({
    ok: false,
    error: { code: 'zip/broken', where: 'x.zip' },
  })
})
