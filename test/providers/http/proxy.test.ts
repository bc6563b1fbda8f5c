import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/core/errors.ts'
import { createHttpPool } from '../../../src/providers/http/lazy-pool.ts'
import { proxySelector } from '../../../src/providers/http/proxy.ts'
import { askAt, failure, hello } from '../asking.ts'
import { dialects } from '../dialects.ts'
import { loopback, sendJson } from '../loopback.ts'

describe('the proxy', () => {
  it.each([
    ['http://api.example', 'http://h:1/', { HTTP_PROXY: 'http://h:1', HTTPS_PROXY: 'http://s:2' }],
    ['https://api.example', 'http://s:2/', { HTTP_PROXY: 'http://h:1', HTTPS_PROXY: 'http://s:2' }],
    ['https://api.example', 'http://h:1/', { HTTP_PROXY: 'http://h:1' }],
    ['http://api.example', undefined, { HTTPS_PROXY: 'http://s:2' }],
    ['https://api.example', 'http://low:1/', { https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:2' }],
    ['https://api.example', 'http://s:2/', { HTTPS_PROXY: 's:2' }],
    ['https://api.example', 'https://s:2/', { HTTPS_PROXY: 'https://s:2' }],
    ['https://api.example', undefined, {}],
    ['https://api.example', undefined, { HTTPS_PROXY: '' }],
  ])('for %s is %s', (target, proxy, env) => {
    expect(proxySelector(env)(new URL(target))?.href).toBe(proxy)
  })

  it.each(['http://[oops', 'socks5://proxy:1080', 'http://'])('cannot be %s', (address) => {
    const open = () => proxySelector({ HTTPS_PROXY: address })
    expect(open).toThrow(ConfigError)
    expect(open).toThrow('HTTPS_PROXY is not the address of a proxy')
  })

  it.each([
    'http://localhost:11434',
    'http://api.localhost',
    'http://127.0.0.1:8000',
    'http://127.8.8.8',
    'http://[::1]:8000',
  ])('is not used for %s', (target) => {
    expect(proxySelector({ HTTP_PROXY: 'http://proxy:1' })(new URL(target))).toBeUndefined()
  })

  it.each([
    ['*', 'https://api.example', true],
    ['api.example', 'https://api.example', true],
    ['API.example', 'https://api.EXAMPLE', true],
    ['example', 'https://api.example', true],
    ['.example', 'https://api.example', true],
    ['*.example', 'https://api.example', true],
    ['xample', 'https://api.example', false],
    ['other.example', 'https://api.example', false],
    ['one, two.example  api.example', 'https://api.example', true],
    ['api.example:443', 'https://api.example', true],
    ['api.example:80', 'https://api.example', false],
    ['api.example:8443', 'https://api.example:8443', true],
    ['10.0.0.1', 'http://10.0.0.1', true],
    ['10.0.0.1', 'http://10.0.0.2', false],
    ['10.0.0.1:8000', 'http://10.0.0.1:8000', true],
    ['10.0.0.0/8', 'http://10.1.2.3:8000', true],
    ['10.0.0.0/8', 'http://11.1.2.3', false],
    ['10.0.0.0/99', 'http://10.1.2.3', false],
    ['fd00::/8', 'http://[fd12::1]:8000', true],
    ['[fd12::1]', 'http://[fd12::1]', true],
    ['', 'https://api.example', false],
    [',', 'https://api.example.', false],
  ])('NO_PROXY=%s and %s: direct is %s', (noProxy, target, direct) => {
    const proxy = proxySelector({ HTTP_PROXY: 'http://proxy:1', no_proxy: noProxy })(new URL(target))
    expect(proxy === undefined).toBe(direct)
  })
})

type Tunnel = (request: IncomingMessage, socket: Duplex) => void

describe('a proxy', () => {
  const tunnels: string[] = []
  const proxy = createServer()
  let tunnel: Tunnel
  let address: string
  beforeEach(async () => {
    tunnels.length = 0
    proxy.removeAllListeners('connect').on('connect', (request: IncomingMessage, socket: Duplex) => {
      tunnels.push(request.url ?? '')
      tunnel(request, socket)
    })
    if (!proxy.listening) await once(proxy.listen(0, '127.0.0.1'), 'listening')
    address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`
  })
  afterEach(() => proxy.closeAllConnections())

  const toPort =
    (port: number): Tunnel =>
    (_, socket) => {
      const target = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        target.pipe(socket).pipe(target)
      })
      target.on('error', () => socket.destroy())
      socket.on('error', () => target.destroy())
    }

  it.each([
    ['HTTP_PROXY', 'http://', 'http://api.example'],
    ['http_proxy', 'http://', 'http://api.example'],
    ['HTTPS_PROXY', 'http://', 'https://api.example'],
    ['HTTPS_PROXY', '', 'https://api.example'],
    ['HTTP_PROXY', 'http://', 'https://api.example'],
    ['HTTP_PROXY', 'http://', 'http://[fd12::1]:8000'],
  ])('of %s=%s... receives what is sent to %s', async (variable, scheme, url) => {
    tunnel = (_, socket) => void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    const pool = createHttpPool({ env: { [variable]: `${scheme}${address}` } })
    await expect((await pool.fetch())(url)).rejects.toThrow('fetch failed')
    const port = url.startsWith('https') ? ':443' : url.endsWith('example') ? ':80' : ''
    expect(tunnels).toEqual([`${url.replace(/^\w+:\/\//, '')}${port}`])
    await pool.close()
  })

  it.each([
    ['127.0.0.1', ''],
    ['localhost', ''],
    ['127.0.0.1', 'corp.example'],
    ['0.0.0.0', '*'],
  ])('receives nothing for %s with NO_PROXY=%s', async (host, noProxy) => {
    const server = await loopback()
    server.reply = (response) => sendJson(response, { ok: true })
    const pool = createHttpPool({ env: { HTTP_PROXY: `http://${address}`, NO_PROXY: noProxy } })
    const response = await (await pool.fetch())(server.origin.replace('127.0.0.1', host))
    expect(await response.json()).toEqual({ ok: true })
    expect(tunnels).toEqual([])
    await pool.close()
    await server.close()
  })

  it('passes calls on over kept connections, as few as without it', async () => {
    const server = await loopback()
    server.reply = (response) => sendJson(response, { ok: true })
    tunnel = toPort(Number(new URL(server.origin).port))
    const pool = createHttpPool({ env: { HTTP_PROXY: `http://${address}` } })
    const fetch = await pool.fetch()
    const call = async () =>
      (await fetch('http://api.example/v1', { method: 'POST', body: '{"a":1}' })).json()
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(Array.from({ length: 200 }, call))
      expect(answers.every((answer) => (answer as { ok: boolean }).ok)).toBe(true)
    }
    expect(server.received).toHaveLength(600)
    expect(server.received[0]).toMatchObject({ url: '/v1', body: { a: 1 }, headers: { host: 'api.example' } })
    // Only 20 idle connections are kept between the rounds.
    expect(tunnels.length).toBeLessThanOrEqual(260)
    expect(pool.opened()).toBe(tunnels.length)
    await pool.close()
    await server.close()
  })

  it('that is down is named, not the server behind it', async () => {
    const pool = createHttpPool({ env: { HTTPS_PROXY: 'http://me:hunter2hunter@127.0.0.1:1' } })
    const [dialect] = dialects
    if (dialect === undefined) return
    const error = await failure(askAt(dialect, 'https://api.example', pool, hello))
    expect(error).toMatchObject({ kind: 'local', hint: expect.stringMatching(/HTTPS_PROXY/) })
    expect(error.message).toContain('no connection to the proxy 127.0.0.1:1')
    expect(error.message).not.toContain('hunter2')
    await pool.close()
  })

  it('receives its password, which neither the server nor any message does', async () => {
    const seen: (string | undefined)[] = []
    tunnel = ({ headers }, socket) => {
      seen.push(headers['proxy-authorization'])
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    }
    const pool = createHttpPool({ env: { HTTPS_PROXY: `http://me:p%40ss@${address}` } })
    const [dialect] = dialects
    if (dialect === undefined) return
    const error = await failure(askAt(dialect, 'https://api.example', pool, hello))
    expect(seen).toEqual([`Basic ${Buffer.from('me:p@ss').toString('base64')}`])
    expect(error).toMatchObject({ kind: 'local', hint: expect.stringMatching(/HTTPS_PROXY/) })
    expect(error.message).toContain(
      `the proxy ${address} refused a tunnel to api.example:443 with status 407`,
    )
    expect(JSON.stringify(error)).not.toMatch(/p@ss|p%40ss/)
    await pool.close()
  })

  it('that does not exist makes every call fail, waiting ones as well', async () => {
    const pool = createHttpPool({ env: { HTTPS_PROXY: 'http://127.0.0.1:1' }, connections: 2 })
    const fetch = await pool.fetch()
    const calls = await Promise.allSettled(Array.from({ length: 10 }, () => fetch('https://api.example')))
    expect(calls.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'rejected'))
    await pool.close()
  })

  it('does not delay an abort or the closing of the pool', async () => {
    const controller = new AbortController()
    tunnel = () => controller.abort(new Error('enough'))
    const pool = createHttpPool({ env: { HTTPS_PROXY: `http://${address}` } })
    const fetch = await pool.fetch()
    const { signal } = controller
    await expect(fetch('https://api.example', { signal })).rejects.toThrow('enough')
    const reached = new Promise<void>((resolve) => {
      tunnel = () => resolve()
    })
    const call = fetch('https://api.example')
    await reached
    await pool.close()
    await expect(call).rejects.toThrow('fetch failed')
  })
})
