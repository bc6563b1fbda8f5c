/** Reports that are made again, by the built program. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const input = 'Write about rain\nWrite about snow\nWrite about fog\n'

async function ran(name: string, ...args: string[]) {
  const env = { XDG_DATA_HOME: folder.path(name) }
  const [results, report] = [folder.path(`${name}.jsonl`), folder.path(`${name}.json`)]
  const loop = ['-m', 'sim:writer', '--require', 'umbrella', '--min-words', '60', '-n', '3', '--no-cache']
  const batch = ['batch', '-', ...loop, '-q', '-o', results, '--report', report, ...args]
  expect((await sifaka(batch, { env, input })).code).toBeLessThanOrEqual(1)
  const run = (...given: string[]) => sifaka(['report', ...given], { env })
  return { run, results, live: JSON.parse(readFileSync(report, 'utf8')) }
}

describe('sifaka report', () => {
  it('makes the report of a run or of a results file again, with the same totals', async () => {
    const { run, results, live } = await ran('again')
    for (const source of [live.run.id, 'latest', results]) {
      const { code, stdout } = await run(source, '--format', 'json')
      expect(code).toBe(0)
      const again = JSON.parse(stdout)
      expect(again.quality).toEqual(live.quality)
      const { calls, inputTokens, outputTokens, costUsd } = live.models[0]
      expect(again.models).toHaveLength(live.models.length)
      expect(again.models[0]).toMatchObject({ calls, inputTokens, outputTokens, costUsd })
      expect(again.summary).toMatchObject({ prompts: 3, accepted: live.summary.accepted })
      expect(again.resources.peakRssMb).toBeNull()
    }
    expect((await run('latest')).stdout).toContain('prompts  3: ')
    expect((await run('latest', '--format', 'md')).stdout).toContain('| Peak memory')
    const page = folder.path('again.html')
    expect((await run(results, '-o', page)).code).toBe(0)
    expect(readFileSync(page, 'utf8')).toContain('Content-Security-Policy')
  })

  it('refuses what it cannot do, and says what is missing', async () => {
    const { run, results } = await ran('faults')
    const faults = [
      [['run-none'], 'no thought of a run run-none is stored'],
      [['latest', '--prompt', 'p1'], '--prompt has no effect: text shows no prompts'],
      [['latest', '--prompt', 'p1', '--format', 'html'], '--prompt: latest has no prompt with the id p1'],
      [['latest', '-o', folder.path('x.pdf')], '-o must be a .json, .md, .html or .txt file'],
      [['latest', '-o', results, '--format', 'md'], '--force'],
      [[results, '-o', results, '--format', 'md', '--force'], 'the input'],
      [[folder.path('none.jsonl')], 'there is no file'],
      [[folder.path('.') + '/'], 'cannot read'],
    ] as const
    for (const [args, fault] of faults) {
      const { code, stderr, stdout } = await run(...args)
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toContain(fault)
    }
    const unstored = await ran('unstored', '--no-store')
    const { code, stderr } = await unstored.run(unstored.results)
    expect(code).toBe(2)
    expect(stderr).toContain('are not stored')
  })
})
