/** `batch --queue` and `worker`, as processes of their own, with a real Redis. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Redis } from 'ioredis'
import { sifaka, type Ran } from '../helpers/command.ts'
import { readExposition } from '../helpers/exposition.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startQueueWorker, type WorkerProcess } from '../helpers/queue-worker.ts'
import { startRedis } from '../helpers/servers/redis.ts'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { startSimServer, type SimServer } from '../../src/sim/server/server.ts'

const redis = await startRedis({ own: true })
const url = redis?.url ?? ''
const folder = temporaryFolder()
const client = redis ? new Redis(url) : undefined

let server: SimServer
beforeAll(async () => {
  const profile = simProfileSchema.parse({ latency: { firstTokenMs: 150 }, firstDraftPass: 1 })
  server = await startSimServer({ port: 0, profile })
})
afterAll(async () => {
  client?.disconnect()
  await server.close()
  await redis?.stop()
})

const started: WorkerProcess[] = []
function worker(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): WorkerProcess {
  const openai = { OPENAI_API_KEY: 'sk-canary-key-of-the-worker', OPENAI_BASE_URL: `${server.url}/v1` }
  const process = startQueueWorker(args, { SIFAKA_QUEUE: url, ...openai, ...env })
  started.push(process)
  return process
}
afterEach(async () => {
  for (const each of started.splice(0)) await each.end('SIGKILL')
})

const input = (count: number): string =>
  folder.write(`${count}.txt`, Array.from({ length: count }, (_, row) => `Topic ${row}\n`).join(''))
const batch = (args: readonly string[], options: Parameters<typeof sifaka>[1] = {}): Promise<Ran> =>
  sifaka(['batch', ...args], options)
const byQueue = ['--queue', url] as const

/** Without what differs between equal runs. */
const lasting = ({ records }: Ran) =>
  records().map((record) => ({ ...record, durationMs: undefined, thoughtId: undefined }))

