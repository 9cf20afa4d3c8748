import { describe, expect, it } from 'vitest'
import { readPytorchFile } from './pytorchFile'
import { readSafetensorsWhole } from './safetensors'
import { fixtureBytes, hasFixtures, MODELS } from './testing/fixtures'
import { floats, int, int32, pickleBytes, pickledDict, pytorchZip, tensor, text, tuple } from './testing/writePickle'

const STORED = { '0': floats(1, 2, 3, 4) }

function read(bytes: Uint8Array): Record<string, number[]> | string {
  const tensors = readPytorchFile(bytes, 'w.bin')
  if (!tensors.ok) return `${tensors.error.code} ${tensors.error.where}: ${tensors.error.message}`
  return Object.fromEntries([...tensors.value].map(([name, stored]) => [name, [...stored.read()]]))
}

describe('reads', () => {
  it('views of one storage: whole, transposed, a row, a column, one value', () => {
    const pickle = pickledDict([
      ['whole', tensor()],
      ['transposed', tensor({ strides: [1, 2] })],
      ['row', tensor({ offset: 2, shape: [2], strides: [1] })],
      ['column', tensor({ offset: 1, shape: [2], strides: [2] })],
      ['one', tensor({ offset: 3, shape: [], strides: [] })],
      ['none', tensor({ shape: [0, 7], strides: [7, 1] })],
    ])
    expect(read(pytorchZip(pickle, STORED))).toEqual({
      whole: [1, 2, 3, 4],
      transposed: [1, 3, 2, 4],
      row: [3, 4],
      column: [2, 4],
      one: [4],
      none: [],
    })
  })

  it('halves', () => {
    const pickle = pickledDict([
      ['half', tensor({ storage: 'HalfStorage', length: 2, shape: [2], strides: [1] })],
      ['brain', tensor({ storage: 'BFloat16Storage', key: '1', length: 1, shape: [1], strides: [1] })],
    ])
    const files = { '0': Uint8Array.of(0, 0x3c, 0, 0xc0), '1': Uint8Array.of(0x80, 0x3f) }
    expect(read(pytorchZip(pickle, files))).toEqual({ half: [1, -2], brain: [1] })
  })

  it('a state_dict with metadata, parameters, and protocol 4', () => {
    const metadata = [...text('_metadata'), '}', ...text('version'), ...int(1), 's']
    const parameter = ['ctorch._utils\n_rebuild_parameter\n', ...tuple(tensor(), [0x88], ['N']), 'R']
    const pickle = pickleBytes(
      ...[0x80, 4, 0x95, 9, 0, 0, 0, 0, 0, 0, 0],
      ...[0x8c, 11, 'collections', 0x8c, 11, 'OrderedDict', 0x93, ')R', 0x94],
      ...['(', ...text('w'), ...parameter, 'u'],
      ...['}', ...metadata, 's', 'b.'],
    )
    expect(read(pytorchZip(pickle, STORED))).toEqual({ w: [1, 2, 3, 4] })
  })

  it.skipIf(!hasFixtures).each(MODELS)('%s as its safetensors file, aliases too', (name) => {
    const expected = readSafetensorsWhole(fixtureBytes(`${name}/model.safetensors`), name)
    const found = readPytorchFile(fixtureBytes(`${name}/pytorch_model.bin`), name)
    if (!expected.ok || !found.ok) throw new Error('not read')
    for (const [key, { shape, data }] of expected.value) {
      expect(found.value.get(key)?.shape, key).toEqual(shape)
      expect(found.value.get(key)?.read(), key).toEqual(data)
    }
    const aliases = [...found.value.keys()].filter((key) => !expected.value.has(key))
    expect(aliases).toHaveLength(name === 'relu-tied' ? 3 : 2)
    const shared = expected.value.get('shared.weight')?.data
    for (const alias of aliases) expect(found.value.get(alias)?.read(), alias).toEqual(shared)
  })
})

const run = (...pieces: (number | string)[]): Uint8Array => pytorchZip(pickleBytes(0x80, 2, ...pieces), STORED)

