/** Killed in the middle and resumed, a batch of distinct texts ends as if it had never been killed. LONG=1: 3,000 rows. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../helpers/folder.ts'
import { sifaka } from '../helpers/command.ts'

const isLong = process.env['LONG'] !== undefined
const ROWS = isLong ? 3000 : 40
const folder = temporaryFolder()
const settings = {
  model: 'sim:writer',
  seed: 5,
  concurrency: isLong ? 100 : 8,
  validators: [{ name: 'distinct', max: 0.6 }],
  providers: { sim: { latency: { firstTokenMs: 150 } } },
}
const rows = Array.from({ length: ROWS }, (_, index) =>
  JSON.stringify({ id: `r${index}`, prompt: `Write about lamp number ${index % (ROWS / 5)}.` }),
)

const linesOf = (path: string): string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []

const textsOf = (path: string) =>
  new Map(
    linesOf(path).map((line) => {
      const { id, outcome, text } = JSON.parse(line) as Record<'id' | 'outcome' | 'text', string>
      return [id, { outcome, text }] as const
    }),
  )

it(
  'accepts the same texts whether or not the run was killed',
  async () => {
    folder.write('sifaka.config.json', JSON.stringify(settings))
    folder.write('rows.jsonl', `${rows.join('\n')}\n`)
    const cwd = folder.path('.')
    const args = ['batch', 'rows.jsonl', '-c', 'sifaka.config.json', '--no-cache', '-q', '-o']
    await sifaka([...args, 'whole.jsonl'], { cwd })
    const cut = folder.path('cut.jsonl')
    await sifaka([...args, 'cut.jsonl'], {
      cwd,
      started(child) {
        const poll = setInterval(() => {
          if (linesOf(cut).length >= ROWS / 8) child.kill('SIGKILL')
        }, 20)
        child.on('exit', () => clearInterval(poll))
      },
    })
    expect(linesOf(cut).length).toBeLessThan(rows.length)
    await sifaka([...args, 'cut.jsonl', '--resume'], { cwd })
    expect(textsOf(cut)).toEqual(textsOf(folder.path('whole.jsonl')))
    expect([...textsOf(cut).values()].filter(({ outcome }) => outcome === 'accepted').length).toBeGreaterThan(
      4,
    )
  },
  isLong ? 900_000 : 180_000,
)