describe.skipIf(!redis)('a batch by queue', () => {
  it('keeps one limit of requests with all its workers together', async () => {
    for (let count = 0; count < 3; count++) worker(['-j', '20'])
    const before = server.ledger().requests
    const model = ['-m', 'openai:writer', '--no-critics', '-n', '1', '--rpm', '600']
    const startedMs = performance.now()
    const ran = await batch([input(60), ...byQueue, ...model, '--no-cache', '--no-store'])
    const seconds = (performance.now() - startedMs) / 1000
    expect(ran.code, ran.stderr).toBe(0)
    // Ten requests a second, after the first ones that may be sent at once.
    const sent = server.ledger().requests - before
    expect(sent).toBeGreaterThanOrEqual(60)
    expect(sent / seconds).toBeLessThan(12)
  })

  it('shows the metrics of a worker to Prometheus', async () => {
    const { ready, stderr } = worker(['-j', '3', '--metrics-port', '0'])
    await ready
    const [, metrics = ''] = /metrics on (http:\S+)/.exec(stderr()) ?? []
    const ran = await batch([input(6), ...byQueue, '-m', 'openai:writer', '--no-critics', '-n', '1'])
    expect(ran.code, ran.stderr).toBe(0)
    const text = await (await fetch(metrics)).text()
    expect(readExposition(text).sum('sifaka_prompts_total')).toBe(6)
    expect(text).not.toContain('canary')
  })

  it('gives the results of a local batch, in order, and leaves nothing of the rows in Redis', async () => {
    worker(['-j', '3'])
    const model = [
      '-m',
      'sim:writer',
      '--seed',
      '7',
      '--no-cache',
      '--min-words',
      '40',
      '--critic',
      'reflexion',
    ]
    const reports = [folder.path('local.json'), folder.path('queued.json')] as const
    const local = await batch([input(12), ...model, '--report', reports[0]])
    const queued = await batch([input(12), ...model, '--report', reports[1], ...byQueue])
    const [inLocal, inQueued] = reports.map((path) => Object(JSON.parse(readFileSync(path, 'utf8'))))
    const counts = ({ calls, inputTokens, outputTokens, costUsd, model: name }: Record<string, unknown>) =>
      JSON.stringify([name, calls, inputTokens, outputTokens, costUsd])
    expect(inQueued.models.map(counts)).toEqual(inLocal.models.map(counts))
    expect(inQueued.quality.passByIteration).toEqual(inLocal.quality.passByIteration)
    expect(queued.stderr).toContain(`workers on the queue redis ${new URL(url).host} do the work`)
    expect(queued.code).toBe(local.code)
    expect(lasting(queued)).toEqual(lasting(local))
    const keys = (await client?.keys('sifaka:*')) ?? []
    expect(keys.filter((key) => /^sifaka:(job|queue:[0-9a-f]{16})/.test(key))).toEqual([])
  })

  it('takes what was finished after the batch was killed, and pays for no answer twice', async () => {
    const output = folder.path('killed.jsonl')
    const args = [input(20), '-m', 'openai:writer', '--no-critics', '-o', output, ...byQueue]
    const before = server.ledger().requests
    const killed = batch(args, {
      // Killed when the jobs are in the queue, where no worker has taken them yet.
      started: (child) =>
        void (async () => {
          while ((await client?.llen('sifaka:queue:wait')) !== 20) await new Promise(setImmediate)
          child.kill('SIGKILL')
          worker(['-j', '4'])
        })(),
    })
    expect((await killed).code).toBeNull()
    const { code, stderr } = await batch([...args, '--resume'])
    expect(stderr).not.toContain('bug')
    expect(code).toBe(0)
    expect(folder.read('killed.jsonl').trim().split('\n')).toHaveLength(20)
    expect(server.ledger().requests - before).toBe(20)
  })

  it('gets back the rows of a worker that is stopped, and goes on from their calls', async () => {
    const first = worker(['-j', '4'])
    const before = server.ledger().requests
    const running = batch([input(24), '-m', 'openai:writer', '--critic', 'reflexion', ...byQueue])
    await first.ready
    while (server.ledger().answers - before < 10) await new Promise((resolve) => setTimeout(resolve, 20))
    worker(['-j', '4'])
    expect(await first.end('SIGTERM')).toBe(143)
    const { records } = await running
    expect(records()).toHaveLength(24)
    const calls = records().reduce((sum, { usage }) => sum + Number(Object(usage).calls), 0)
    expect(server.ledger().requests - before).toBe(calls)
  })

  it('stops at the budget of the batch, whatever the number of workers', async () => {
    worker(['-j', '4'])
    worker(['-j', '4'])
    const prices = folder.write('prices.json', { 'openai:writer': { input: 1000, output: 1000 } })
    const money = ['--prices', prices, '--max-cost', '5', '--max-tokens', '300']
    const output = folder.path('budget.jsonl')
    const rows = [input(40), '-m', 'openai:writer', '--no-critics', '-o', output]
    const { code, stderr } = await batch([...rows, ...money, ...byQueue])
    expect(code).toBe(4)
    expect(stderr).toMatch(/resume with:\n.*--max-cost/)
    const lines = folder.read('budget.jsonl').trim().split('\n')
    const costs = lines.map((line) => Number(Object(JSON.parse(line)).usage.costUsd))
    expect(costs.length).toBeGreaterThan(1)
    expect(costs.reduce((sum, cost) => sum + cost, 0)).toBeLessThanOrEqual(5)
  })

  it('quarantines a row that ends its workers, and finishes the others', async () => {
    const poisoned = createServer((request, response) => {
      let body = ''
      request.on('data', (text: Buffer) => (body += text.toString()))
      request.on('end', () => {
        if (body.includes('Poison')) {
          restart()
          return
        }
        const message = { role: 'assistant', content: 'A text.' }
        const usage = { prompt_tokens: 1, completion_tokens: 1 }
        const choices = [{ index: 0, message, finish_reason: 'stop' }]
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ id: 'x', model: 'writer', choices, usage }))
      })
    })
    await new Promise<void>((resolve) => poisoned.listen(0, '127.0.0.1', resolve))
    const env = { OPENAI_BASE_URL: `http://127.0.0.1:${(poisoned.address() as AddressInfo).port}/v1` }
    const deaths: WorkerProcess[] = []
    const restart = () => {
      for (const each of started) if (each.child.kill('SIGKILL')) deaths.push(each)
      worker(['-j', '3'], env)
    }
    worker(['-j', '3'], env)
    const rows = folder.write('poison.txt', 'One\nPoison\nTwo\nThree\nFour\n')
    const { code, records } = await batch([rows, '-m', 'openai:writer', '--no-critics', ...byQueue])
    poisoned.close()
    expect(code).toBe(3)
    const outcomes = records().map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['accepted', 'failed', 'accepted', 'accepted', 'accepted'])
    expect(records()[1]?.['error']).toMatchObject({ code: 'quarantined' })
    // The provider may bill the calls that were in flight when the workers died.
    expect(records()[1]?.['usage']).toMatchObject({ wasted: { attempts: 3 } })
  })

  it('names the worker that lacks a key, and sends no key through the queue', async () => {
    worker([], { OPENAI_API_KEY: '' })
    const { code, stderr } = await batch([input(2), '-m', 'openai:writer', ...byQueue])
    expect(code).toBe(2)
    expect(stderr).toMatch(/the worker \S+:\d+ cannot work on this batch: .*OPENAI_API_KEY/)
    const dump = await client?.monitor()
    const seen: string[] = []
    dump?.on('monitor', (_: unknown, words: string[]) => seen.push(words.join(' ')))
    worker()
    await batch([input(2), '-m', 'openai:writer', '--no-critics', ...byQueue])
    dump?.disconnect()
    expect(seen.join('\n')).toContain('Topic 1')
    expect(seen.join('\n')).not.toContain('sk-canary')
  })

  it('takes a password from the environment, and shows it nowhere', async () => {
    const secret = `redis://default:canary-password@${new URL(url).host}`
    await client?.config('SET', 'requirepass', 'canary-password')
    worker([], { SIFAKA_QUEUE: secret })
    const [report, events, output] = ['r.json', 'e.ndjson', 'o.jsonl'].map(folder.path)
    const files = ['--report', report ?? '', '--events', events ?? '', '-o', output ?? '']
    const env = { SIFAKA_QUEUE: secret }
    const shown = await sifaka(['config', 'show'], { env })
    const { code, stdout, stderr } = await batch([input(3), '-m', 'sim:writer', '-v', ...files], { env })
    await client?.config('SET', 'requirepass', '')
    expect(code).toBe(0)
    expect(shown.stdout).toContain(new URL(url).host)
    const written = files.filter((_, index) => index % 2 === 1).map((path) => readFileSync(path, 'utf8'))
    expect([stdout, stderr, shown.stdout, ...written].join('\n')).not.toContain('canary')
  })

  it('doctor asks the Redis of the queue', async () => {
    const found = await sifaka(['doctor'], { env: { SIFAKA_QUEUE: url } })
    expect(found.stdout).toMatch(/ok {4}the queue redis 127\.0\.0\.1:\d+ answers \(Redis \d+/)
    const lost = await sifaka(['doctor'], { env: { SIFAKA_QUEUE: 'redis://127.0.0.1:1' } })
    expect(lost.stdout).toMatch(/mend {2}cannot reach the queue redis 127\.0\.0\.1:1/)
    expect(lost.code).toBe(1)
  })

  it('says that there is no worker', async () => {
    const { code, stderr } = await batch([input(1), '-m', 'sim:writer', '--deadline', '8s', ...byQueue])
    expect(stderr).toContain('no worker is connected to the queue')
    expect(code).toBe(4)
  })
})
