/** Serves the simulated provider over HTTP with the APIs of OpenAI, Groq and Anthropic. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import * as z from 'zod'
import { systemClock, type Clock } from '../../core/clock.ts'
import { messageOf } from '../../core/failure.ts'
import { limitHeaders } from '../account-limits.ts'
import { createSimulatedAccount } from '../account.ts'
import { isHttpError } from '../faults.ts'
import { countTokens } from '../model/answer.ts'
import type { SimProfile } from '../profile.ts'
import { anthropicDialect } from './anthropic-dialect.ts'
import type { ApiErrorKind, Dialect } from './dialect.ts'
import { groqDialect, openaiDialect } from './openai-dialect.ts'
import { respond, sendJson } from './respond.ts'
import { createLedger, type ModelWork } from './server-ledger.ts'

export type SimServer = Awaited<ReturnType<typeof startSimServer>>

const DIALECTS: Readonly<Record<string, Dialect>> = {
  'POST /v1/chat/completions': openaiDialect,
  'POST /openai/v1/chat/completions': groqDialect,
  'POST /v1/messages': anthropicDialect,
}

const MODEL_LISTS: readonly string[] = ['GET /v1/models', 'GET /openai/v1/models']

/** The list of models, with the fields of both OpenAI's and Anthropic's list. */
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

const HOST = '127.0.0.1'
/**
 * Longer than the keep-alive time of clients, so that the server never closes a connection that a client is
 * about to use.
 */
const KEEP_ALIVE_MS = 65_000

/** Starts the server. Port 0 means any free port. Rejects if the server cannot listen on the port. */
export async function startSimServer(options: {
  readonly port: number
  readonly profile: SimProfile
  readonly clock?: Clock
}) {
  const { profile, clock = systemClock } = options
  let startCall = createSimulatedAccount(profile)
  let ledger = createLedger()

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const isReset = request.method === 'POST' && request.url === '/reset'
    if (isReset) {
      startCall = createSimulatedAccount(profile)
      ledger = createLedger()
    }
    if (isReset || request.url === '/ledger') return sendJson(response, 200, ledger.read())
    const { id, signal, end } = ledger.startRequest(response)
    answerRequest(request, response, id, signal).then(end, () => {
      // Usually the client has already disconnected. Otherwise, it would wait forever for the response.
      response.destroy()
      end()
    })
  })
  server.on('connection', () => ledger.countConnection())
  server.listen(options.port, HOST)
  await once(server, 'listening')
  const address = server.address()
  return {
    /** The address without a path: `http://127.0.0.1:8080`. */
    url: `http://${HOST}:${typeof address === 'object' && address ? address.port : options.port}`,
    ledger: () => ledger.read(),
    /** Closes all connections immediately. */
    async close(): Promise<void> {
      if (!server.listening) return
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }

  /** Answers one request. Resolves to what the model did; undefined if the request was refused. */
  async function answerRequest(
    message: IncomingMessage,
    response: ServerResponse,
    id: string,
    signal: AbortSignal,
  ): Promise<ModelWork | undefined> {
    const route = `${message.method} ${message.url?.split('?')[0]}`
    const known = DIALECTS[route]
    const dialect = known ?? (route.includes(' /openai/') ? groqDialect : openaiDialect)
    response.setHeader(dialect.idHeader, `req_${id}`)
    const fail = (kind: ApiErrorKind, text: string): undefined => {
      const { status, body } = dialect.error(kind, text, `req_${id}`)
      sendJson(response, status, body)
    }

    const listsModels = MODEL_LISTS.includes(route)
    const key = message.headers[dialect.keyHeader] ?? (listsModels ? message.headers['x-api-key'] : undefined)
    if (key === undefined) return fail('auth', `missing key in the header ${dialect.keyHeader}`)
    if (listsModels) {
      sendJson(response, 200, MODELS)
      return undefined
    }
    if (!known) return fail('unknown-path', `unknown request: ${route}`)
    let request
    try {
      request = dialect.parse(await json(message))
    } catch (error) {
      return fail('bad-request', error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error))
    }
    if (request.model.startsWith('unknown')) return fail('unknown-model', `unknown model "${request.model}"`)

    const call = startCall(request, clock.now())
    const date = clock.date()
    const headers = limitHeaders(profile.limits.headers ?? dialect.limitHeaders, call.limits, date)
    response.setHeaders(new Map(Object.entries(headers)))
    const processingMs = call.firstTokenMs + (request.stream ? 0 : call.tokenMs * call.answer.outputTokens)
    if (dialect.processingHeader) response.setHeader(dialect.processingHeader, Math.round(processingMs))
    let isComplete = false
    let sent = ''
    const onSent = (piece: string) => void (sent += piece)
    try {
      isComplete = await respond({ id, date, request, call, response, dialect, clock, signal, onSent })
    } catch (error) {
      // The client has disconnected.
      if (!signal.aborted) throw error
    } finally {
      call.end(isComplete)
    }
    if (isHttpError(call.fault)) return undefined
    const isStreamed = request.stream && sent !== ''
    const billedOutputTokens = isStreamed && !isComplete ? countTokens(sent) : call.answer.outputTokens
    return { answer: call.answer, isComplete, billedOutputTokens }
  }
}
