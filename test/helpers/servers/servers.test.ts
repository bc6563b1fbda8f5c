import { expect, it } from 'vitest'
import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'

it.each([
  ['Redis', startRedis],
  ['PostgreSQL', startPostgres],
])('%s runs for the tests, also after it was killed', async (_, startServer) => {
  const server = await startServer({ own: true })
  await server?.kill?.()
  await server?.start?.()
  await server?.stop()
  expect(server !== undefined || !process.env['CI']).toBe(true)
})
