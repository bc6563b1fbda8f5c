/**
 * What a batch by queue promises when workers are killed and Redis restarts, and how its time falls with the number of
 * workers. LONG=1 runs the long forms: 600 jobs and 25 kills, and all measurements of time.
 */
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/util/random.ts'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { startSimServer, type SimServer } from '../../src/sim/server/server.ts'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startQueueWorker, type WorkerProcess } from '../helpers/queue-worker.ts'
import { startRedis } from '../helpers/servers/redis.ts'

const isLong = process.env['LONG'] !== undefined
const JOBS = isLong ? 600 : 60
const KILLS = isLong ? 25 : 5
const WORKERS = 4
const JOBS_PER_WORKER = 3
const TIMEOUT_MS = isLong ? 600_000 : 120_000

const redis = await startRedis({ own: true })
const folder = temporaryFolder()
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** The long forms tell what they have measured. */
const tell = (line: string) => void (isLong && process.stderr.write(`${line}\n`))

let server: SimServer
let env: Readonly<Record<string, string>> = {}
async function serve(latencyMs: number): Promise<void> {
  const profile = { latency: { firstTokenMs: latencyMs, spread: 0 }, firstDraftPass: 0.5, obedience: 1 }
  server = await startSimServer({ port: 0, profile: simProfileSchema.parse(profile) })
  env = {
    SIFAKA_QUEUE: redis?.url ?? '',
    OPENAI_API_KEY: 'sk-simulated',
    OPENAI_BASE_URL: `${server.url}/v1`,
    // A copy of a slow call would count as an extra call.
    SIFAKA_HEDGE: 'off',
  }
}
afterAll(() => redis?.stop())

const workers: (WorkerProcess | undefined)[] = []
async function startWorkers(count: number, jobs: number): Promise<void> {
  for (let index = 0; index < count; index++) workers[index] = startQueueWorker(['-j', `${jobs}`], env)
  for (const each of workers) await each?.ready
}
afterEach(async () => {
  for (const each of workers.splice(0)) await each?.end('SIGKILL')
  await server.close()
})

const input = (count: number): string =>
  folder.write(`${count}.txt`, Array.from({ length: count }, (_, row) => `Topic ${row}\n`).join(''))

interface Row {
  readonly id: string
  readonly outcome: string
  readonly usage: { readonly calls: number }
}

/** Runs a batch by queue; `meanwhile` starts once workers answer its prompts. */
async function run(args: readonly string[], meanwhile: () => Promise<void>) {
  const running = sifaka(['batch', ...args, '-m', 'openai:writer', '-q'], { env })
  while (server.ledger().answers === 0) await pause(20)
  await meanwhile()
  const { code, stdout, stderr } = await running
  const rows = stdout.trim().split('\n')
  const records = rows.map((line) => JSON.parse(line) as Row)
  const used = records.reduce((sum, { usage }) => sum + usage.calls, 0)
  return { code, stderr, records, extraCalls: server.ledger().requests - used }
}

describe.skipIf(!redis)('a batch by queue', () => {
  it(
    `has ${JOBS} results, none doubled, after ${KILLS} workers were killed`,
    async () => {
      await serve(150)
      await startWorkers(WORKERS, JOBS_PER_WORKER)
      const chance = seededRandom(15)
      const { code, records, extraCalls, stderr } = await run(
        [input(JOBS), '--critic', 'reflexion', '--max-words', '80'],
        async () => {
          for (let kill = 0; kill < KILLS; kill++) {
            await pause(200 + 1000 * chance())
            const index = Math.floor(WORKERS * chance())
            await workers[index]?.end('SIGKILL')
            workers[index] = startQueueWorker(['-j', `${JOBS_PER_WORKER}`], env)
          }
        },
      )
      expect(stderr).not.toContain('bug')
      expect([0, 1]).toContain(code)
      expect(new Set(records.map(({ id }) => id)).size).toBe(JOBS)
      expect(records).toHaveLength(JOBS)
      expect(records.filter(({ outcome }) => outcome === 'failed')).toEqual([])
      expect(extraCalls).toBeGreaterThanOrEqual(0)
      // A prompt has one call in flight: its draft or its critique.
      expect(extraCalls).toBeLessThanOrEqual(KILLS * JOBS_PER_WORKER)
      tell(`${KILLS} kills: ${extraCalls} extra calls of ${server.ledger().requests}`)
    },
    TIMEOUT_MS,
  )

  it(
    'commits each job once although a worker hung, was taken for dead, and went on',
    async () => {
      await serve(150)
      await startWorkers(2, JOBS_PER_WORKER)
      const { code, records, extraCalls } = await run([input(40), '--no-critics'], async () => {
        workers[0]?.child.kill('SIGSTOP')
        // Longer than the takeover time of 2 s.
        await pause(4000)
        workers[0]?.child.kill('SIGCONT')
      })
      expect(code).toBe(0)
      expect(records).toHaveLength(40)
      expect(new Set(records.map(({ id }) => id)).size).toBe(40)
      expect(extraCalls).toBeLessThanOrEqual(JOBS_PER_WORKER)
    },
    TIMEOUT_MS,
  )

  it(
    'loses no job when Redis is killed and started again',
    async () => {
      await serve(200)
      await startWorkers(2, 4)
      const { code, records } = await run([input(JOBS), '--no-critics'], async () => {
        for (let restart = 0; restart < 2; restart++) {
          await pause(500)
          await redis?.kill?.()
          await pause(1000)
          await redis?.start?.()
        }
      })
      expect(code).toBe(0)
      expect(new Set(records.map(({ id }) => id)).size).toBe(JOBS)
      expect(records).toHaveLength(JOBS)
    },
    TIMEOUT_MS,
  )

  it(
    'sends twice the calls at once with twice the workers, and takes about half the time',
    async () => {
      await serve(isLong ? 2500 : 600)
      const counts = isLong ? [1, 2, 4] : [1, 2]
      const times: number[] = []
      for (const count of counts) {
        await startWorkers(count, 2)
        // A worker loads the provider when its first job arrives.
        await run([input(2 * count), '--no-critics', '--no-cache'], async () => undefined)
        const report = folder.path(`time-${count}.json`)
        const rows = input(isLong ? 48 : 16)
        const { code } = await run(
          [rows, '--no-critics', '--no-cache', '--report', report],
          async () => undefined,
        )
        expect(code).toBe(0)
        times.push(Number(Object(JSON.parse(folder.read(`time-${count}.json`))).summary.wallMs))
        expect(server.ledger().mostInFlight).toBe(2 * count)
        for (const each of workers.splice(0)) await each?.end('SIGTERM')
      }
      if (!isLong) return
      const shares = times.map((ms) => ms / (times[0] ?? 0))
      tell(`time with ${counts.join(', ')} workers: ${times.join(', ')} ms`)
      expect(shares[1]).toBeLessThanOrEqual(0.55)
      expect(shares[2]).toBeLessThanOrEqual(0.3)
    },
    TIMEOUT_MS,
  )
})
