/** Killed at any moment and resumed, a batch loses nothing and pays for nothing twice. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/util/random.ts'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { startSimServer, type SimServer } from '../../src/sim/server/server.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { sifaka } from '../helpers/command.ts'

const BIN = join(import.meta.dirname, '../../bin/sifaka.js')
/** `KILLS=200 npx vitest run test/integration/kill.test.ts` takes some minutes. */
const KILLS = Number(process.env['KILLS'] ?? 12)
const ROWS = 40
const IN_FLIGHT = 8

const folder = temporaryFolder()
let server: SimServer
beforeAll(async () => {
  const latency = { firstTokenMs: 60, spread: 0.5 }
  server = await startSimServer({
    port: 0,
    profile: simProfileSchema.parse({ latency, firstDraftPass: 0.3, obedience: 0.8 }),
  })
})
afterAll(() => server.close())

const env = () => ({
  OPENAI_API_KEY: 'sk-simulated',
  OPENAI_BASE_URL: `${server.url}/v1`,
  SIFAKA_HEDGE: 'off',
})
const rows = Array.from({ length: ROWS }, (_, index) =>
  JSON.stringify({ id: `r${index}`, prompt: `topic ${index}` }),
)

interface Stored {
  readonly id: string
  readonly usage: { readonly calls: number; readonly inputTokens: number; readonly outputTokens: number }
}

/** Every line must be whole but the last, which a kill may have torn. */
const stored = (path: string): Stored[] =>
  !existsSync(path)
    ? []
    : readFileSync(path, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Stored)

/** Runs until it ends, or is killed after so long. */
const runFor = (args: readonly string[], killAfterMs: number): Promise<'killed' | 'ended'> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: folder.path('.'),
      env: { ...process.env, ...env() },
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    child.on('close', (_, signal) => {
      clearTimeout(timer)
      resolve(signal === 'SIGKILL' ? 'killed' : 'ended')
    })
  })

describe(`killed at ${KILLS} moments`, () => {
  it('leaves one whole record an id, and repeats no more calls than were in flight', async () => {
    const chance = seededRandom(7)
    folder.write('rows.jsonl', `${rows.join('\n')}\n`)
    let kills = 0
    for (let run = 0; kills < KILLS; run++) {
      const before = server.ledger()
      const out = folder.path(`out-${run}.jsonl`)
      const flags = ['-m', 'openai:writer', '--no-stream', '-j', '4', '--max-words', '60', '-q']
      const args = ['batch', folder.path('rows.jsonl'), ...flags, '-o', out]
      let own = 0
      let resume: string[] = []
      while ((await runFor([...args, ...resume], 350 + 1200 * chance())) === 'killed') {
        own++
        if (existsSync(out)) resume = ['--resume']
        stored(out)
        if (own > 6) break
      }
      const { code } = await sifaka([...args, '--resume'], { env: env(), cwd: folder.path('.') })
      expect([0, 1]).toContain(code)
      const records = stored(out)
      expect(records.map(({ id }) => id)).toEqual(rows.map((_, index) => `r${index}`))
      const after = server.ledger()
      const sum = (key: keyof Stored['usage']) => records.reduce((total, { usage }) => total + usage[key], 0)
      const repeated = after.answers - before.answers - sum('calls')
      expect(repeated).toBeGreaterThanOrEqual(0)
      expect(repeated).toBeLessThanOrEqual(own * IN_FLIGHT)
      if (own === 0) {
        expect(after.inputTokens - before.inputTokens).toBe(sum('inputTokens'))
        expect(after.outputTokens - before.outputTokens).toBe(sum('outputTokens'))
      }
      expect(existsSync(folder.path(`.out-${run}.jsonl.sifaka`))).toBe(false)
      kills += own
    }
  }, 600_000)
})
