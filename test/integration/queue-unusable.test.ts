/** Queues and settings that `batch --queue` and `worker` refuse before they do anything. */
import type { ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { Redis } from 'ioredis'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startRedis } from '../helpers/servers/redis.ts'

const redis = await startRedis({ own: true })
const url = redis?.url ?? ''
const folder = temporaryFolder()
const client = redis ? new Redis(url) : undefined
afterAll(async () => {
  client?.disconnect()
  await redis?.stop()
})

describe.skipIf(!redis)('a queue that cannot be used', () => {
  const listening: Server[] = []
  afterAll(() => listening.forEach((each) => each.close()))
  /** A Redis that only describes itself, and gives the same reply to all other commands. */
  const describedAs = (info: string, reply = '+OK'): Promise<string> => {
    const fake = createServer((socket) => {
      socket.on('data', (data) => {
        const commands = data
          .toString()
          .toLowerCase()
          .split(/^\*\d+\r\n/m)
        for (const command of commands.slice(1)) {
          socket.write(command.includes('info') ? `$${info.length}\r\n${info}\r\n` : `${reply}\r\n`)
        }
      })
      socket.on('error', () => undefined)
    })
    listening.push(fake)
    return new Promise((resolve) => {
      fake.listen(0, '127.0.0.1', () => resolve(`redis://127.0.0.1:${(fake.address() as AddressInfo).port}`))
    })
  }
  const rows = folder.write('2.txt', 'One\nTwo\n')
  const both = ['batch', 'worker'] as const
  const run = (command: (typeof both)[number], at: string) =>
    sifaka([command, ...(command === 'batch' ? [rows, '-m', 'sim:writer'] : []), '--queue', at])

  it.each(both)('%s: ends with 2 if Redis may delete jobs, or is too old', async (command) => {
    await client?.config('SET', 'maxmemory-policy', 'allkeys-lru')
    const evicting = await run(command, url)
    await client?.config('SET', 'maxmemory-policy', 'noeviction')
    expect(evicting.code).toBe(2)
    expect(evicting.stderr).toContain('CONFIG SET maxmemory-policy noeviction')
    const old = await run(
      command,
      await describedAs('redis_version:5.0.14\r\nmaxmemory_policy:noeviction\r\n'),
    )
    expect(old.code).toBe(2)
    expect(old.stderr).toContain('is Redis 5.0.14')
  })

  it.each(both)('%s: ends with 3 if Redis still loads its data, and says so', async (command) => {
    const { code, stderr } = await run(command, await describedAs('loading:1', '-LOADING the dataset'))
    expect(code).toBe(3)
    expect(stderr).toMatch(/cannot use the queue redis \S+: it is still loading its data/)
  })

  it.each([['--validator', 'command:run=true'], ['--validator', 'distinct'], ['--stream'], ['--docs', '.']])(
    '%s %s is refused, and nothing is written',
    async (...flags) => {
      const output = folder.path('refused.jsonl')
      const args = [rows, '-m', 'sim:writer', ...flags, '-o', output]
      const { code, stderr } = await sifaka(['batch', ...args, '--queue', url])
      expect(code).toBe(2)
      expect(stderr).toContain('--queue')
      expect(() => folder.read('refused.jsonl')).toThrow('ENOENT')
    },
  )

  it('a worker needs a queue', async () => {
    const { code, stderr } = await sifaka(['worker'])
    expect(code).toBe(2)
    expect(stderr).toContain('SIFAKA_QUEUE')
  })
})

describe.skipIf(!redis)('a batch by queue that cannot start', () => {
  it('ends at once if another process writes to its output', async () => {
    const rows = folder.write('locked.txt', 'One\nTwo\n')
    const args = ['batch', rows, '-m', 'sim:writer', '-o', folder.path('locked.jsonl'), '--queue', url]
    let first: ChildProcess | undefined
    const holdsTheLock = new Promise<void>((resolve) => {
      const started = (child: ChildProcess) => {
        first = child
        // There is no worker, so this batch waits.
        child.stderr?.on('data', (text: string) => {
          if (text.includes('no worker is connected')) resolve()
        })
      }
      void sifaka(args, { started })
    })
    await holdsTheLock
    const { code, stderr } = await sifaka([...args, '--force'])
    first?.kill('SIGKILL')
    expect(code).toBe(2)
    expect(stderr).toContain('is in use by process')
  })
})
