import { afterAll, expect, it } from 'vitest'
import { Redis } from 'ioredis'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startQueueWorker } from '../helpers/queue-worker.ts'
import { startRedis } from '../helpers/servers/redis.ts'

const redis = await startRedis({ own: true })
const folder = temporaryFolder()
const client = redis ? new Redis(redis.url) : undefined
afterAll(async () => {
  client?.disconnect()
  await redis?.stop()
})

it.skipIf(!redis)('a worker warns of a batch that another version of sifaka has started', async () => {
  const rows = `{"prompt":"One"}\n{"prompt":"Two","validators":["length:max=900"]}\n`
  const queue = ['--queue', redis?.url ?? '']
  const args = [folder.write('in.jsonl', rows), '-m', 'sim:writer', '--no-critics', '--no-store', ...queue]
  const batch = sifaka(['batch', ...args])
  let run: string | undefined
  while (run === undefined)
    run = (await client?.keys('sifaka:run:*'))?.find((key) => /^[^:]+:run:[^:]+$/.test(key))
  await client?.hset(run, 'version', '9.9.9')
  const worker = startQueueWorker([], { SIFAKA_QUEUE: redis?.url ?? '' })
  const { code } = await batch
  expect(code).toBe(0)
  expect(worker.stderr()).toMatch(/this worker is sifaka \d\S+, but a batch was started by sifaka 9\.9\.9/)
  expect(worker.stderr().match(/9\.9\.9/g)).toHaveLength(1)
  await worker.end('SIGKILL')
})
