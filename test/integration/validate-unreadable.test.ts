/** `sifaka validate` with inputs that cannot be read: the findings of all others are complete. */
import { symlinkSync } from 'node:fs'
import { expect, it } from 'vitest'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const cwd = folder.path('.')
folder.write('a.md', 'one two')
folder.write('docs/b.md', 'one')
symlinkSync('nowhere', folder.path('docs/broken.md'))
folder.write('rows.jsonl', '{"text":"one"}\n{"text":5}\n')

const TOO_SHORT = 'a.md: 2 words, must be at least 3 words [length]\n'
const validate = (args: readonly string[]) => sifaka(['validate', ...args, '--min-words', '3'], { cwd })

it.each([
  ['absent.md', 'there is no file absent.md', '  check the path'],
  ['docs', 'docs is a folder', `  name files, or a glob: 'docs/**/*.md'`],
  ['*.rst', 'no file matches *.rst', '  check the pattern'],
])('%s is named as an input that was not read, and the others are reported', async (name, message, hint) => {
  const { code, stdout, stderr } = await validate(['a.md', name])
  expect({ code, stdout }).toEqual({ code: 2, stdout: `${name}: failure: ${message} [input]\n${TOO_SHORT}` })
  expect(stderr).toContain(`sifaka: ${message}\n${hint}`)
  expect(stderr).toContain('0 of 1 text passed, 1 error, 1 input not read')
})

it('a link that leads nowhere is reported if a glob matches it', async () => {
  const { code, stdout } = await validate(['docs/*.md'])
  const broken = 'docs/broken.md: failure: there is no file docs/broken.md [input]\n'
  expect({ code, stdout }).toEqual({
    code: 2,
    stdout: `docs/b.md: 1 word, must be at least 3 words [length]\n${broken}`,
  })
})

it('rows after a mistake are not read, and the next file is', async () => {
  const { code, stdout } = await validate(['rows.jsonl', 'a.md'])
  expect({ code, lines: stdout.split('\n').map((line) => line.slice(0, 32)) }).toEqual({
    code: 2,
    lines: [
      'rows.jsonl:1: 1 word, must be at',
      'rows.jsonl: failure: rows.jsonl:',
      TOO_SHORT.slice(0, 32),
      '',
    ],
  })
})

it.each([
  ['json', '"failures":[{"role":"input","name":"input","message":"bytes.md is not UTF-8'],
  ['jsonl', '"failures":[{"role":"input","name":"input","message":"bytes.md is not UTF-8'],
  ['github', '::error file=bytes.md,title=input::bytes.md is not UTF-8 text: byte 3 is invalid\n'],
  ['sarif', '"ruleId":"input","kind":"open","level":"none","message":{"text":"bytes.md is not UTF-8'],
  ['junit', '<error message="bytes.md is not UTF-8 text: byte 3 is invalid" type="failure"/>'],
])(
  'the format %s contains a file that is not UTF-8, and the findings of the others',
  async (format, part) => {
    const script = `printf 'ab\\xffc' > bytes.md; $SIFAKA validate bytes.md a.md --min-words 3 --format ${format}`
    const { code, stdout } = await shell(script, { cwd })
    expect(code).toBe(2)
    expect(stdout).toContain(part)
    expect(stdout).toContain('2 words, must be at least 3 words')
  },
)

it('--fix corrects the files that can be read, and names the others', async () => {
  const script = `printf '\\xff' > none.md; printf 'A langauge\\n' > typo.md; $SIFAKA validate none.md typo.md --validator spelling --fix -q`
  const { code, stderr } = await shell(script, { cwd })
  expect({ code, text: folder.read('typo.md') }).toEqual({ code: 2, text: 'A language\n' })
  expect(stderr).toContain('none.md is not UTF-8 text')
})
