import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHttpPool } from '../../../src/providers/http/lazy-pool.ts'
import { loopback, sendJson, type Loopback } from '../loopback.ts'

let server: Loopback
beforeEach(async () => {
  server = await loopback()
  server.reply = (response) => sendJson(response, { ok: true })
})
afterEach(() => server.close())

const times = <T>(count: number, work: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, work))

describe('a pool', () => {
  it('opens no more connections than allowed, reuses them, and counts them', async () => {
    const pool = createHttpPool({ env: {}, connections: 4 })
    const fetch = await pool.fetch()
    const get = async () => (await fetch(server.origin)).json()
    await times(40, get)
    await times(40, get)
    expect(server.received).toHaveLength(80)
    expect(server.connections()).toBe(4)
    expect(pool.opened()).toBe(4)
    await pool.close()
  })

  it('opens at most 100 connections for 1000 calls, 200 at a time', async () => {
    const pool = createHttpPool({ env: {} })
    const fetch = await pool.fetch()
    await times(200, async () => {
      for (let call = 0; call < 5; call++) {
        const response = await fetch(server.origin, { method: 'POST', body: '{}' })
        await response.text()
      }
    })
    expect(server.received).toHaveLength(1000)
    expect(server.connections()).toBeLessThanOrEqual(100)
    await pool.close()
  })

  it.each([
    [20, undefined],
    [3, 3],
  ])('keeps %i idle connections', async (kept, idleConnections) => {
    const pool = createHttpPool({ env: {}, idleConnections, surplusIdleMs: 5 })
    const fetch = await pool.fetch()
    const waiting: ServerResponse[] = []
    let open = 0
    const closed = new Promise<void>((resolve) => {
      server.reply = (response) => {
        open++
        response.socket?.once('close', () => --open === kept && resolve())
        // All requests are in flight at once, so that each needs its own connection.
        if (waiting.push(response) === 30) for (const each of waiting) sendJson(each, {})
      }
    })
    const get = async () => (await fetch(server.origin)).text()
    await times(30, get)
    await closed
    server.reply = (response) => sendJson(response, {})
    await times(kept, get)
    expect(server.connections()).toBe(30)
    await pool.close()
  })

  it('reuses the connections of calls that end together', async () => {
    const pool = createHttpPool({ env: {}, idleConnections: 1 })
    const fetch = await pool.fetch()
    for (let round = 1; round <= 10; round++) {
      const waiting: ServerResponse[] = []
      server.reply = (response) => {
        if (waiting.push(response) === 8) for (const each of waiting) sendJson(each, {})
      }
      await times(8, async () => (await fetch(server.origin)).text())
    }
    expect(server.connections()).toBe(8)
    await pool.close()
  })

  it('closes idle connections to one host if another host needs more than the system allows', async () => {
    const pool = createHttpPool({ env: {}, fileLimit: 64 + 4 })
    const fetch = await pool.fetch()
    const other = await loopback()
    other.reply = (response) => sendJson(response, {})
    let idle = 0
    const allClosed = new Promise((resolve) => {
      server.reply = (response) => {
        idle++
        response.socket?.once('close', () => --idle === 0 && resolve('all'))
        sendJson(response, {})
      }
    })
    await times(4, async () => (await fetch(server.origin)).text())
    await times(4, async () => (await fetch(other.origin)).text())
    expect(await allClosed).toBe('all')
    await pool.close()
    await other.close()
  })

  it('is loaded once, even by concurrent calls', async () => {
    const pool = createHttpPool({ env: {} })
    const [first, second] = await Promise.all([pool.fetch(), pool.fetch()])
    expect(first).toBe(second)
    await pool.close()
  })

  it('rejects redirects', async () => {
    const pool = createHttpPool({ env: {} })
    server.reply = (response) => response.writeHead(302, { location: '/elsewhere' }).end()
    await expect((await pool.fetch())(server.origin)).rejects.toThrow('fetch failed')
    expect(server.received).toHaveLength(1)
    await pool.close()
  })

  it('aborts running and waiting calls when it is closed, and rejects new ones', async () => {
    const pool = createHttpPool({ env: {}, connections: 1 })
    const fetch = await pool.fetch()
    const reached = new Promise<void>((resolve) => {
      server.reply = () => resolve()
    })
    const closed = reached.then(pool.close)
    const calls = [fetch(server.origin), fetch(server.origin)]
    for (const call of calls) await expect(call).rejects.toThrow('fetch failed')
    await closed
    await expect(fetch(server.origin)).rejects.toThrow('fetch failed')
    expect(server.received).toHaveLength(1)
  })

  it('can be closed before its first use', async () => {
    await expect(createHttpPool({ env: {} }).close()).resolves.toBeUndefined()
  })
})

describe('an idle connection that the server has closed', () => {
  /** Answers the first request of each connection and resets the connection at the next one. */
  const serverWithoutKeepAlive = async () => {
    const received: string[] = []
    const known = new WeakSet<Socket>()
    const host = createServer((request, response) => {
      received.push(request.url ?? '')
      if (known.has(request.socket) || request.url === '/never') request.socket.resetAndDestroy()
      else sendJson(response, {})
      known.add(request.socket)
    })
    host.listen(0, '127.0.0.1')
    await once(host, 'listening')
    return { received, host, origin: `http://127.0.0.1:${(host.address() as AddressInfo).port}` }
  }

  it('fails no GET, which is sent again; a POST may be billed, so it is left to the retries of calls', async () => {
    const { received, host, origin } = await serverWithoutKeepAlive()
    const pool = createHttpPool({ env: {} })
    const fetch = await pool.fetch()
    const post = async () => (await fetch(`${origin}/`, { method: 'POST', body: '{}' })).status
    const get = async () => (await fetch(`${origin}/`)).text()
    await get()
    expect(await get()).toBe('{}')
    expect(received).toEqual(['/', '/', '/'])
    await expect(post()).rejects.toThrow('fetch failed')
    expect(received).toHaveLength(4)
    expect(await post()).toBe(200)
    await pool.close()
    host.close()
  })

  it('is closed together with the other idle ones, which are as old', async () => {
    const { received, host, origin } = await serverWithoutKeepAlive()
    const pool = createHttpPool({ env: {} })
    const fetch = await pool.fetch()
    const get = async () => (await fetch(origin)).text()
    await times(3, get)
    expect(pool.opened()).toBe(3)
    expect(await get()).toBe('{}')
    expect(received).toHaveLength(5)
    await pool.close()
    host.close()
  })

  it('is an error if a new one is reset as well', async () => {
    const { received, host, origin } = await serverWithoutKeepAlive()
    const pool = createHttpPool({ env: {} })
    const fetch = await pool.fetch()
    await (await fetch(`${origin}/`)).text()
    await expect(fetch(`${origin}/never`)).rejects.toMatchObject({
      message: 'fetch failed',
      cause: { code: 'ECONNRESET' },
    })
    expect(received).toEqual(['/', '/never', '/never'])
    await pool.close()
    host.close()
  })

  it('differs from a new one that fails: that request is not sent again', async () => {
    const { received, host, origin } = await serverWithoutKeepAlive()
    const pool = createHttpPool({ env: {} })
    await expect((await pool.fetch())(`${origin}/never`)).rejects.toThrow('fetch failed')
    expect(received).toEqual(['/never'])
    await pool.close()
    host.close()
  })
})
