/** Client certificates, at a server that demands them. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compatible } from '../../../src/providers/compatible.ts'
import { createHttpPool } from '../../../src/providers/http/lazy-pool.ts'
import { temporaryFolder } from '../../helpers/folder.ts'
import { testScope } from '../../helpers/scope.ts'
import { failure, hello } from '../asking.ts'
import { spoken, wholeChat } from '../dialects.ts'

const folder = temporaryFolder()

/** Writes `NAME.pem` and `NAME.key`, self-signed. */
function certify(name: string): void {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const files = ['-keyout', folder.path(`${name}.key`), '-out', folder.path(`${name}.pem`)]
  execFileSync('openssl', ['req', '-x509', '-days', '1', ...curve, ...subject, ...files], { stdio: 'ignore' })
}
for (const name of ['server', 'client', 'stranger']) certify(name)

const clients: string[] = []
const server = createServer(
  {
    cert: folder.read('server.pem'),
    key: folder.read('server.key'),
    ca: folder.read('client.pem'),
    requestCert: true,
    rejectUnauthorized: true,
  },
  (request, response) => {
    const socket = request.socket as import('node:tls').TLSSocket
    clients.push(String(socket.getPeerCertificate().subject.CN))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(wholeChat(spoken)))
  },
).on('tlsClientError', () => undefined)
const pool = createHttpPool({ env: {} })

beforeAll(async () => void (await once(server.listen(0, '127.0.0.1'), 'listening')))
afterAll(async () => {
  await pool.close()
  server.close()
})

const pem = (file: string) => folder.path(file)
const needs = { name: 'mine', env: {}, fetch: pool.fetch }
const serverWith = (tls: object | undefined, scheme = 'https') => {
  const baseUrl = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  return compatible.create(compatible.options.parse({ baseUrl, tls }), needs)
}
const ask = (tls: object | undefined) => serverWith(tls).model('m').generate(hello, testScope())
const client = { cert: pem('client.pem'), key: pem('client.key'), ca: pem('server.pem') }

describe('a server that demands a client certificate', () => {
  it('answers a provider that has one, over connections of its own', async () => {
    expect(await ask(client)).toMatchObject({ text: spoken.text })
    expect(await ask(client)).toMatchObject({ text: spoken.text })
    expect(clients).toEqual(['client', 'client'])
    expect((await failure(ask(undefined))).kind).toBe('connection')
  })

  it.each([
    ['another certificate', { ...client, cert: pem('stranger.pem'), key: pem('stranger.key') }],
    ['no certificate', { ca: client.ca }],
    ['a certificate, but no trust in the server', { cert: client.cert, key: client.key }],
  ])('rejects, or is rejected by, one with %s', async (_, tls) => {
    expect(await failure(ask(tls))).toMatchObject({ kind: 'connection' })
  })
})

describe('files that cannot be used are an error before anything is sent', () => {
  it.each<[string, object, string | RegExp]>([
    [
      'a missing file',
      { ...client, ca: pem('none.pem') },
      /^providers\.mine\.tls\.ca: there is no file .*none\.pem$/,
    ],
    ['a folder', { ca: pem('') }, /^providers\.mine\.tls\.ca: /],
    [
      'the key of another certificate',
      { ...client, key: pem('server.key') },
      /^providers\.mine\.tls: these files/,
    ],
    [
      'a file that is no certificate',
      { ...client, cert: pem('client.key') },
      /^providers\.mine\.tls: these files/,
    ],
  ])('%s', (_, tls, message) => {
    expect(() => serverWith(tls)).toThrow(
      expect.objectContaining({ code: 'config', message: expect.stringMatching(message) as string }) as Error,
    )
  })

  it('and so is an address without TLS', () => {
    expect(() => serverWith(client, 'http')).toThrow(
      /providers\.mine\.tls needs an address that begins with https:/,
    )
  })
})
