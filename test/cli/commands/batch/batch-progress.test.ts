import { expect, it } from 'vitest'
import { BatchProgress } from '../../../../src/cli/commands/batch/batch-progress.ts'
import type { Shell } from '../../../../src/cli/shell.ts'

function progressOf(total: number | undefined) {
  const lines: string[] = []
  const log = { write: (_level: string, line: string) => lines.push(line), format: () => 'text' }
  const shell: Pick<Shell, 'argv' | 'interrupted'> & { log: unknown } = {
    argv: ['batch', 'prompts.txt'],
    interrupted: () => undefined,
    log,
  }
  return { progress: new BatchProgress([], total, shell as Shell), lines }
}

it('says how many prompts are left once, however many reasons there are to say it', () => {
  const { progress, lines } = progressOf(10)
  progress.hasStarted = true
  progress.tally.done = 4
  progress.reportPending()
  progress.reportPending()
  expect(lines.filter((line) => /4 done.*6 left/.test(line))).toHaveLength(1)
})

it('gives no figures before it is known what earlier runs have done', () => {
  const { progress, lines } = progressOf(10)
  progress.reportPending()
  expect(lines[0]).toContain('before the first prompt')
})
