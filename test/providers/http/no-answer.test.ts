/** What servers send instead of an answer. Each ends the exchange at once, without a time limit. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttpPool } from '../../../src/providers/http/lazy-pool.ts'
import { classifyNetworkError } from '../../../src/providers/errors/network-errors.ts'

let server: Server
let answer: (socket: Socket) => void
const pool = createHttpPool({ env: {} })
beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => answer(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  server.close()
  await pool.close()
})

const status = (line: string, headers = '') => `HTTP/1.1 ${line}\r\n${headers}\r\n`

describe('an exchange', () => {
  it.each<[string, string]>([
    [
      '101 without a request for it',
      status('101 Switching Protocols', 'upgrade: x\r\nconnection: upgrade\r\n'),
    ],
    ['101 without headers', status('101 Switching Protocols')],
    ['103 and the end', status('103 Early Hints')],
    [
      '100, 102, 103 and the end',
      status('100 Continue') + status('102 Processing') + status('103 Early Hints'),
    ],
    ['300', status('300 Multiple Choices', 'content-length: 0\r\n')],
    ['304', status('304 Not Modified')],
    ['305', status('305 Use Proxy', 'content-length: 0\r\n')],
    ['306', status('306 Unused', 'content-length: 0\r\n')],
    ['399', status('399 None', 'content-length: 0\r\n')],
    ['nothing', ''],
    ['half a status line', 'HTTP/1.1 20'],
    ['half of the headers', 'HTTP/1.1 200 OK\r\ncontent-'],
    ['another protocol', 'SSH-2.0-OpenSSH_9\r\n'],
  ])(
    'ends with an error if the server sends %s',
    async (_, bytes) => {
      answer = (socket) => socket.end(bytes)
      const fetch = await pool.fetch()
      const failing = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
        method: 'POST',
        body: '{}',
      })
      const error: unknown = await failing.then(
        (response) => response,
        (thrown: unknown) => thrown,
      )
      expect(error).toBeInstanceOf(TypeError)
      expect(['connection', 'not-found']).toContain(classifyNetworkError(error).kind)
    },
    5000,
  )

  it('waits for the answer after early hints', async () => {
    answer = (socket) =>
      socket.end(`${status('103 Early Hints')}${status('200 OK', 'content-length: 2\r\n')}ok`)
    const fetch = await pool.fetch()
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    expect(await response.text()).toBe('ok')
  })
})
