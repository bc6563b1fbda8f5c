/** A PostgreSQL server that refuses connections because it is starting up. */
import { createServer, connect, type AddressInfo } from 'node:net'
import { afterAll, expect, it } from 'vitest'
import { openPostgresqlStore } from '../../src/storage/postgresql.ts'
import { startPostgres } from '../helpers/servers/postgres.ts'
import { chainOf, thought } from './thoughts.ts'

const server = await startPostgres()
afterAll(() => server?.stop())

/** What a server sends that is starting up: an ErrorResponse with the code 57P03. */
const fields = ['SFATAL', 'VFATAL', 'C57P03', 'Mthe database system is starting up', '']
const body = Buffer.from(fields.map((field) => `${field}\0`).join(''))
const refusal = Buffer.concat([Buffer.from('E'), Buffer.alloc(4), body])
refusal.writeInt32BE(body.length + 4, 1)

/** Stands before the server. It refuses this many connections before it passes one on. */
async function openGate(address: URL, refusals: number) {
  let left = refusals
  const gate = createServer((client) => {
    client.on('error', () => undefined)
    if (left-- > 0) return client.once('data', () => client.end(refusal))
    const upstream = connect(Number(address.port), address.hostname)
    upstream.on('error', () => client.destroy())
    client.on('close', () => upstream.destroy())
    return client.pipe(upstream).pipe(client)
  })
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve))
  const url = new URL(address)
  url.host = `127.0.0.1:${(gate.address() as AddressInfo).port}`
  return {
    url: url.href,
    refuse: (count: number) => void (left = count),
    isPassing: () => left <= 0,
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

it.skipIf(!server)(
  'is waited for in mid-run',
  async () => {
    const gate = await openGate(new URL(server?.url ?? ''), 0)
    const { signal } = new AbortController()
    const store = await openPostgresqlStore({ url: gate.url, patienceMs: 20_000, signal })
    gate.refuse(8)
    await store.append(chainOf([thought({ id: 'waited' })]))
    expect(gate.isPassing()).toBe(true)
    expect(await store.get('waited', 10)).toHaveLength(1)
    await store.close()
    gate.close()
  },
  30_000,
)
