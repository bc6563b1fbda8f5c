/** `sifaka serve` outlives an outage of its store. */
import { afterAll, expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { post, serve } from '../helpers/served.ts'
import { startPostgres } from '../helpers/servers/postgres.ts'

const postgres = await startPostgres({ own: true })
afterAll(() => postgres?.stop())

it.skipIf(!postgres)('refuses unpaid work while the store is down, and loses nothing', async () => {
  const env = {
    SIFAKA_STORE: JSON.stringify({ name: 'postgresql', url: postgres?.url, patience: '1s' }),
  }
  const args = ['--model', 'sim:writer', '--no-critics', '--no-cache']
  const served = await serve(args, { env })
  const ask = async (headers = {}) => {
    const response = await post(`${served.url}/v1/improve`, { prompt: 'Write about rain' }, headers)
    const { usage } = (await response.json()) as { usage?: { calls: number } }
    return {
      status: response.status,
      calls: usage?.calls,
      retryAfter: response.headers.get('retry-after'),
    }
  }
  const health = async () => (await fetch(`${served.url}/health`)).status
  expect(await ask()).toMatchObject({ status: 200 })
  await postgres?.kill?.()
  // Paid before the fault was known; SDKs do not repeat it.
  expect(await ask()).toMatchObject({ status: 503, retryAfter: null })
  expect(await ask()).toMatchObject({ status: 503, retryAfter: '5' })
  expect(await ask({ prefer: 'respond-async' })).toMatchObject({ status: 503, retryAfter: '5' })
  expect(await health()).toBe(503)
  await postgres?.start?.()
  await expect.poll(health, { timeout: 20_000, interval: 200 }).toBe(200)
  expect(await ask()).toMatchObject({ status: 200 })
  const { stderr } = await served.stop()
  expect(stderr.match(/refusing requests until it works/g)).toHaveLength(1)
  expect(stderr).toContain('the store works again')
  const stored = (await sifaka(['thoughts', 'export'], { env })).records()
  expect(stored).toHaveLength(3)
  expect(await sifaka(['thoughts', 'verify'], { env })).toMatchObject({ code: 0 })
})
