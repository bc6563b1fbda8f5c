/** An abort ends a call at once, in every phase, and leaves nothing behind. */
import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createHttpPool, type HttpPool } from '../../../src/providers/http/lazy-pool.ts'
import { loopback, sendJson, type Loopback } from '../loopback.ts'

let server: Loopback
let pool: HttpPool
beforeEach(async () => {
  server = await loopback()
  pool = createHttpPool({ env: {}, connections: 1 })
})
afterEach(async () => {
  await pool.close()
  await server.close()
})

const enough = new Error('enough')

it('an abort before sending rejects the call', async () => {
  const signal = AbortSignal.abort(enough)
  await expect((await pool.fetch())(server.origin, { signal })).rejects.toBe(enough)
  expect(server.connections()).toBe(0)
})

it('an abort while connecting rejects the call', async () => {
  const controller = new AbortController()
  const call = (await pool.fetch())(server.origin, { signal: controller.signal })
  controller.abort(enough)
  await expect(call).rejects.toBe(enough)
  expect(server.received).toHaveLength(0)
})

it('an abort while waiting for a free connection rejects the call', async () => {
  const fetch = await pool.fetch()
  const reached = new Promise<() => void>((resolve) => {
    server.reply = (response) => resolve(() => sendJson(response, {}))
  })
  const first = fetch(server.origin)
  const controller = new AbortController()
  const second = fetch(server.origin, { signal: controller.signal })
  const answer = await reached
  controller.abort(enough)
  await expect(second).rejects.toBe(enough)
  answer()
  expect((await first).status).toBe(200)
  await (await first).text()
  server.reply = (response) => sendJson(response, {})
  expect((await fetch(server.origin)).status).toBe(200)
  expect(server.received).toHaveLength(2)
})

it('an abort before the response rejects the call and closes the connection', async () => {
  const controller = new AbortController()
  const hungUp = new Promise((resolve) => {
    server.reply = (response) => {
      response.on('close', resolve)
      controller.abort(enough)
    }
  })
  await expect((await pool.fetch())(server.origin, { signal: controller.signal })).rejects.toBe(enough)
  await hungUp
})

it('an abort in the middle of the response rejects its reader and closes the connection', async () => {
  const controller = new AbortController()
  const hungUp = new Promise((resolve) => {
    server.reply = (response) => {
      response.on('close', resolve)
      response.writeHead(200).write('{')
    }
  })
  const response = await (await pool.fetch())(server.origin, { signal: controller.signal })
  const text = response.text()
  controller.abort(enough)
  await expect(text).rejects.toBe(enough)
  await hungUp
})

it('1000 calls leave no listener on their signal', async () => {
  const fetch = await pool.fetch()
  const { signal } = new AbortController()
  for (let call = 0; call < 1000; call++) {
    const response = await fetch(server.origin, { signal })
    await response.text()
  }
  // The last call removes its listener one turn after its response.
  await new Promise(setImmediate)
  expect(getEventListeners(signal, 'abort')).toEqual([])
  expect(server.connections()).toBe(1)
})