describe('refuses a pickle that would run something', () => {
  it.each<[string, Uint8Array, string]>([
    ['os.system by REDUCE', run('cos\nsystem\n', ...tuple(text('touch here')), 'R.'), 'it names "os.system"'],
    ['builtins.eval by REDUCE', run('cbuiltins\neval\n', ...tuple(text('1')), 'R.'), 'it names "builtins.eval"'],
    ['a name on the stack', run(...text('posix'), ...text('system'), 0x93, '.'), 'it names "posix.system"'],
    ['a global that torch has', run('ctorch.hub\nload\n.'), 'it names "torch.hub.load"'],
    [
      'a name with a dot',
      run('ctorch\n_utils._rebuild_tensor_v2.__globals__\n.'),
      'it names "torch._utils._rebuild_tensor_v2.__globals__"',
    ],
    ['INST', run('(', ...text('x'), 'ios\nsystem\n.'), 'the instruction INST'],
    ['OBJ', run('(ccollections\nOrderedDict\no.'), 'the instruction OBJ'],
    ['NEWOBJ', run('ccollections\nOrderedDict\n)', 0x81, '.'), 'the instruction NEWOBJ'],
    ['NEWOBJ_EX', run('ccollections\nOrderedDict\n)}', 0x92, '.'), 'the instruction NEWOBJ_EX'],
    ['EXT1', run(0x82, 1, '.'), 'the instruction EXT1'],
    ['BUILD on a name', run('ccollections\nOrderedDict\n}b.'), 'BUILD on something that is no OrderedDict'],
    ['BUILD on a tensor', run(...tensor(), '}b.'), 'BUILD on something that is no OrderedDict'],
    ['BUILD with a state that is no dict', run('ccollections\nOrderedDict\n)R', ...text('x'), 'b.'), 'BUILD'],
    ['a call of what a call gave', run(...tensor(), ')R.'), 'a call of something that is no name'],
    ['a call of a text', run(...text('eval'), ')R.'), 'a call of something that is no name'],
    ['a storage called', run('ctorch\nFloatStorage\n', ...tuple(int(1 << 30)), 'R.'), 'a call of torch.FloatStorage'],
    [
      'OrderedDict with arguments',
      run('ccollections\nOrderedDict\n', ...tuple(text('x')), 'R.'),
      'a call of collections.OrderedDict',
    ],
    ['an unknown instruction', run(0xfe, '.'), 'the instruction 0xfe'],
  ])('%s', (_, bytes, reason) => {
    const answer = read(bytes)
    expect(answer).toMatch(/^weights\/unsafe w\.bin: archive\/data\.pkl: byte \d+: the pickle is refused/)
    expect(answer).toContain(reason)
  })
})

describe('refuses what does not add up', () => {
  const one = (pieces: Parameters<typeof tensor>[0], files = STORED): Uint8Array =>
    pytorchZip(pickledDict([['w', tensor(pieces)]]), files)

  it.each<[string, Uint8Array, string]>([
    ['no zip', Uint8Array.of(0x80, 2, 0x8a), 'no zip'],
    ['an empty file', new Uint8Array(), 'no zip'],
    ['a zip without pickle', pytorchZip(pickledDict([]), {}).subarray(0, 40), 'weights/broken'],
    ['a compressed entry', pytorchZip(pickledDict([['w', tensor()]]), { '0': new Uint8Array(4000) }, 6), 'compressed'],
    ['a storage that is not there', one({ key: '7' }), 'no entry "archive/data/7"'],
    ['a key that leads out', one({ key: '../data.pkl' }), 'no entry'],
    ['a storage longer than its file', one({ length: 1 << 30 }), '16 bytes for 1073741824 values'],
    ['a view beyond its storage', one({ offset: 1 }), 'leaves its storage of 4 values'],
    ['strides beyond its storage', one({ strides: [3, 1] }), 'leaves its storage'],
    ['a view larger than its storage', one({ shape: [1 << 20, 1 << 20], strides: [0, 0] }), 'leaves its storage'],
    [
      'a shape beyond all numbers',
      one({ shape: [1 << 30, 1 << 30, 1 << 30], strides: [0, 0, 0] }),
      'leaves its storage',
    ],
    ['a negative offset', one({ offset: -1 }), 'a tensor that is not'],
    ['a negative stride', one({ offset: 3, shape: [2], strides: [-1] }), 'a tensor that is not'],
    ['fewer strides than sizes', one({ strides: [1] }), 'a tensor that is not'],
    ['a storage of doubles', one({ storage: 'DoubleStorage' }), 'it names "torch.DoubleStorage"'],
    [
      'a value that is no tensor',
      pytorchZip(pickledDict([['w', int(3)]]), STORED),
      'w: not readable weights: it is no tensor',
    ],
    ['a list', run('].'), 'no dict of tensors'],
    ['values left over', run('}}.'), 'values are left over'],
    ['no STOP', run('}'), 'cut short'],
    ['a text longer than the pickle', run('X', ...int32(1 << 30), 'a.'), 'cut short'],
    ['a key that is a list', run('}(]', ...int(1), 'u.'), 'a key that is no text or number'],
    ['an odd number of entries', run('}(', ...text('a'), 'u.'), 'entries for something'],
    ['nothing to pop', run('s.'), 'an instruction without its value'],
    ['no mark', run('t.'), 'an instruction without its mark'],
    ['below the mark', run('}(', ...text('a'), 's.'), 'an instruction without its value'],
    ['an unknown memory', run('h', 9, '.'), 'value 9 was never remembered'],
    ['a persistent id that is a text', run(...text('0'), 'Q.'), 'no tuple'],
    ['a name without end', run('cos'), 'cut short'],
    ['a list in itself', run(']q', 0, 'h', 0, 'a.'), 'no dict of tensors'],
  ])('%s', (_, bytes, reason) => {
    const answer = read(bytes)
    expect(answer).toMatch(/^weights\/(broken|unsafe) /)
    expect(answer).toContain(reason)
  })

  it.skipIf(!hasFixtures)('a file cut short', () => {
    const whole = fixtureBytes('relu-tied/pytorch_model.bin')
    for (const share of [0, 0.1, 0.5, 0.9, 0.999]) {
      expect(read(whole.subarray(0, Math.floor(whole.length * share)))).toMatch(/^weights\/broken/)
    }
  })
})
