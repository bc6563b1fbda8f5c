/** What `sifaka serve` answers to what cannot be read as a request. */
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serve, type Served } from '../helpers/served.ts'

let served: Served
beforeAll(async () => {
  served = await serve(['--model', 'sim:writer', '--no-store'])
})
afterAll(() => served.stop())

/** Sends the text, and resolves to the answer once its body, or the connection, has ended. */
const exchange = (sent: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1', () => socket.write(sent))
    let answer = ''
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text
      if (answer.endsWith('}')) socket.destroy()
    })
    socket.on('close', () => resolve(answer)).on('error', reject)
  })

it.each([
  ['a host that is none', 'GET /v1/models HTTP/1.1\r\nhost: a b\r\n\r\n', 400, 'no valid URL'],
  ['OPTIONS *', 'OPTIONS * HTTP/1.1\r\nhost: localhost\r\n\r\n', 400, 'no valid URL'],
  ['no host', 'GET /v1/models HTTP/1.1\r\n\r\n', 400, 'host is missing'],
  ['CONNECT', 'CONNECT localhost:1 HTTP/1.1\r\nhost: localhost\r\n\r\n', 405, 'CONNECT is for proxies'],
  [
    'an unknown expectation',
    'GET /v1/models HTTP/1.1\r\nhost: localhost\r\nexpect: 200-ok\r\n\r\n',
    417,
    'expect must be 100-continue',
  ],
  ['another protocol', 'EHLO example.org\r\n\r\n', 400, 'not a request in HTTP'],
  [
    'headers over 16 KB',
    `GET /v1/models HTTP/1.1\r\nhost: localhost\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
    431,
    'larger than 16384 bytes',
  ],
])('%s gets an error in the form of the API', async (_, sent, status, reason) => {
  const [head = '', body = ''] = (await exchange(sent)).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*content-type: application/json`, 'i'))
  expect(head).toMatch(/^x-should-retry: false/im)
  expect(JSON.parse(body)).toEqual({
    error: expect.objectContaining({
      type: 'invalid_request_error',
      message: expect.stringContaining(reason),
    }),
  })
})

it('clients of HTTP/1.0, such as health checks of load balancers, need no host', async () => {
  expect(await exchange('GET /health HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 OK[^]*"ready":true/)
})

it('a body that its client announces with 100-continue is asked for and read', async () => {
  const body = JSON.stringify({ text: '{}', validators: ['json'] })
  const head = `POST /v1/validate HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nexpect: 100-Continue`
  const answer = await exchange(`${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
  expect(answer).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK[^]*"passed":true/)
})

it('an answer in progress is not mixed with the error of what follows on its connection', async () => {
  const body = JSON.stringify({ prompt: 'Write about rain' })
  const head = 'POST /v1/improve HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json'
  const answer = await exchange(
    `${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}EHLO example.org\r\n\r\n`,
  )
  expect(answer === '' || answer.startsWith('HTTP/1.1 200 '), answer).toBe(true)
})
