import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../core/util/result'
import { promiseEntries } from '../data/testing/promiseEntries'
import { readPytorchFile } from './pytorchFile'
import { readSafetensors } from './safetensors'
import type { StoredTensor } from './storedTensor'
import { fixtureBytes, hasFixtures } from './testing/fixtures'
import { floats, pickledDict, pytorchZip, tensor } from './testing/writePickle'

type Reader = (bytes: Uint8Array, where: string) => Result<Map<string, StoredTensor>>

/** A file is refused with a reason, or read to no more values than its bytes can hold in each tensor. */
function readOrRefused(read: Reader, bytes: Uint8Array): void {
  const tensors = read(bytes, 'file')
  if (!tensors.ok) {
    expect(tensors.error.code).toMatch(/^weights\//)
    expect(tensors.error.mend).not.toBe('')
    return
  }
  for (const { read: values } of tensors.value.values()) expect(values().length * 2).toBeLessThanOrEqual(bytes.length)
}

interface Damage {
  readonly cutAt: number
  readonly flips: readonly (readonly [at: number, value: number])[]
}

const damaged = (bytes: Uint8Array, { cutAt, flips }: Damage): Uint8Array => {
  const copy = new Uint8Array(bytes)
  for (const [at, value] of flips) copy[at] = value
  return copy.subarray(0, cutAt)
}

/** Mostly in the parts that say where things are: a file's head and tail. */
function anyDamage(length: number): fc.Arbitrary<Damage> {
  const anyPlace = fc.oneof(
    fc.nat(Math.min(length - 1, 9000)),
    fc.nat(Math.min(length - 1, 9000)).map((back) => length - 1 - back),
    fc.nat(length - 1),
  )
  const anyFlip = fc.tuple(anyPlace, fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)))
  return fc.record({
    cutAt: fc.oneof({ weight: 3, arbitrary: fc.constant(length) }, { weight: 1, arbitrary: fc.nat(length) }),
    flips: fc.array(anyFlip, { maxLength: 6 }),
  })
}

describe.skipIf(!hasFixtures)('damaged files are refused or read, never worse', () => {
  it.each<[string, Reader]>([
    ['relu-tied/model.safetensors', readSafetensors],
    ['relu-tied/pytorch_model.bin', readPytorchFile],
    ['gated-untied/pytorch_model.fp16.bin', readPytorchFile],
  ])('%s', (path, read) => {
    const bytes = fixtureBytes(path)
    fc.assert(
      fc.property(anyDamage(bytes.length), (damage) => readOrRefused(read, damaged(bytes, damage))),
      { seed: 17, numRuns: 150 },
    )
  })
})

it('any bytes after a pickle began are refused or read', () => {
  const whole = pickledDict([['w', tensor()]])
  fc.assert(
    fc.property(anyDamage(whole.length), fc.uint8Array({ maxLength: 40 }), (damage, more) => {
      const pickle = Buffer.concat([damaged(whole, damage), more])
      readOrRefused(readPytorchFile, pytorchZip(pickle, { '0': floats(1, 2, 3, 4) }))
    }),
    { seed: 17, numRuns: 2000 },
  )
})

it('a directory that promises four thousand million entries is refused at once', () => {
  const lying = promiseEntries(pytorchZip(pickledDict([]), {}), 0xffffffff)
  expect(readPytorchFile(lying, 'w')).toMatchObject({ ok: false, error: { code: 'weights/broken' } })
})
