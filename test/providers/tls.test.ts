import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { askAt, failure, hello } from './asking.ts'
import { dialects } from './dialects.ts'
import { poolWithLoopback, type Loopback } from './loopback.ts'

let server: Loopback
const pool = poolWithLoopback((opened) => (server = opened))

describe('a connection without trusted TLS', () => {
  const openai = dialects.find(({ name }) => name === 'openai') ?? expect.unreachable()
  const pem = (label: string, content: string): string =>
    `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`
  /** Self-signed, for this test only. */
  const key = pem(
    'PRIVATE KEY',
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQghxU/KNUHs2EUKRSPEwysDbVDXZCPvk+6j7yyHguSrHahRANCAAQYr3qQXXeVUPDq2yW5jVVTyBrq2RRtjc/+9uNaPeaCdauOJ2FB0kRmZnQxX7QFGSPpq3meEmAifF9MKSIoIJz+',
  )
  const cert = pem(
    'CERTIFICATE',
    'MIIBfzCCASWgAwIBAgIUWzVag3s5bEWmsRUmcUgnDUCv4fUwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDIzNTcyNVoYDzIxMjYxMDMxMjM1NzI1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQYr3qQXXeVUPDq2yW5jVVTyBrq2RRtjc/+9uNaPeaCdauOJ2FB0kRmZnQxX7QFGSPpq3meEmAifF9MKSIoIJz+o1MwUTAdBgNVHQ4EFgQUre5gBE2easq2CoqW0FD1AbKgorAwHwYDVR0jBBgwFoAUre5gBE2easq2CoqW0FD1AbKgorAwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAp06FEuv8rYOHq1FAX3Z+xXlPLgG8yc2ma3//zwPy+1wIhANe8MKIo/+68jUF4FU1czxYLCWixK0Ay5DkFdb0QsAyJ',
  )

  it('for lack of a trusted certificate names the host, gives a hint, and sends nothing', async () => {
    let asked = 0
    const secure = createServer({ key, cert }, () => asked++)
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve))
    const host = `127.0.0.1:${(secure.address() as AddressInfo).port}`
    const error = await failure(askAt(openai, `https://${host}`, pool, hello))
    expect(error).toMatchObject({
      kind: 'connection',
      hint: expect.stringMatching(/NODE_EXTRA_CA_CERTS/) as string,
    })
    expect(error.message).toContain(`no connection: certificate of ${host}: `)
    expect(asked).toBe(0)
    secure.closeAllConnections()
    await new Promise((resolve) => secure.close(resolve))
  })

  it('for lack of TLS names the address that may be wrong', async () => {
    const origin = server.origin.replace('http:', 'https:')
    expect(await failure(askAt(openai, origin, pool, hello))).toMatchObject({
      kind: 'connection',
      hint: expect.stringContaining(`${origin}/v1 does not use TLS`) as string,
    })
  })
})
