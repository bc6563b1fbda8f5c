/**
 * What the service adds to the time of a call, with many clients at once. LONG=1 sends the load of 200 clients for 30 s
 * and limits the added time, for which the machine must be idle.
 */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { startSimServer } from '../../src/sim/server/server.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { post, serve } from '../helpers/served.ts'

const isLong = process.env['LONG'] !== undefined
const CLIENTS = isLong ? 200 : 20
const LATENCY_MS = isLong ? 1000 : 200
const DURATION_MS = isLong ? 30_000 : 1000
const DIRECT_CLIENTS = 10
const MAX_ADDED_MS = 50

const folder = temporaryFolder()
const profile = { latency: { firstTokenMs: LATENCY_MS, spread: 0 } }

/** Lets each client send one request after the other; the times of all requests, sorted. */
async function load(url: string, clients: number, model: string): Promise<number[]> {
  const times: number[] = []
  const endMs = performance.now() + DURATION_MS
  const client = async (name: number) => {
    for (let sent = 0; performance.now() < endMs; sent++) {
      const startedMs = performance.now()
      const messages = [{ role: 'user', content: `Write about topic ${name} ${sent}` }]
      const response = await post(`${url}/v1/chat/completions`, { model, messages }, authorization)
      const text = await response.text()
      expect(response.status, text).toBe(200)
      times.push(performance.now() - startedMs)
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, name) => client(name)))
  return times.toSorted((one, other) => one - other)
}
const authorization = { authorization: 'Bearer sk-simulated' }
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(share * sorted.length)] ?? NaN

const promise = isLong ? `, and adds less than ${MAX_ADDED_MS} ms to 99 of 100 calls` : ''
it(`answers many clients at once without an error${promise}`, async () => {
  const settings = {
    model: 'sim:writer',
    critics: [],
    cache: false,
    providers: { sim: profile },
  }
  const store = { name: 'sqlite', path: folder.path('thoughts.db') }
  const served = await serve(['--config', folder.write('load.json', JSON.stringify({ ...settings, store }))])
  const direct = await startSimServer({ port: 0, profile: simProfileSchema.parse(profile) })
  try {
    const [through, alone] = await Promise.all([
      load(served.url, CLIENTS, 'default'),
      load(direct.url, DIRECT_CLIENTS, 'writer'),
    ])
    const added = (share: number) => quantile(through, share) - quantile(alone, share)
    if (!isLong) return
    const line = `${through.length} requests, added time p50 ${Math.round(added(0.5))} ms, p99 ${Math.round(added(0.99))} ms`
    process.stderr.write(
      `${line}; load of the machine ${readFileSync('/proc/loadavg', 'utf8').slice(0, 4)}\n`,
    )
    expect(added(0.99)).toBeLessThan(MAX_ADDED_MS)
  } finally {
    await direct.close()
    await served.stop()
  }
})
