/** Redis and PostgreSQL that cannot be used when the built program starts. */
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startPostgres } from '../helpers/servers/postgres.ts'
import { startRedis } from '../helpers/servers/redis.ts'

const folder = temporaryFolder()
const CANARY = 'canary-password'
/** From the first connection to the end of the process: the check takes 1 s, the rest is for a busy machine. */
const MAX_MS = 8000

/** When the process opened its first connection, in the time of `performance.now`. */
let connectedMs: number | undefined
const listening: Server[] = []
async function listen(server: Server): Promise<string> {
  server.on('connection', () => (connectedMs ??= performance.now()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  listening.push(server)
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}
afterAll(() => listening.forEach((each) => each.close()))

const locked = await startRedis({ own: true })
afterAll(() => locked?.stop())
const lock = async (): Promise<string> => {
  const { Redis } = await import('ioredis')
  const { host } = new URL(locked?.url ?? '')
  const client = new Redis(`redis://${host}`)
  await client.config('SET', 'requirepass', 'another').catch(() => undefined)
  client.disconnect()
  return host
}

const WRONG_PASSWORD = 'a wrong password'
const silent = await listen(createServer(() => undefined))
const web = await listen(createHttpServer((_, response) => response.end('hello')))
const FAULTS: Readonly<Record<string, string>> = {
  'a refused connection': '127.0.0.1:1',
  'a server that accepts and never answers': silent,
  'a host without an address': 'nowhere.invalid:6379',
  'a server of another protocol': web,
  ...(locked ? { [WRONG_PASSWORD]: await lock() } : {}),
}

const settings = (more: object): string =>
  folder.write(`${Math.random()}.json`, JSON.stringify({ model: 'sim:writer', critics: [], ...more }))
const redisAt = (at: string) => `redis://:${CANARY}@${at}`
const postgresAt = (at: string) => `postgres://user:${CANARY}@${at}/postgres`
/** The arguments of each command that needs a backend; to PostgreSQL, a Redis with a password speaks another protocol. */
const COMMANDS: Readonly<Record<string, (at: string) => readonly string[]>> = {
  'batch --queue': (at) => ['batch', '-', '-m', 'sim:writer', '--queue', redisAt(at)],
  worker: (at) => ['worker', '--queue', redisAt(at)],
  'a cache in Redis': (at) => [
    'improve',
    'Hi',
    '-c',
    settings({ store: false, cache: { layers: [{ name: 'redis', url: redisAt(at) }] } }),
  ],
  'a store in Redis': (at) => [
    'improve',
    'Hi',
    '-c',
    settings({ store: { name: 'redis', url: redisAt(at) } }),
  ],
  'a store in PostgreSQL': (at) => [
    'batch',
    '-',
    '-c',
    settings({ store: { name: 'postgresql', url: postgresAt(at) } }),
  ],
  serve: (at) => [
    'serve',
    '--port=0',
    '-c',
    settings({ store: { name: 'postgresql', url: postgresAt(at) } }),
  ],
  sharedLimits: (at) => ['improve', 'Hi', '-c', settings({ store: false, sharedLimits: redisAt(at) })],
}

/**
 * Each command with a silent server and with a wrong password, each fault with one command; with LONG=1 each command with
 * each fault. A wrong password is a mistake in the settings; for PostgreSQL, that server speaks another protocol.
 */
const cases = Object.entries(FAULTS).flatMap(([fault, at]) =>
  Object.entries(COMMANDS)
    .filter(
      ([command]) => process.env['LONG'] || at === silent || fault === WRONG_PASSWORD || command === 'worker',
    )
    .map(([command, argumentsFor]) => ({
      fault,
      command,
      at,
      args: argumentsFor(at),
      expected: fault === WRONG_PASSWORD && !/serve|PostgreSQL/.test(command) ? 2 : 3,
    })),
)

const postgres = await startPostgres()
afterAll(() => postgres?.stop())

describe('ends in time, says what to do, and hides the password', () => {
  it.each(cases)('with $expected, $command: $fault', async ({ at, args, expected }) => {
    connectedMs = undefined
    const { code, stderr } = await sifaka(args, { input: 'Hi\n' })
    if (connectedMs !== undefined) expect(performance.now() - connectedMs).toBeLessThan(MAX_MS)
    expect(code).toBe(expected)
    expect(stderr).toContain(at)
    // The last line is the cure.
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^ {2}\w+/)
    expect(stderr).not.toContain(CANARY)
  })
  it.skipIf(!postgres)('with 2, for a user or a database that PostgreSQL does not know', async () => {
    const address = new URL(postgres?.url ?? '')
    address.password = CANARY
    const [user, database] = [new URL(address), new URL(address)]
    user.username = 'nobody'
    database.pathname = '/nowhere'
    for (const { href } of [user, database]) {
      const store = { name: 'postgresql', url: href }
      const { code, stderr } = await sifaka(['batch', '-', '-c', settings({ store })], { input: 'Hi\n' })
      expect(code).toBe(2)
      expect(stderr).toContain('does not exist')
      expect(stderr).toContain('correct the user, the password or the database')
      expect(stderr).not.toContain(CANARY)
    }
  })
})
