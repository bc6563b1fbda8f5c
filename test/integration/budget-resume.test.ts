import { expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const output = folder.path('results.jsonl')

const records = () =>
  folder
    .read('results.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly usage: { readonly costUsd: number } })

it('a budget holds over the runs of a batch, and says how to go on', async () => {
  const settings = {
    model: 'sim:writer',
    prices: { 'sim:writer': { input: 10, output: 30 } },
    maxTokens: 200,
  }
  const config = folder.write('priced.json', settings)
  const input = folder.write(
    'forty.txt',
    Array.from({ length: 40 }, (_, index) => `topic ${index}\n`).join(''),
  )
  const args = ['batch', input, '-c', config, '-j', '8', '-o', output]
  const spent = () => records().reduce((sum, { usage }) => sum + usage.costUsd, 0)
  const first = await sifaka([...args, '--max-cost', '0.3'])
  expect(first.code).toBe(4)
  expect(first.stderr).toMatch(/the next call could cost \$0\.\d+; \$0\.\d+ is left/)
  expect(first.stderr).toMatch(/resume with:\n {2}sifaka batch .* --resume/)
  expect(spent()).toBeLessThanOrEqual(0.3)
  expect((await sifaka([...args, '--max-cost', '0.3', '--resume'])).code).toBe(4)
  expect(spent()).toBeLessThanOrEqual(0.3)
  const [, enough = ''] = /--max-cost ([\d.]+) --resume/.exec(first.stderr) ?? []
  const last = await sifaka([...args, '--max-cost', enough, '--resume'])
  expect([0, 1]).toContain(last.code)
  expect(records()).toHaveLength(40)
})
