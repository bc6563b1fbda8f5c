/** The simulated provider over HTTP, in the dialects of OpenAI, Groq and Anthropic. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import * as z from 'zod'
import { systemClock, type Clock } from '../../core/clock.ts'
import { messageOf } from '../../core/failure.ts'
import { openAccount, type Account } from '../account.ts'
import { anthropicDialect } from './anthropic-dialect.ts'
import type { Dialect, Problem } from './dialect.ts'
import { limitHeaders } from '../limits.ts'
import { groqDialect, openaiDialect } from './openai-dialect.ts'
import type { SimProfile } from '../profile.ts'
import type { SimReply } from '../model/reply.ts'
import { respond, sendJson } from './respond.ts'

/** What the server knows for certain about its clients. */
export interface Ledger {
  readonly requests: number
  /** Whole answers of the model. */
  readonly answers: number
  /** Answers of any kind, by HTTP status; what was reset before it began is in none. */
  readonly byStatus: Readonly<Record<string, number>>
  /** Of the whole answers. */
  readonly inputTokens: number
  readonly cachedInputTokens: number
  readonly outputTokens: number
  /** Requests that the client gave up. */
  readonly aborted: number
  readonly connections: number
  readonly mostInFlight: number
}

export interface SimServer {
  /** Without a path: `http://127.0.0.1:8080`. */
  readonly url: string
  readonly port: number
  ledger(): Ledger
  /** Drops every connection. */
  close(): Promise<void>
}

const DIALECTS: Readonly<Record<string, Dialect>> = {
  '/v1/chat/completions': openaiDialect,
  '/openai/v1/chat/completions': groqDialect,
  '/v1/messages': anthropicDialect,
}

const MODEL_LISTS: readonly string[] = ['/v1/models', '/openai/v1/models']

/** Both for OpenAI's and for Anthropic's way to list them. */
const MODELS = {
  object: 'list',
  data: [
    {
      id: 'writer',
      object: 'model',
      type: 'model',
      display_name: 'Simulated writer',
      owned_by: 'sim',
      created: 0,
      created_at: '1970-01-01T00:00:00Z',
    },
  ],
  has_more: false,
}

/** Longer than a client's, so that a connection is not closed under a request. */
const KEEP_ALIVE_MS = 65_000

/** Port 0 is any free one. Rejects when the port cannot be had. */
export async function startSimServer(options: {
  readonly port: number
  readonly host?: string | undefined
  readonly profile: SimProfile
  readonly clock?: Clock | undefined
}): Promise<SimServer> {
  const { port, host = '127.0.0.1', profile, clock = systemClock } = options
  let account = openAccount(profile)
  let book = openBook()

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const [path = ''] = (request.url ?? '').split('?')
    if (request.method === 'GET' && path === '/ledger') return sendJson(response, 200, book.ledger())
    if (request.method === 'POST' && path === '/reset') {
      account = openAccount(profile)
      book = openBook()
      return sendJson(response, 200, book.ledger())
    }
    const { id, signal, close } = book.open(response)
    const call = { request, response, path, id, signal, account, profile, clock }
    serve(call).then(close, () => {
      // As a rule the client has left; if not, it must not wait for an answer that will never come.
      response.destroy()
      close(undefined)
    })
  })
  server.on('connection', () => book.connected())
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    port: bound,
    ledger: () => book.ledger(),
    async close() {
      if (!server.listening) return
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function openBook() {
  const tokens = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 }
  const totals = { requests: 0, answers: 0, ...tokens, aborted: 0, connections: 0 }
  const byStatus: Record<string, number> = {}
  let mostInFlight = 0
  let inFlight = 0
  return {
    ledger: (): Ledger => ({ ...totals, mostInFlight, byStatus: { ...byStatus } }),
    connected: () => void totals.connections++,
    /** Notes a request, and watches whether its client stays until it is closed. */
    open(response: ServerResponse) {
      const id = String(++totals.requests).padStart(6, '0')
      const gone = new AbortController()
      let closed = false
      mostInFlight = Math.max(mostInFlight, ++inFlight)
      response.once('close', () => {
        if (!closed && !response.writableEnded) totals.aborted++
        gone.abort()
      })
      const close = (answer: SimReply | undefined) => {
        closed = true
        inFlight--
        const { statusCode: status, headersSent } = response
        if (headersSent) byStatus[status] = (byStatus[status] ?? 0) + 1
        if (answer) totals.answers++
        totals.inputTokens += answer?.inputTokens ?? 0
        totals.cachedInputTokens += answer?.cachedTokens ?? 0
        totals.outputTokens += answer?.outputTokens ?? 0
      }
      return { id: `sim${id}`, signal: gone.signal, close }
    },
  }
}

interface Call {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly path: string
  readonly id: string
  readonly signal: AbortSignal
  readonly account: Account
  readonly profile: SimProfile
  readonly clock: Clock
}

/** Checks the request as the API would, and answers it. Resolves to the model's answer if it was sent whole. */
async function serve(call: Call): Promise<SimReply | undefined> {
  const { request, response, path, id, signal, account, profile, clock } = call
  const dialect = DIALECTS[path] ?? (path.startsWith('/openai/') ? groqDialect : openaiDialect)
  const startedMs = clock.now()
  response.setHeader(dialect.idHeader, `req_${id}`)
  const fail = (problem: Problem, message: string): undefined => {
    const { status, body } = dialect.problem(problem, message, `req_${id}`)
    sendJson(response, status, body)
  }

  const list = request.method === 'GET' && MODEL_LISTS.includes(path)
  const key = request.headers[dialect.keyHeader] ?? (list ? request.headers['x-api-key'] : undefined)
  if (key === undefined) return fail('auth', `no key was sent in ${dialect.keyHeader}`)
  if (list) {
    sendJson(response, 200, MODELS)
    return undefined
  }
  if (request.method !== 'POST' || !DIALECTS[path])
    return fail('unknown-path', `unknown request: ${request.method} ${path}`)
  let ask
  try {
    ask = dialect.read(await json(request))
  } catch (error) {
    return fail('bad-request', error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error))
  }
  if (ask.model.startsWith('unknown')) return fail('unknown-model', `there is no model "${ask.model}"`)

  const nowMs = clock.now()
  const visit = account.enter(ask, nowMs)
  const { reply, firstTokenMs, tokenMs } = visit
  const date = clock.date()
  const style = profile.limits.headers ?? dialect.limitHeaders
  for (const [name, value] of Object.entries(limitHeaders(style, account.limits, nowMs, date))) {
    response.setHeader(name, value)
  }
  const createdSeconds = Math.floor(date.getTime() / 1000)
  const exchange = { id, createdSeconds, ask, reply, firstTokenMs, tokenMs }
  let answered = false
  try {
    answered = await respond({ response, dialect, exchange, visit, clock, signal, startedMs })
  } finally {
    visit.leave(answered)
  }
  return answered ? reply : undefined
}
