/** What the program does at the limits of size, and on a Node that is too old. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const BIN = join(import.meta.dirname, '../../bin/sifaka.js')

it.each(['18.20.8', '20.18.3', '19.9.0'])(
  'Node %s is told what is needed, and the exit code is 2',
  (version) => {
    const script = `
    Object.defineProperty(process.versions, 'node', { value: '${version}' })
    await import(${JSON.stringify(BIN)})
    process.stdout.write(String(process.exitCode))
    process.exitCode = 0`
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(printed).toBe('2')
  },
)

it('a prompt of 10 MB is one row as any other, and the rows around it are done', async () => {
  const long = 'a long story about the sea. '.repeat(360_000)
  const rows = ['one', long, 'three'].map((prompt, index) => JSON.stringify({ id: `r${index}`, prompt }))
  const input = folder.write('long.jsonl', `${rows.join('\n')}\n`)
  const { code, records, stderr } = await sifaka(['batch', input, '-m', 'sim:writer', '--no-critics'])
  expect(code, stderr).toBe(0)
  expect(records().map(({ id, outcome }) => [id, outcome])).toEqual([
    ['r0', 'accepted'],
    ['r1', 'accepted'],
    ['r2', 'accepted'],
  ])
  expect(records()[1]?.['prompt']).toHaveLength(long.length)
})

it('a text of 5 MB is validated in seconds', async () => {
  const text = folder.write('long.txt', 'The sea was calm. We saw 3 ships and 1,200 gulls.\n'.repeat(100_000))
  const rules = ['length:min=10', 'content:forbidden=whale', 'starts-with:text=The']
  const args = ['validate', text, ...rules.flatMap((rule) => ['--validator', rule]), '--format', 'json']
  const { code, stdout, stderr } = await sifaka(args)
  expect(code, stderr).toBe(0)
  expect(stdout).toContain('"passed"')
})
