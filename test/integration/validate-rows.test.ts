import { describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const cwd = folder.path('.')

const validate = (args: readonly string[], input?: string) => sifaka(['validate', ...args], { cwd, input })
const rows = (...given: object[]) => given.map((row) => `${JSON.stringify(row)}\n`).join('')

describe('rows', () => {
  const JSONL = ['-', '--input-format', 'jsonl', '--format', 'jsonl']

  it('have their own validators beside those of the command, and one line each, in order', async () => {
    const input = rows(
      { id: 'a', text: 'one two', validators: ['length:max=1', { name: 'content', required: ['one'] }] },
      { id: 7, text: 'one' },
      { text: 'x y z', validators: [] },
    )
    const { code, records } = await validate([...JSONL, '--min-words', '1'], input)
    expect(code).toBe(1)
    expect(records()).toMatchObject([
      {
        id: 'a',
        index: 0,
        passed: false,
        validations: [
          { measured: 2, passed: true },
          { measured: 2, passed: false },
          { validator: 'content', passed: true },
        ],
      },
      { id: '7', index: 1, passed: true },
      { id: 'standard input:3', index: 2, passed: true, validations: [{ validator: 'length' }] },
    ])
    expect(Object.keys(records()[0] ?? {})).toEqual(['id', 'index', 'passed', 'validations'])
  })

  it('have their text and id in the fields that are named', async () => {
    const args = [...JSONL, '--min-words', '2', '--text-field', 'body', '--id-field', 'key']
    expect((await validate(args, rows({ key: 'k', body: 'a b' }))).records()).toMatchObject([
      { id: 'k', passed: true },
    ])
  })

  it('may be lines and columns', async () => {
    const lines = await validate(
      ['-', '--input-format', 'lines', '--format', 'jsonl', '--min-words', '2'],
      'a b\nc\n',
    )
    expect(lines.records()).toMatchObject([{ passed: true }, { id: 'standard input:2', passed: false }])
    const csv = await validate(
      ['-', '--input-format', 'csv', '--format', 'jsonl', '--min-words', '2'],
      'id,text\nx,"a, b"\n',
    )
    expect(csv.records()).toMatchObject([{ id: 'x', passed: true }])
  })

  it.each<[string, string]>([
    [rows({ text: 'a' }, { txt: 'b' }), 'standard input:2: no field "text"'],
    [rows({ text: 7 }), 'standard input:1: "text" is not a string'],
    [rows({ text: 'a', validators: 'json' }), 'standard input:1: validators must be a list'],
    [
      rows({ text: 'a', validators: ['jsn'] }),
      'standard input:1: no validator is called "jsn"\n  did you mean "json"?',
    ],
    [`${rows({ text: 'a' })}{bad}`, 'standard input:2: not JSON'],
    ['', 'standard input contains no texts'],
  ])('with a mistake are told by their line: %j', async (input, message) => {
    const { code, stderr } = await validate([...JSONL, '--min-words', '1'], input)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

  it('without any validator are not passed over', async () => {
    const { code, stderr } = await validate(JSONL, rows({ text: 'a' }))
    expect(stderr).toContain('standard input:1: no checks given')
    expect(code).toBe(2)
  })

  it('leave a whole document behind, whatever comes in between', async () => {
    const many = `${'{"text":"a"}\n'.repeat(20_000)}{bad}\n`
    const { code, stdout } = await validate(
      ['-', '--input-format', 'jsonl', '--format', 'json', '--min-words', '1'],
      many,
    )
    expect(code).toBe(2)
    expect((JSON.parse(stdout) as object[]).length).toBeGreaterThan(1000)
  })

  it('are validated up to the first error by fail-fast, and a runaway pattern is a failure', async () => {
    const input = rows({
      text: `${'a'.repeat(100)}!`,
      validators: ['length:max=0', 'pattern:required=(a+)+$'],
    })
    expect((await validate([...JSONL, '--validation', 'fail-fast'], input)).records()).toMatchObject([
      { validations: [{ validator: 'length' }] },
    ])
    const all = await validate(JSONL, input)
    expect(all.records()).toMatchObject([
      { passed: false, failures: [{ role: 'validator', name: 'pattern' }] },
    ])
    expect(all.code).toBe(2)
  })
})
