/** A run whose store cannot be written any more, by the built program. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { shell, sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const PROMPTS = Array.from({ length: 150 }, (_, index) => `Write about topic ${index}`).join('\n')

it('stops with exit code 3 when the disk of the store is full, and goes on where it stopped', async () => {
  const input = folder.write('prompts.txt', PROMPTS)
  const path = folder.path('thoughts.sqlite')
  const output = folder.path('results.jsonl')
  const env = { SIFAKA_STORE: JSON.stringify({ name: 'sqlite', path }) }
  const quick = ['-m', 'sim:writer', '--no-cache', '--min-words', '60', '--fail-under', '0%']
  const args = ['batch', input, ...quick, '-o', output]
  const report = folder.path('report.json')
  // Files may not grow beyond this limit, in blocks of 1024 bytes. The results stay below it.
  const stopped = await shell(`ulimit -f 300; $SIFAKA ${args.join(' ')} --report ${report}`, { env })
  expect(stopped.stderr).toContain(`cannot write the store ${path}`)
  expect(stopped.stderr).toContain('--resume')
  expect(stopped.code).toBe(3)
  const stored = (await sifaka(['thoughts', 'export'], { env })).records()
  expect(JSON.parse(readFileSync(report, 'utf8')).summary.prompts).toBe(stored.length)
  expect(stored.length).toBeLessThan(150)

  const resumed = await sifaka([...args, '--resume', '-q'], { env })
  expect(resumed.code).toBe(0)
  const records = readFileSync(output, 'utf8').trim().split('\n')
  expect(records).toHaveLength(150)
  const exported = (await sifaka(['thoughts', 'export'], { env })).records()
  const ids = exported.map(({ head }) => String(Object(head).id))
  expect(new Set(ids).size).toBe(ids.length)
  for (const record of records) expect(ids).toContain(JSON.parse(record).thoughtId)
  expect(await sifaka(['thoughts', 'verify'], { env })).toMatchObject({ code: 0, stdout: '' })
})

it('does not count the results of the earlier run as left if the store cannot be opened on resuming', async () => {
  const input = folder.write('two.txt', 'Write about tides\nWrite about wind\n')
  const args = [
    'batch',
    input,
    '-m',
    'sim:writer',
    '--no-critics',
    '--no-cache',
    '-o',
    folder.path('two.jsonl'),
  ]
  expect(await sifaka(args)).toMatchObject({ code: 0 })
  const env = { SIFAKA_STORE: JSON.stringify({ name: 'sqlite', path: `${input}/thoughts.sqlite` }) }
  const { code, stderr } = await sifaka([...args, '--resume'], { env })
  expect(code).toBe(3)
  expect(stderr).toContain('stopped before the first prompt')
  expect(stderr).toContain('--resume')
  expect(stderr).not.toContain('left')
})
