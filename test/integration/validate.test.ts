/** `sifaka validate` as a user runs it. */
import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const cwd = folder.path('.')
mkdirSync(folder.path('docs/deep'), { recursive: true })
mkdirSync(folder.path('node_modules'))
folder.write('docs/good.md', 'one two three four')
folder.write('docs/deep/bad.md', 'one two')
folder.write('docs/[odd].md', 'one two three')
folder.write('node_modules/none.md', 'one')
folder.write('latin.txt', 'x')

const validate = (args: readonly string[], input?: string) => sifaka(['validate', ...args], { cwd, input })
const rows = (...given: object[]) => given.map((row) => `${JSON.stringify(row)}\n`).join('')

describe('exit codes are a linter’s', () => {
  it.each<[number, string[]]>([
    [0, ['docs/good.md', '--min-words', '3']],
    [1, ['docs/good.md', 'docs/deep/bad.md', '--min-words', '3']],
    [0, ['docs/deep/bad.md', '--validator', 'length:min=3,severity=warning']],
    [0, ['docs/deep/bad.md', '--validator', 'length:min=3,severity=warning', '--max-warnings', '1']],
    [1, ['docs/deep/bad.md', '--validator', 'length:min=3,severity=warning', '--max-warnings', '0']],
    [1, ['docs/deep/bad.md', '--require', 'one', '--forbid', 'two']],
    [2, ['docs/deep/bad.md', '--min-words', '3', '--validator', 'command:run=/absent']],
    [0, ['docs/good.md', '--validator', '{"name":"command","run":"/absent","severity":"warning"}']],
  ])('%i of %j', async (code, args) => {
    expect((await validate(args)).code).toBe(code)
  })

  it.each<[string[], string]>([
    [['docs', '--min-words', '3'], 'docs is a folder'],
    [['absent.md', '--min-words', '3'], 'there is no file absent.md'],
    [['*.rst', '--min-words', '3'], 'no file matches *.rst'],
    [['docs/good.md'], 'no checks given'],
    [['docs/good.md', '--min-words', 'x'], '--min-words must be a number, not "x"'],
    [['docs/good.md', '--validator', 'lenght'], 'did you mean "length"?'],
    [['docs/good.md', '--validator', 'judge:rubric=Fine'], 'no model is set'],
    [['docs/good.md', '--min-words', '3', '--format', 'xml'], 'Allowed choices'],
    [['docs/good.md', '--min-words', '3', '-o', 'x.pdf'], 'no report format has the extension of x.pdf'],
    [
      ['docs/good.md', '--min-words', '3', '-o', 'docs/good.md', '--format', 'json'],
      'docs/good.md is the input',
    ],
    [['docs/good.md', '--min-words', '9', '--max-chars', '3'], 'exclude each other'],
    [
      ['docs/good.md', '--min-words', '3', '--max-warnings', '-1'],
      '--max-warnings must be 0 or more, not -1',
    ],
  ])('2 of %j, with one clear line and nothing on stdout', async (args, message) => {
    const { code, stdout, stderr } = await validate(args)
    expect(stderr).toContain(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

describe('files', () => {
  it('are found by globs, each once, in order, and not in node_modules', async () => {
    const { stdout, stderr } = await validate(['docs/good.md', '**/*.md', '--validator', 'length:max=0'])
    expect(stdout.split('\n').map((line) => line.split(':')[0])).toEqual([
      'docs/good.md',
      'docs/[odd].md',
      'docs/deep/bad.md',
      '',
    ])
    expect(stderr).toContain('0 of 3 texts passed, 3 errors')
  })

  it('may have the signs of a glob in their names', async () => {
    expect((await validate(['docs/[odd].md', '--validator', 'length:max=0'])).stdout).toContain(
      'docs/[odd].md: ',
    )
  })

  it('that are not UTF-8 are told with the byte, before anything is reported', async () => {
    const script = `printf 'ab\\xffc' > bytes.txt; $SIFAKA validate docs/deep/bad.md bytes.txt --min-words 3`
    const { code, stdout, stderr } = await shell(script, { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('bytes.txt is not UTF-8 text: byte 3 is invalid')
  })

  it('are standard input for -, and where none is named', async () => {
    for (const args of [['-'], []]) {
      const given = [...args, '--min-words', '3', '--stdin-filename', 'README.md', '--format', 'github']
      expect((await validate(given, 'one two')).stdout).toBe(
        '::error file=README.md,title=length::2 words, must be at least 3 words\n',
      )
    }
  })

  it('are written to by -o, in the format of the ending', async () => {
    for (const name of ['r.sarif', 'r.xml', 'r.json', 'r.jsonl', 'r.txt']) {
      const { stdout } = await validate(['docs/deep/bad.md', '--min-words', '3', '-o', name, '--force'])
      expect(stdout).toBe('')
    }
    expect(JSON.parse(folder.read('r.sarif'))).toMatchObject({ runs: [{ results: [{ ruleId: 'length' }] }] })
    expect(folder.read('r.xml')).toContain('<testsuite name="docs/deep/bad.md"')
    expect(folder.read('r.txt')).toBe('docs/deep/bad.md: 2 words, must be at least 3 words [length]\n')
  })
})

describe('findings', () => {
  const text = 'All fine.\n\nThe wind, the “wind” and the\nwind.\n'
  const args = ['-', '--stdin-filename', 'a.md', '--forbid', 'wind']

  it('are lines with file, line and column, and each of them counts', async () => {
    const { code, stdout, stderr } = await validate(args, text)
    expect({ code, lines: stdout.split('\n') }).toEqual({
      code: 1,
      lines: [
        'a.md:3:5: "wind" is forbidden [content]',
        'a.md:3:16: "wind" is forbidden [content]',
        'a.md:4:1: "wind" is forbidden [content]',
        '',
      ],
    })
    expect(stderr).toContain('0 of 1 text passed, 3 errors')
  })

  it('are complete in JSON, while --max-findings bounds what is printed, and says so', async () => {
    const few = await validate([...args, '--max-findings', '1'], text)
    expect(few.stdout).toBe('a.md:3:5: "wind" is forbidden [content]\n')
    expect(few.stderr).toContain('2 findings not shown (--max-findings)')
    const { records } = await validate([...args, '--max-findings', '1', '--format', 'jsonl'], text)
    expect(records()).toMatchObject([
      { validations: [{ findings: [{ line: 3, column: 5, endLine: 3, endColumn: 9 }, {}, { line: 4 }] }] },
    ])
  })

  it('of a program are what it prints', async () => {
    folder.write(
      'lint.mjs',
      `console.log(JSON.stringify({ findings: [{ line: 2, column: 3, message: 'odd', rule: 'R1' }] })); process.exitCode = 1`,
    )
    const run = JSON.stringify({ name: 'command', run: [process.execPath, folder.path('lint.mjs')] })
    expect((await validate(['docs/good.md', '--validator', run])).stdout).toBe('docs/good.md:2:3: odd [R1]\n')
  })
})

describe('--fix', () => {
  const rules = ['--validator', 'spelling', '--validator', 'markdown']
  const broken = '\uFEFF#Title\r\n\r\nA langauge, teh end \r\n'

  it('with --dry-run shows a diff and changes nothing', async () => {
    folder.write('fix.md', broken)
    const { code, stdout, stderr } = await validate(['fix.md', ...rules, '--fix', '--dry-run'])
    expect(stdout).toContain('-#Title')
    expect(stdout).toContain('+# Title')
    expect(stderr).toContain('3 fixes would be applied in 1 file')
    expect({ code, text: folder.read('fix.md') }).toEqual({ code: 1, text: broken })
  })

  it('writes what is certain, keeps everything else, and reports what is left', async () => {
    folder.write('fix.md', broken)
    const { code, stdout } = await validate(['fix.md', ...rules, '--fix'])
    expect(folder.read('fix.md')).toBe('\uFEFF# Title\r\n\r\nA language, teh end\r\n')
    expect(stdout).toMatch(/^fix\.md:3:13: "teh" is misspelled.*\n$/)
    expect(code).toBe(1)
  })

  it('replaces the file to which a link leads, with the same rights', async () => {
    folder.write('real.md', broken)
    chmodSync(folder.path('real.md'), 0o640)
    symlinkSync('real.md', folder.path('linked.md'))
    await validate(['linked.md', ...rules, '--fix'])
    expect(folder.read('real.md')).toContain('# Title')
    expect(statSync(folder.path('real.md')).mode & 0o777).toBe(0o640)
    expect(lstatSync(folder.path('linked.md')).isSymbolicLink()).toBe(true)
    expect(readdirSync(folder.path('.')).filter((name) => name.endsWith('.partial'))).toEqual([])
  })

  it.each<[string[], string]>([
    [['-', '--fix'], '--fix cannot change standard input'],
    [['docs/good.md', '--fix', '--input-format', 'lines'], '--fix does not change rows'],
    [['docs/good.md', '--dry-run'], '--dry-run needs --fix'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await validate([...args, ...rules], 'x')
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

  it('accepts the words of .sifaka-words', async () => {
    folder.write('.sifaka-words', '# ours\nlangauge\nteh # on purpose\n')
    folder.write('words.txt', 'A langauge, teh end')
    expect((await validate(['words.txt', '--validator', 'spelling'])).code).toBe(0)
  })
})

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

it('ends quietly when nobody reads on', async () => {
  const script = `yes '{"text":"a b c"}' | head -20000 | $SIFAKA validate - --input-format jsonl --format jsonl --min-words 1 -q | head -1; echo "\${PIPESTATUS[2]}"`
  const { stdout, stderr } = await shell(script, { cwd })
  expect(stdout).toMatch(/^\{"id":"standard input:1".*\}\n0\n$/)
  expect(stderr).toBe('')
})

it('asks a model only for a judge', async () => {
  const { code, records, stderr } = await validate([
    'docs/good.md',
    '-m',
    'sim:writer',
    '--validator',
    'judge:rubric=It counts',
    '--format',
    'jsonl',
  ])
  expect({ code, records: records() }).toMatchObject({
    code: 0,
    records: [{ validations: [{ validator: 'judge', bound: 'It counts' }] }],
  })
  expect(stderr).toContain('sim:writer is a simulated model: no real text')
})

it('takes validators from a plugin', async () => {
  folder.write(
    'mine.mjs',
    `export default ({ defineValidator }) => defineValidator({ name: 'calm', summary: 'no exclamation marks', create: () => ({ validate: ({ text }) => ({ passed: !text.includes('!') }) }) })`,
  )
  const { code, stdout } = await validate(['-', '--plugin', 'mine.mjs', '--validator', 'calm'], 'Oh!')
  expect({ code, stdout }).toEqual({
    code: 1,
    stdout: 'standard input: not met: no exclamation marks [calm]\n',
  })
})

it('is flat in memory, and fast', async () => {
  const script = `for i in $(seq 2000); do echo '{"text":"the quick brown fox '$i' jumps over the lazy dog"}'; done > some.jsonl
    for i in $(seq 10); do cat some.jsonl; done > many.jsonl
    $SIFAKA validate many.jsonl --input-format jsonl --format jsonl --min-words 3 --max-words 90 --require fox --forbid cat --validator 'pattern:required=\\d+' -q | wc -l`
  expect(await shell(script, { cwd, env: { NODE_OPTIONS: '--max-old-space-size=64' } })).toMatchObject({
    stdout: expect.stringMatching(/^\s*20000\n$/) as string,
    stderr: '',
  })
})
