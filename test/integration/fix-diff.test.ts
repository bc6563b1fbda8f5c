/** What `validate --fix --dry-run` prints is a patch: applied, it does what `--fix` would have done. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const BROKEN = '#Title\n\nText\n'
const FIXED = '# Title\n\nText\n'
const FILES = ['plain.md', 'with space.md', '-dash.md', `quo"te's.md`, 'new\nline.md', 'grün.md']
const rules = ['--validator', 'markdown', '--fix']

/** Under CI, a missing program fails the test. */
const isThere = (program: string) =>
  Boolean(process.env['CI']) || spawnSync(program, ['--version']).status === 0

describe.each([
  ['patch', '-p0'],
  ['git', 'apply', '-p0'],
])('%s', (program, ...args) => {
  it.skipIf(!isThere(program))('applies the diff, whatever the names of the files', async () => {
    const folder = temporaryFolder()
    const cwd = folder.path('.')
    for (const file of FILES) folder.write(file, BROKEN)
    folder.write('mark.md', `\uFEFF${BROKEN}`)
    folder.write('crlf.md', BROKEN.replaceAll('\n', '\r\n'))
    const { stdout } = await sifaka(['validate', '*.md', ...rules, '--dry-run'], { cwd })
    const applied = spawnSync(program, [...args, ...(program === 'patch' ? ['--binary'] : [])], {
      cwd,
      input: stdout,
      encoding: 'utf8',
    })
    expect(applied.status, applied.stdout + applied.stderr).toBe(0)
    expect(applied.stdout).not.toContain('fuzz')
    for (const file of FILES) expect(folder.read(file), file).toBe(FIXED)
    expect(folder.read('mark.md')).toBe(`\uFEFF${FIXED}`)
    expect(folder.read('crlf.md')).toBe(FIXED.replaceAll('\n', '\r\n'))
  })
})

it('a file that --fix refuses is refused with --dry-run, too', async () => {
  const folder = temporaryFolder()
  writeFileSync(folder.path('utf-16.md'), Buffer.from(`\uFEFF${BROKEN}`, 'utf16le'))
  for (const more of [[], ['--dry-run']]) {
    const { code, stdout, stderr } = await sifaka(['validate', 'utf-16.md', ...rules, ...more], {
      cwd: folder.path('.'),
    })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('utf-16.md cannot be fixed: it is not UTF-8')
  }
})
