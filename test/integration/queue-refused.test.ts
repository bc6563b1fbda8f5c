/** A Redis that refuses what `batch --queue` and `worker` send: it needs another password, or its memory is full. */
import { Redis } from 'ioredis'
import { afterAll, describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startRedis } from '../helpers/servers/redis.ts'

const PASSWORD = 'canary-password-1'
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
const batch = (name: string) =>
  sifaka(['batch', rows, '--config', config, '-j', '5', '-o', folder.path(name)], {
    env: { SIFAKA_QUEUE: url },
  })
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

  it('because its memory is full from the start, ends a batch with 3', async () => {
    await client?.config('SET', 'maxmemory', '1')
    const { code, stderr } = await batch('never.jsonl')
    await client?.config('SET', 'maxmemory', '0')
    expect(code).toBe(3)
    expect(stderr).toContain('its memory is full (maxmemory)')
  })
})
