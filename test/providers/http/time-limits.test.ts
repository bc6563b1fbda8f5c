/** Every wait has its own limit, and an error that names the limit and a remedy. */
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHttpPool } from '../../../src/providers/http/lazy-pool.ts'
import type { PoolOptions } from '../../../src/providers/http/pool.ts'
import { virtualClock } from '../../helpers/virtual-clock.ts'
import { askAt, failure, hello } from '../asking.ts'
import { dialects, spoken } from '../dialects.ts'
import { loopback, sendEvents, sendJson, type Loopback } from '../loopback.ts'

/** Accepts connections and never sends anything. */
let mute: Server
let server: Loopback
beforeEach(async () => {
  server = await loopback()
  mute = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1')
  await once(mute, 'listening')
})
afterEach(async () => {
  mute.close()
  await server.close()
})

const muteHost = () => `127.0.0.1:${(mute.address() as AddressInfo).port}`

describe.each(dialects.map((dialect) => [dialect.name, dialect] as const))('through %s,', (_, dialect) => {
  const ask = async (origin: string, options: Partial<PoolOptions>, stream: boolean) => {
    const pool = createHttpPool({ env: {}, ...options })
    const error = await failure(askAt(dialect, origin, pool, { ...hello, stream }))
    await pool.close()
    return error
  }

  it('a connection that is not established in time is a timeout', async () => {
    const error = await ask(`https://${muteHost()}`, { clock: virtualClock() }, true)
    expect(error).toMatchObject({
      kind: 'timeout',
      retryable: true,
      hint: expect.stringMatching(/HTTPS_PROXY/),
    })
    expect(error.message).toContain(`no connection to ${muteHost()} within 10 s`)
  })

  it('a proxy that does not answer is a timeout', async () => {
    const env = { HTTPS_PROXY: `http://${muteHost()}` }
    const error = await ask('https://api.example', { env, clock: virtualClock(), connectMs: 3000 }, true)
    expect(error.message).toContain(`no connection to the proxy ${muteHost()} within 3 s`)
    expect(error.kind).toBe('timeout')
  })

  it.each([true, false])('a response that stalls is a timeout (streamed: %s)', async (stream) => {
    server.reply = (response) => {
      if (stream) sendEvents(response, dialect.events(spoken).slice(0, 2), { ending: 'hang' })
      else response.writeHead(200, { 'content-type': 'application/json' }).write('{"choices":')
    }
    const error = await ask(server.origin, { idleMs: 20 }, stream || dialect.whole === undefined)
    expect(error).toMatchObject({ kind: 'timeout', retryable: true })
    return expect(error.message).toMatch(
      /127\.0\.0\.1:\d+ sent nothing for 0\.02 s in the middle of an answer/,
    )
  })
})

it('a response may take longer to start than it may pause, and may not pause longer then', async () => {
  const pool = createHttpPool({ env: {}, idleMs: 20 })
  const fetch = await pool.fetch()
  const late = (reply: Loopback['reply']): Loopback['reply'] => {
    return (response, received) => void setTimeout(() => reply(response, received), 60)
  }
  server.reply = late((response) => sendJson(response, { ok: true }))
  expect(await (await fetch(server.origin)).json()).toEqual({ ok: true })
  server.reply = late((response) => response.writeHead(200).write('x'))
  await expect((await fetch(server.origin)).text()).rejects.toMatchObject({ cause: { kind: 'timeout' } })
  await pool.close()
})

it('a response may pause for longer than the keep-alive hint of its server', async () => {
  const pool = createHttpPool({ env: {}, idleMs: 30_000 })
  const fetch = await pool.fetch()
  const hint = { 'keep-alive': 'timeout=2' }
  server.reply = (response) => response.writeHead(200, hint).end('x')
  await (await fetch(server.origin)).text()
  server.reply = (response) => {
    response.writeHead(200, hint).write('x')
    setTimeout(() => response.end('y'), 1300)
  }
  expect(await (await fetch(server.origin)).text()).toBe('xy')
  expect(server.connections()).toBe(1)
  await pool.close()
})

it('a response that is read slowly is not idle', async () => {
  const pool = createHttpPool({ env: {}, idleMs: 100 })
  server.reply = (response) => response.writeHead(200).end(Buffer.alloc(2 ** 22, 'x'))
  const { body } = await (await pool.fetch())(server.origin)
  let length = 0
  for await (const piece of body ?? []) {
    if (length === 0) await new Promise((resolve) => setTimeout(resolve, 250))
    length += piece.length
  }
  expect(length).toBe(2 ** 22)
  await pool.close()
})
