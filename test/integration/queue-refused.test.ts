/** A Redis that refuses what `batch --queue` and `worker` send: the address is wrong, or Redis accepts no writes. */
import { Redis } from 'ioredis'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startQueueWorker, type WorkerProcess } from '../helpers/queue-worker.ts'
import { startRedis } from '../helpers/servers/redis.ts'

const PASSWORD = 'canary-password-1'
const redis = await startRedis({ own: true })
const { host } = new URL(redis?.url ?? 'redis://127.0.0.1:1')
const url = `redis://:${PASSWORD}@${host}`
const client = new Redis(redis?.url ?? '', { lazyConnect: redis === undefined })
if (redis) await client.config('SET', 'requirepass', PASSWORD)
const folder = temporaryFolder()
afterAll(async () => {
  client.disconnect()
  await redis?.stop()
})

const started: WorkerProcess[] = []
const startWorker = async (): Promise<WorkerProcess> => {
  const worker = startQueueWorker(['-j', '100'], { SIFAKA_QUEUE: url })
  started.push(worker)
  await worker.ready
  return worker
}
afterEach(async () => {
  for (const each of started.splice(0)) await each.end('SIGKILL')
  for (const { end } of Object.values(FAULTS)) await end()
})

const settingsWith = (firstTokenMs: number): string =>
  folder.write(
    `${firstTokenMs}.json`,
    JSON.stringify({
      model: 'sim:writer',
      critics: [],
      cache: false,
      store: false,
      providers: { sim: { latency: { firstTokenMs, spread: 0 } } },
    }),
  )
const input = (rows: number): string =>
  folder.write(`${rows}.txt`, Array.from({ length: rows }, (_, row) => `Topic ${row}\n`).join(''))
const batch = (rows: number, latencyMs: number, output: string, ...more: string[]) =>
  sifaka(['batch', input(rows), '-c', settingsWith(latencyMs), '-o', folder.path(output), ...more], {
    env: { SIFAKA_QUEUE: url },
  })
const indexesIn = (output: string): number[] =>
  folder
    .read(output)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).index)

const inTime = { timeout: 120_000, interval: 20 }
const says = ({ stderr }: WorkerProcess, text: string) =>
  vi.waitFor(() => expect(stderr()).toContain(text), inTime)

const closeConnections = () => client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
const isFull = {
  reason: 'its memory is full (maxmemory)',
  begin: () => client.config('SET', 'maxmemory', '1'),
  end: () => client.config('SET', 'maxmemory', '0'),
}
const FAULTS = {
  'its password is changed': {
    reason: 'the user or the password in the address is wrong',
    begin: async () => {
      await client.config('SET', 'requirepass', 'canary-password-2')
      await closeConnections()
    },
    end: () => client.config('SET', 'requirepass', PASSWORD),
  },
  'its memory is full': isFull,
  'it becomes a replica': {
    reason: 'it is a replica, which accepts no writes',
    begin: () => client.call('REPLICAOF', '127.0.0.1', '1'),
    end: () => client.call('REPLICAOF', 'NO', 'ONE'),
  },
  'the user loses the right to write': {
    reason: 'the user in the address lacks the permission for ',
    begin: () => client.call('ACL', 'SETUSER', 'default', '-@write'),
    end: () => client.call('ACL', 'SETUSER', 'default', '+@all'),
  },
}

describe.skipIf(!redis)('a Redis that refuses commands', () => {
  it.each([
    [`redis://${host}`, 'it requires a password'],
    [`redis://:wrong-password@${host}`, 'the user or the password in the address is wrong'],
    [`${url}/99`, 'it has no database with the number in the address'],
    [`redis://reader:${PASSWORD}@${host}`, 'lacks the permission'],
  ])('at the start, for %s, ends batch and worker with 2 and the reason', async (address, reason) => {
    await client.call('ACL', 'SETUSER', 'reader', 'on', `>${PASSWORD}`, '~*', '+@all', '-@write')
    const env = { SIFAKA_QUEUE: address }
    const runs = [['worker'], ['batch', input(2), '-m', 'sim:writer']]
    for (const { code, stderr } of await Promise.all(runs.map((args) => sifaka(args, { env })))) {
      expect(code).toBe(2)
      expect(stderr).toContain(reason)
      expect(stderr).toContain('correct the address in --queue or SIFAKA_QUEUE')
      expect(stderr).not.toContain('canary')
    }
  })

  it.each(Object.entries(FAULTS))(
    'because %s in mid-run, ends a batch with 3, and the worker goes on when it can',
    async (_name, { reason, begin, end }) => {
      const output = `${Math.random()}.jsonl`
      const worker = await startWorker()
      // So few prompts in flight that the fault comes before the end of the batch.
      const running = batch(80, 400, output, '-j', '3')
      await vi.waitFor(() => expect(indexesIn(output)).not.toEqual([]), inTime)
      await begin()
      const { code, stderr } = await running
      expect(code, stderr).toBe(3)
      expect(stderr).toContain(`refuses the batch: ${reason}`)
      expect(stderr).toContain('--resume')
      await says(worker, `refuses the worker, which tries again: ${reason}`)
      await end()
      const resumed = await batch(80, 400, output, '-j', '100', '--resume')
      expect(resumed.code, resumed.stderr).toBe(0)
      expect(indexesIn(output).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 80 }, (_, row) => row))
      await says(worker, 'works again')
      expect(stderr + worker.stderr()).not.toContain('canary')
    },
  )

  it('ends a batch with 3 also if all its prompts are with workers, so that it writes nothing', async () => {
    await startWorker()
    const running = batch(20, 600_000, 'waiting.jsonl')
    await vi.waitFor(async () => expect(await client.llen('sifaka:queue:active')).toBe(20), inTime)
    await isFull.begin()
    const { code, stderr } = await running
    await isFull.end()
    expect(code, stderr).toBe(3)
    expect(stderr).toContain(isFull.reason)
    expect(stderr).not.toContain('Warning')
  })

  it('because its memory is full from the start, ends a batch with 3', async () => {
    await isFull.begin()
    const { code, stderr } = await batch(2, 0, 'never.jsonl')
    await isFull.end()
    expect(code).toBe(3)
    expect(stderr).toContain(isFull.reason)
  })
})
