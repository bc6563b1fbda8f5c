import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/core/errors.ts'
import { pooledFetch } from '../../src/providers/http.ts'
import { loopback, sendJson, type Loopback } from './loopback.ts'

let server: Loopback
beforeEach(async () => {
  server = await loopback()
  server.reply = (response) => sendJson(response, { ok: true })
})
afterEach(() => server.close())

describe('a pool', () => {
  it('opens no more connections than allowed, and uses them again', async () => {
    const pool = pooledFetch({ env: {}, connections: 4 })
    const fetch = await pool.fetch()
    const get = async () => (await fetch(server.origin)).json()
    await Promise.all(Array.from({ length: 40 }, get))
    await Promise.all(Array.from({ length: 40 }, get))
    expect(server.received).toHaveLength(80)
    expect(server.connections()).toBe(4)
    await pool.close()
  })

  it('is one, however often it is asked for', async () => {
    const pool = pooledFetch({ env: {} })
    const [first, second] = await Promise.all([pool.fetch(), pool.fetch()])
    expect(first).toBe(second)
    await pool.close()
  })

  it('takes a redirect for an error', async () => {
    const pool = pooledFetch({ env: {} })
    server.reply = (response) => response.writeHead(302, { location: '/elsewhere' }).end()
    await expect((await pool.fetch())(server.origin)).rejects.toThrow('fetch failed')
    expect(server.received).toHaveLength(1)
    await pool.close()
  })

  it('breaks off what is under way when it is closed', async () => {
    const pool = pooledFetch({ env: {} })
    const fetch = await pool.fetch()
    const reached = new Promise<void>((resolve) => {
      server.reply = () => resolve()
    })
    const closed = reached.then(pool.close)
    await expect(fetch(server.origin)).rejects.toThrow('fetch failed')
    await closed
  })

  it('can be closed before it was used', async () => {
    await expect(pooledFetch({ env: {} }).close()).resolves.toBeUndefined()
  })
})

/** Refuses every tunnel, and notes where it would have led. */
const withProxy = async (run: (address: string, asked: string[]) => Promise<void>) => {
  const asked: string[] = []
  const proxy = createServer()
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '')
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  try {
    await run(`127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked)
  } finally {
    proxy.close()
  }
}

describe('a proxy', () => {
  it.each([
    ['HTTP_PROXY', 'http://', 'http://api.example'],
    ['http_proxy', 'http://', 'http://api.example'],
    ['HTTPS_PROXY', 'http://', 'https://api.example'],
    ['HTTPS_PROXY', '', 'https://api.example'],
    ['HTTP_PROXY', 'http://', 'https://api.example'],
  ])('of %s=%s... is asked for %s', (variable, scheme, url) =>
    withProxy(async (address, asked) => {
      const pool = pooledFetch({ env: { [variable]: `${scheme}${address}` } })
      await expect((await pool.fetch())(url)).rejects.toThrow('fetch failed')
      expect(asked).toEqual([`api.example:${url.startsWith('https') ? 443 : 80}`])
      await pool.close()
    }),
  )

  it.each([
    ['127.0.0.1', ''],
    ['localhost', ''],
    ['127.0.0.1', 'corp.example'],
    ['0.0.0.0', '*'],
  ])('is not asked for %s with NO_PROXY=%s', (host, noProxy) =>
    withProxy(async (address, asked) => {
      const pool = pooledFetch({ env: { HTTP_PROXY: `http://${address}`, NO_PROXY: noProxy } })
      const response = await (await pool.fetch())(server.origin.replace('127.0.0.1', host))
      expect(await response.json()).toEqual({ ok: true })
      expect(asked).toEqual([])
      await pool.close()
    }),
  )

  it('that is none is named', async () => {
    const pool = pooledFetch({ env: { HTTPS_PROXY: 'http://[oops' } })
    const error: unknown = await pool.fetch().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ConfigError)
    expect(error).toMatchObject({ message: 'HTTPS_PROXY is not the address of a proxy' })
  })
})
