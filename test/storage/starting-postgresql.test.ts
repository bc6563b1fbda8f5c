/** A PostgreSQL server that starts up, or ends a connection in the middle of a transaction. */
import { randomUUID } from 'node:crypto'
import { createServer, connect, type AddressInfo } from 'node:net'
import { afterAll, expect, it } from 'vitest'
import { openPostgresqlStore } from '../../src/storage/postgresql.ts'
import { startPostgres } from '../helpers/servers/postgres.ts'
import { chainOf, thought } from './thoughts.ts'

const server = await startPostgres()
afterAll(() => server?.stop())

/** An ErrorResponse of the protocol. */
function fatalError(code: string, message: string): Buffer {
  const fields = ['SFATAL', 'VFATAL', `C${code}`, `M${message}`, '']
  const body = Buffer.from(fields.map((field) => `${field}\0`).join(''))
  const response = Buffer.concat([Buffer.from('E'), Buffer.alloc(4), body])
  response.writeInt32BE(body.length + 4, 1)
  return response
}
const refusal = fatalError('57P03', 'the database system is starting up')
const shutdown = fatalError('57P01', 'terminating connection due to administrator command')

/**
 * Stands before the server. It refuses this many connections before it passes one on, and ends this many when their
 * transaction has begun.
 */
async function openGate(address: URL, refusals: number) {
  let left = refusals
  let shutdowns = 0
  const gate = createServer((client) => {
    client.on('error', () => undefined)
    if (left-- > 0) return client.once('data', () => client.end(refusal))
    const upstream = connect(Number(address.port), address.hostname)
    upstream.on('error', () => client.destroy())
    client.on('close', () => upstream.destroy())
    upstream.on('data', (answer: Buffer) => {
      const isEnding = shutdowns > 0 && answer.includes('BEGIN')
      if (isEnding) shutdowns--
      // In one write, so that the driver reads both before the next statement.
      client.write(isEnding ? Buffer.concat([answer, shutdown]) : answer)
      if (isEnding) client.end()
    })
    return client.pipe(upstream)
  })
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve))
  const url = new URL(address)
  url.host = `127.0.0.1:${(gate.address() as AddressInfo).port}`
  return {
    url: url.href,
    refuse: (count: number) => void (left = count),
    shutDown: (count: number) => void (shutdowns = count),
    isPassing: () => left <= 0 && shutdowns <= 0,
    close: () => gate.close(),
  }
}

it.skipIf(!server)(
  'is waited for when a store is opened, longer than a server that is not there',
  async () => {
    const gate = await openGate(new URL(server?.url ?? ''), 8)
    const { signal } = new AbortController()
    const store = await openPostgresqlStore({ url: gate.url, patienceMs: 20_000, signal })
    expect(gate.isPassing()).toBe(true)
    await store.close()
    gate.close()
  },
  30_000,
)

it.skipIf(!server).each<[string, (gate: Awaited<ReturnType<typeof openGate>>) => void]>([
  ['it is lost in mid-run', (gate) => gate.refuse(8)],
  ['it ends a connection between two statements of a transaction', (gate) => gate.shutDown(2)],
])(
  'is waited for when %s',
  async (_, disturb) => {
    const gate = await openGate(new URL(server?.url ?? ''), 0)
    const { signal } = new AbortController()
    const store = await openPostgresqlStore({ url: gate.url, patienceMs: 20_000, signal })
    disturb(gate)
    const id = randomUUID()
    await store.append(chainOf([thought({ id })]))
    expect(gate.isPassing()).toBe(true)
    expect(await store.get(id, 10)).toHaveLength(1)
    await store.close()
    gate.close()
  },
  30_000,
)
