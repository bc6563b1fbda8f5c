/** What the machine did is never a result: the run stops with exit code 3, and goes on when it is resumed. */
import { existsSync, readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const cwd = folder.path('.')
const outcomes = (name: string): string[] =>
  existsSync(folder.path(name))
    ? folder
        .read(name)
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { outcome: string }).outcome)
    : []
const allAccepted = (count: number) => Array.from({ length: count }, () => 'accepted')

it.runIf(process.platform === 'linux')('too many open files (skipped except on Linux)', async () => {
  const config = folder.write('command.json', { validators: [{ name: 'command', run: ['sleep', '4'] }] })
  const args = `batch rows.txt -c ${config} -m sim:writer --no-critics -j 40 -o files.jsonl`
  folder.write('rows.txt', Array.from({ length: 40 }, (_, row) => `row ${row}\n`).join(''))
  // The program itself needs fewer files, and 40 commands at the same time need more.
  const { code, stderr } = await shell(`ulimit -n 100; $SIFAKA ${args}`, { cwd })
  expect(stderr).toMatch(/`sleep` cannot be started: too many open files \(raise the limit with ulimit -n/)
  expect(code).toBe(3)
  expect(outcomes('files.jsonl')).not.toContain('failed')
  expect((await shell(`$SIFAKA ${args} --resume`, { cwd })).code).toBe(0)
  expect(outcomes('files.jsonl')).toEqual(allAccepted(40))
})

it.runIf(process.platform === 'linux')(
  'too few files to load the program or to store (skipped except on Linux)',
  async () => {
    const runWith = (files: number) =>
      shell(`ulimit -n ${files}; $SIFAKA improve Hi -m sim:writer -q 2>&1`, { cwd })
    const runs = await Promise.all([19, 20, 21, 22, 23, 24, 25, 26, 28].map(runWith))
    const refused = runs.filter(({ code }) => code !== 0)
    expect(refused.length).toBeGreaterThan(0)
    for (const { code, stdout } of refused) {
      expect(code).toBe(3)
      expect(stdout).toMatch(
        /^sifaka: too many open files\n {2}raise the limit|^ {2}cannot write .*: too many open files/m,
      )
    }
  },
)

it.runIf(process.platform === 'linux')(
  'a journal that cannot be written (skipped except on Linux)',
  async () => {
    const profile = folder.write('long.json', { draftWords: 1500, firstDraftPass: 0, obedience: 0 })
    const rules = '--forbid the --max-iterations 4'
    const args = `batch many.txt -m sim:${profile} ${rules} --no-critics --no-cache --no-store -j 4 -q -o journal.jsonl`
    folder.write('many.txt', Array.from({ length: 12 }, (_, row) => `row ${row}\n`).join(''))
    const { code, stderr } = await shell(`ulimit -f 48; $SIFAKA ${args}`, { cwd })
    expect(stderr).toMatch(/cannot write .*calls: the file is too large/)
    expect(code).toBe(3)
    expect(outcomes('journal.jsonl')).not.toContain('failed')
    expect((await shell(`$SIFAKA ${args} --resume`, { cwd })).code).toBe(1)
    expect(outcomes('journal.jsonl')).toHaveLength(12)
    expect(outcomes('journal.jsonl')).not.toContain('failed')
  },
)

it.each([
  ['socks5://proxy:1', 2],
  ['http://', 2],
  ['http://user:%zz@proxy:1', 2],
  ['http://127.0.0.1:9', 3],
])('the proxy %s ends the run with exit code %i and no results', async (proxy, expected) => {
  const input = folder.write('two.txt', 'a\nb\n')
  const env = { OPENAI_API_KEY: 'sk-1234567890', HTTPS_PROXY: proxy, SIFAKA_RETRIES: '0' }
  const out = `proxy-${expected}.jsonl`
  const args = ['batch', input, '-m', 'openai:gpt-6-luna', '--no-critics', '-o', folder.path(out)]
  const { code, stderr } = await sifaka(args, { env, cwd })
  expect(code).toBe(expected)
  expect(stderr).toMatch(expected === 2 ? /HTTPS_PROXY is not the address of a proxy/ : /2 left/)
  expect(readdirSync(cwd).filter((name) => name.includes(out))).toEqual([])
})
