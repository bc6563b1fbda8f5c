/**
 * `distinct` in the built program: rows with planted near-duplicates, compared with exact similarities. LONG=1 checks
 * more of them.
 */
import { readFileSync, existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { ExactSimilarity, textOf, textsWithDuplicates } from '../helpers/planted-duplicates.ts'

const isLong = process.env['LONG'] !== undefined
const ROWS = isLong ? 10_000 : 300
const TIMEOUT_MS = isLong ? 1_200_000 : 240_000
const BOUND = 0.7
/** As the README says. */
const TOLERANCE = 0.01

const folder = temporaryFolder()
const texts = [...textsWithDuplicates(ROWS, 11)]
folder.write(
  'rows.jsonl',
  texts
    .map((words, index) => JSON.stringify({ id: `r${index}`, prompt: 'x', draft: textOf(words) }))
    .join('\n'),
)

const linesOf = (path: string): string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []

/** Per row, whether its text was accepted. */
function acceptedOf(name: string): readonly boolean[] {
  const accepted: boolean[] = []
  for (const line of linesOf(folder.path(name))) {
    const { index, outcome } = JSON.parse(line) as { index: number; outcome: string }
    expect(['accepted', 'exhausted']).toContain(outcome)
    accepted[index] = outcome === 'accepted'
  }
  return accepted
}

async function run(output: string, args: readonly string[], killAfter = Infinity) {
  const options = [
    '-m',
    'sim:writer',
    '-n',
    '1',
    '--validator',
    `distinct:max=${BOUND}`,
    '--no-cache',
    '--no-store',
  ]
  const path = folder.path(output)
  return sifaka(['batch', 'rows.jsonl', ...options, '-q', '-o', output, ...args], {
    cwd: folder.path('.'),
    started(child) {
      if (killAfter === Infinity) return
      const poll = setInterval(() => {
        if (linesOf(path).length >= killAfter) child.kill('SIGKILL')
      }, 10)
      child.on('exit', () => clearInterval(poll))
    },
  })
}

describe('distinct', () => {
  it(
    'rejects each text that is too similar to an accepted one, and no other, at any concurrency',
    async () => {
      expect((await run('j10.jsonl', ['-j', '10'])).code).toBe(1)
      const accepted = acceptedOf('j10.jsonl')
      expect(accepted).toHaveLength(ROWS)
      const exact = new ExactSimilarity()
      let rejected = 0
      for (const [index, words] of texts.entries()) {
        const greatest = exact.greatest(words)
        if (greatest > BOUND + TOLERANCE) expect(accepted[index], `row ${index}: ${greatest}`).toBe(false)
        if (greatest < BOUND - TOLERANCE) expect(accepted[index], `row ${index}: ${greatest}`).toBe(true)
        if (accepted[index]) exact.add(words)
        else rejected++
      }
      expect(rejected).toBeGreaterThan(ROWS / 20)
      for (const concurrency of [1, 300]) {
        const output = `j${concurrency}.jsonl`
        await run(output, ['-j', String(concurrency)])
        expect(acceptedOf(output)).toEqual(accepted)
      }
    },
    TIMEOUT_MS,
  )

  it(
    'accepts the same texts if the run is killed in the middle and resumed',
    async () => {
      await run('killed.jsonl', ['-j', '10'], ROWS / 3)
      expect(linesOf(folder.path('killed.jsonl')).length).toBeLessThan(ROWS)
      await run('killed.jsonl', ['-j', '300', '--resume'])
      await run('whole.jsonl', ['-j', '10'])
      expect(acceptedOf('killed.jsonl')).toEqual(acceptedOf('whole.jsonl'))
    },
    TIMEOUT_MS,
  )
})
