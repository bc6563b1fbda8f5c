/** `sifaka validate` as a user runs it. */
import { mkdirSync } from 'node:fs'
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
    [['docs/good.md', '--min-words', '3', '--format', 'xml'], '--format must be '],
    [
      ['docs/good.md', '--min-words', '3', '-o', 'x.pdf'],
      '-o must be a .txt, .json, .jsonl, .sarif or .xml file, not x.pdf',
    ],
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

it('ends quietly when the reader closes standard output', async () => {
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
