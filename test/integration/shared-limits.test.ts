/** Processes of the built program that share the limits of one account through a real Redis. */
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { startSimServer } from '../../src/sim/server/server.ts'
import { sifaka } from '../helpers/command.ts'
import { startRedis } from '../helpers/servers/redis.ts'

const PER_SECOND = 20
const PROCESSES = 4
/** More with LONG=1: at the limit of the provider, each of the two runs then takes 30 s. */
const CALLS = process.env['LONG'] ? 150 : 40
const KEY = 'sk-canary-0123456789'

const redis = await startRedis({ own: true })
afterAll(() => redis?.stop())

async function startServer() {
  const server = await startSimServer({
    port: 0,
    profile: simProfileSchema.parse({
      limits: {
        requestsPerMinute: PER_SECOND * 60,
        // On a busy machine, requests that were sent one after the other arrive together.
        burstSeconds: 3,
        headers: 'none',
        retryAfter: 'none',
      },
      latency: { firstTokenMs: 100 },
    }),
  })
  onTestFinished(() => server.close())
  return server
}

const batchOf = (url: string, sharedLimits: string, name: number) =>
  sifaka(
    [
      'batch',
      '-',
      '--input-format',
      'lines',
      '-m',
      'openai:writer',
      '--no-critics',
      '-n',
      '1',
      '--no-cache',
    ].concat(['--no-store', '-j', '50', '--rpm', String(PER_SECOND * 60), '-q']),
    {
      input: Array.from({ length: CALLS }, (_, index) => `Write about ${name} and ${index}.`).join('\n'),
      env: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${url}/v1`, SIFAKA_SHARED_LIMITS: sharedLimits },
    },
  )

describe.skipIf(!redis)('processes that share their limits', () => {
  it('use one limit of a provider together, with few refused calls', async () => {
    const { url, ledger } = await startServer()
    const runs = await Promise.all(
      Array.from({ length: PROCESSES }, (_, index) => batchOf(url, redis?.url ?? '', index)),
    )
    expect(runs.map(({ code }) => code)).toEqual(runs.map(() => 0))
    const { requests, answers, byStatus } = ledger()
    expect(answers).toBe(PROCESSES * CALLS)
    // Without sharing, a third of the requests would be refused. A busy machine delays single requests.
    expect((byStatus[429] ?? 0) / requests).toBeLessThan(0.06)
  })

  it('go on with their shares when Redis is killed, with one warning and no failed prompt', async () => {
    const own = await startRedis({ own: true })
    onTestFinished(async () => own?.stop())
    const { url, ledger } = await startServer()
    const running = Array.from({ length: PROCESSES }, (_, index) => batchOf(url, own?.url ?? '', index))
    let hasEnded = false
    void Promise.all(running).then(() => (hasEnded = true))
    while (ledger().answers < 2.5 * CALLS && !hasEnded)
      await new Promise((resolve) => setTimeout(resolve, 20))
    expect(hasEnded).toBe(false)
    await own?.kill?.()
    const runs = await Promise.all(running)
    const { requests, answers, byStatus } = ledger()
    expect(runs.map(({ code }) => code)).toEqual(runs.map(() => 0))
    const warnings = runs.map(({ stderr }) => (stderr.match(/shared limits: /g) ?? []).length)
    expect(Math.max(...warnings)).toBe(1)
    expect(answers).toBe(PROCESSES * CALLS)
    // Without a limit, nearly all of the calls that are left would be refused at first.
    expect((byStatus[429] ?? 0) / requests).toBeLessThan(0.25)
  })

  it('start only if Redis can be reached, and never name the key', async () => {
    const down = 'redis://:canary-password@127.0.0.1:1'
    const { code, stderr } = await batchOf('http://127.0.0.1:1', down, 0)
    expect(code).toBe(3)
    expect(stderr).toContain('sharedLimits: cannot reach redis 127.0.0.1:1')
    expect(stderr).not.toContain('canary')
  })
})
