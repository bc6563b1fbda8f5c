import { expect, it, vi } from 'vitest'
import { testScope } from '../../helpers/scope.ts'
import { askAt, hello } from '../asking.ts'
import { dialects, spoken } from '../dialects.ts'
import { poolWithLoopback, sendEvents, type Loopback } from '../loopback.ts'

let server: Loopback
const pool = poolWithLoopback((opened) => (server = opened))

const request = { ...hello, stream: true }
const each = dialects.map((dialect) => [dialect.name, dialect] as const)

const tooEarly = () => Promise.reject(new Error('too early'))

it('a provider loads and sends nothing before the first request', () => {
  for (const dialect of dialects) {
    const provider = dialect.provider(server.origin, { fetch: tooEarly })
    expect(provider.model('some-model').name).toBe(`${dialect.name}:some-model`)
  }
})

it.each(each)('%s loads its SDK once, even for concurrent calls', async (_, dialect) => {
  let times = 0
  const fetch = () => {
    times++
    return pool.fetch()
  }
  server.reply = (response) => sendEvents(response, dialect.events(spoken))
  const model = dialect.provider(server.origin, { fetch }).model('some-model')
  await Promise.all([1, 2, 3].map(() => model.generate(request, testScope())))
  expect(times).toBe(1)
})

it.each(each)('%s closes the connection of an invalid answer', async (_, dialect) => {
  const hungUp = new Promise((resolve) => {
    server.reply = (response) => {
      response.on('close', resolve)
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: {\n\n')
    }
  })
  await expect(askAt(dialect, server.origin, pool, request)).rejects.toThrow('malformed JSON')
  await hungUp
})

it('the SDKs print no logs', async () => {
  const print = (['debug', 'info', 'warn', 'error', 'log'] as const).map((method) =>
    vi.spyOn(console, method),
  )
  for (const variable of ['OPENAI_LOG', 'GROQ_LOG', 'ANTHROPIC_LOG']) vi.stubEnv(variable, 'debug')
  server.reply = (response) => sendEvents(response, ['event: message_start\ndata: {\n\n'])
  for (const dialect of dialects) {
    const answer = askAt(dialect, server.origin, pool, request)
    await expect(answer).rejects.toMatchObject({ kind: 'answer-unusable' })
  }
  vi.unstubAllEnvs()
  expect(print.flatMap((spy) => spy.mock.calls)).toEqual([])
  vi.restoreAllMocks()
})
