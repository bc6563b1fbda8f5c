/** If one call in twenty fails, a batch takes longer, and its results are the same. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { startSimServer, type SimServer } from '../../src/sim/server/server.ts'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

/** `PROMPTS=10000 npx vitest run test/integration/faults.test.ts` takes some minutes. */
const PROMPTS = Number(process.env['PROMPTS'] ?? 300)

const folder = temporaryFolder()
let server: SimServer
beforeAll(async () => {
  const faults = (['server-error', 'reset', 'rate-limit'] as const).map((kind) => ({ kind, share: 0.05 / 3 }))
  server = await startSimServer({
    port: 0,
    profile: simProfileSchema.parse({
      faults,
      latency: { firstTokenMs: 5 },
      draftWords: 30,
      firstDraftPass: 0.7,
    }),
  })
})
afterAll(() => server.close())

interface Stored {
  readonly id: string
  readonly outcome: string
  readonly usage: Readonly<Record<string, number>>
}

it('of calls that fail at random none costs a prompt, none is paid twice, and every token is accounted for', async () => {
  folder.write(
    'prompts.txt',
    Array.from({ length: PROMPTS }, (_, index) => `Write about topic ${index}\n`).join(''),
  )
  const out = folder.path('out.jsonl')
  const job = ['--max-words', '40', '-m', 'openai:writer', '-n', '8', '-j', 'auto', '--no-stream']
  // Copies of slow calls would be paid for, too.
  const { code, stderr } = await sifaka(['batch', folder.path('prompts.txt'), ...job, '-q', '-o', out], {
    env: { OPENAI_API_KEY: 'sk-simulated', OPENAI_BASE_URL: `${server.url}/v1`, SIFAKA_HEDGE: 'off' },
  })
  expect(stderr).toBe('')
  expect([0, 1]).toContain(code)
  const records = readFileSync(out, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Stored)
  expect(new Set(records.map(({ id }) => id)).size).toBe(PROMPTS)
  expect(records).toHaveLength(PROMPTS)
  expect(records.filter(({ outcome }) => outcome === 'failed')).toEqual([])
  const sum = (key: string) => records.reduce((total, { usage }) => total + (usage[key] ?? 0), 0)
  const { answers, inputTokens, outputTokens, byStatus } = server.ledger()
  expect(sum('calls')).toBe(answers)
  expect(sum('inputTokens')).toBe(inputTokens)
  expect(sum('outputTokens')).toBe(outputTokens)
  expect(sum('retries')).toBeGreaterThan(PROMPTS * 0.05)
  if (process.env['PROMPTS'])
    process.stderr.write(
      `${JSON.stringify({ prompts: PROMPTS, calls: answers, retries: sum('retries'), byStatus })}\n`,
    )
}, 1_200_000)
