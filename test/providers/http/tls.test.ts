import { execFileSync } from 'node:child_process'
import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { connect, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createHttpPool } from '../../../src/providers/http/lazy-pool.ts'
import { temporaryFolder } from '../../helpers/folder.ts'
import { askAt, failure, hello } from '../asking.ts'
import { dialects } from '../dialects.ts'
import { inOwnProcess } from './own-process.ts'

const folder = temporaryFolder()
const [certificate, key] = [folder.path('certificate.pem'), folder.path('key.pem')]
const name = [
  '-subj',
  '/CN=localhost',
  '-addext',
  'subjectAltName=DNS:localhost,DNS:api.example,IP:127.0.0.1',
]
const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
execFileSync(
  'openssl',
  ['req', '-x509', '-days', '1', ...curve, ...name, '-keyout', key, '-out', certificate],
  { stdio: 'ignore' },
)

let connections = 0
const server = createSecureServer(
  { cert: folder.read('certificate.pem'), key: folder.read('key.pem') },
  (request, response) => response.end(JSON.stringify({ host: request.headers.host })),
).on('secureConnection', () => connections++)
server.on('tlsClientError', () => undefined)

/** Connects every tunnel to the server. */
const proxy = createServer().on('connect', (_: IncomingMessage, socket: Duplex) => {
  const target = connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    target.pipe(socket).pipe(target)
  })
  target.on('error', () => socket.destroy())
  socket.on('error', () => target.destroy())
})

const portOf = (listening: typeof server | typeof proxy) => (listening.address() as AddressInfo).port

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => {
  server.close()
  proxy.close()
})

describe('a certificate of an unknown authority', () => {
  it.each(dialects.filter(({ key }) => key).map((dialect) => [dialect.name, dialect] as const))(
    'is an error of %s with a hint',
    async (_, dialect) => {
      const pool = createHttpPool({ env: {} })
      const error = await failure(askAt(dialect, `https://127.0.0.1:${portOf(server)}`, pool, hello))
      expect(error).toMatchObject({
        kind: 'connection',
        hint: expect.stringMatching(/NODE_EXTRA_CA_CERTS/),
        message: expect.stringMatching(/no connection: certificate of [\d.:]+: self-signed certificate/),
      })
      await pool.close()
    },
  )

  it.each([
    ['directly', false],
    ['through a proxy', true],
  ])('is an error %s even if NODE_TLS_REJECT_UNAUTHORIZED is 0', async (_, proxied) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const pool = createHttpPool({ env: proxied ? { HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}` } : {} })
    const url = proxied ? 'https://api.example' : `https://127.0.0.1:${portOf(server)}`
    await expect((await pool.fetch())(url)).rejects.toMatchObject({
      cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    })
    await pool.close()
  })
})

const script = (url: string, proxied: string) => `
  const pool = createHttpPool({ env: { HTTPS_PROXY: '${proxied}', NO_PROXY: '' } })
  const fetch = await pool.fetch()
  const answers = []
  for (let call = 0; call < 3; call++) {
    const answer = await fetch('${url}').then((response) => response.json(), (error) => error.cause.code)
    answers.push(answer)
  }
  console.log(JSON.stringify({ answers, opened: pool.opened() }))
  await pool.close()
`

describe('a certificate authority in NODE_EXTRA_CA_CERTS', () => {
  const env = { NODE_EXTRA_CA_CERTS: certificate }

  it('is trusted, and the connection is reused', { timeout: 15_000 }, async () => {
    connections = 0
    const host = `localhost:${portOf(server)}`
    const ran = await inOwnProcess(script(`https://${host}`, ''), { env })
    expect(ran).toEqual({ answers: [{ host }, { host }, { host }], opened: 1 })
    expect(connections).toBe(1)
  })

  it('is trusted through a proxy if the host name matches', { timeout: 15_000 }, async () => {
    const proxied = `http://127.0.0.1:${portOf(proxy)}`
    const right = await inOwnProcess(script('https://api.example', proxied), { env })
    const host = 'api.example'
    expect(right).toEqual({ answers: [{ host }, { host }, { host }], opened: 1 })
    const wrong = await inOwnProcess(script('https://other.example', proxied), { env })
    expect(wrong).toMatchObject({ answers: Array.from({ length: 3 }, () => 'ERR_TLS_CERT_ALTNAME_INVALID') })
  })
})
