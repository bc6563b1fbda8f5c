import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const cwd = folder.path('.')
mkdirSync(folder.path('docs'))
folder.write('docs/good.md', 'one two three four')

const validate = (args: readonly string[], input?: string) => sifaka(['validate', ...args], { cwd, input })

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
    expect(stdout).toContain('-\uFEFF#Title')
    expect(stdout).toContain('+\uFEFF# Title')
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
