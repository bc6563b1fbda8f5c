/** A Redis that refuses what `batch --queue` and `worker` send: it needs another password, or its memory is full. */
import { Redis } from 'ioredis'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startQueueWorker, type WorkerProcess } from '../helpers/queue-worker.ts'
import { startRedis } from '../helpers/servers/redis.ts'

const PASSWORD = 'canary-password-1'
const OTHER = 'canary-password-2'
const redis = await startRedis({ own: true })
const { host } = new URL(redis?.url ?? 'redis://127.0.0.1:1')
const url = `redis://:${PASSWORD}@${host}`
const client = redis ? new Redis(redis.url) : undefined
await client?.config('SET', 'requirepass', PASSWORD)
const folder = temporaryFolder()
afterAll(async () => {
  client?.disconnect()
  await redis?.stop()
})

const started: WorkerProcess[] = []
const worker = (): WorkerProcess => {
  const process = startQueueWorker([], { SIFAKA_QUEUE: url })
  started.push(process)
  return process
}
afterEach(async () => {
  for (const each of started.splice(0)) await each.end('SIGKILL')
})

const config = folder.write(
  'slow.json',
  JSON.stringify({
    model: 'sim:writer',
    critics: [],
    cache: false,
    store: false,
    providers: { sim: { latency: { firstTokenMs: 400, spread: 0 } } },
  }),
)
const rows = folder.write('40.txt', Array.from({ length: 40 }, (_, row) => `Topic ${row}\n`).join(''))
const batch = (name: string, ...more: string[]) =>
  sifaka(['batch', rows, '--config', config, '-j', '5', '-o', folder.path(name), ...more], {
    env: { SIFAKA_QUEUE: url },
  })
const resultsIn = (name: string) =>
  new Set(
    folder
      .read(name)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).index),
  )

const inTime = { timeout: 120_000, interval: 20 }
/** Resolves when the workers are at work. */
const hasResults = (name: string) => vi.waitFor(() => expect(resultsIn(name).size).toBeGreaterThan(0), inTime)
const says = ({ stderr }: WorkerProcess, text: string) =>
  vi.waitFor(() => expect(stderr()).toContain(text), inTime)

describe.skipIf(!redis)('a Redis that refuses commands', () => {
  it.each([
    [`redis://${host}`, 'it requires a password'],
    [`redis://:wrong-password@${host}`, 'the user or the password in the address is wrong'],
    [`${url}/99`, 'it has no database with the number in the address'],
  ])('at the start, for %s, ends a worker with 3 and the reason', async (address, reason) => {
    const { code, stderr } = await sifaka(['worker'], { env: { SIFAKA_QUEUE: address } })
    expect(code).toBe(3)
    expect(stderr).toContain(reason)
    expect(stderr).toContain('redis://HOST:PORT')
  })

  it('after its password was changed, is waited for until it takes the old one again', async () => {
    const busy = worker()
    await busy.ready
    const running = batch('password.jsonl')
    await hasResults('password.jsonl')
    await client?.config('SET', 'requirepass', OTHER)
    await client?.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    await says(busy, 'the user or the password in the address is wrong')
    await client?.config('SET', 'requirepass', PASSWORD)
    const { code, stderr } = await running
    expect(code, stderr).toBe(0)
    expect(resultsIn('password.jsonl').size).toBe(40)
    expect(busy.child.exitCode).toBeNull()
    expect(stderr + busy.stderr()).not.toContain('canary')
  })

  it('because its memory is full, is named once by the worker, and no prompt is lost', async () => {
    const busy = worker()
    await busy.ready
    const running = batch('full.jsonl')
    await hasResults('full.jsonl')
    await client?.config('SET', 'maxmemory', '1')
    await says(busy, 'its memory is full (maxmemory)')
    await client?.config('SET', 'maxmemory', '0')
    const { code, stderr } = await running
    // A batch that has prompts to add to the queue meanwhile stops, and can be resumed.
    if (code !== 0) {
      expect(stderr).toContain('its memory is full (maxmemory)')
      expect(stderr).not.toContain('0 done')
      expect((await batch('full.jsonl', '--resume')).code).toBe(0)
    }
    expect(resultsIn('full.jsonl').size).toBe(40)
    expect(busy.stderr().match(/refuses results.*its memory is full \(maxmemory\)/g)).toHaveLength(1)
  })

  it('because its memory is full from the start, ends a batch with 3', async () => {
    await client?.config('SET', 'maxmemory', '1')
    const { code, stderr } = await batch('never.jsonl')
    await client?.config('SET', 'maxmemory', '0')
    expect(code).toBe(3)
    expect(stderr).toContain('its memory is full (maxmemory)')
  })
})
