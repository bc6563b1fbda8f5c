/** Sifaka's own endpoints: improve, validate and thoughts. */
import { randomUUID } from 'node:crypto'
import type { Context, Hono } from 'hono'
import type { Registry } from '../plugins/registry.ts'
import { digest } from '../util/hash.ts'
import type { Answers, ServiceVariables } from './answers.ts'
import { sendEvents, type SendEvent } from './event-stream.ts'
import { improveRequestSchema, validateRequestSchema, type ImproveRequest } from './own-requests.ts'
import { improveForRecord, validateText } from './own-work.ts'
import { sendProgress } from './progress-events.ts'
import { badRequest, readBody } from './read-body.ts'
import type { Caller, Service } from './service.ts'
import type { ThoughtLookup } from './thought-lookup.ts'
import { errorOf, setVerdictHeaders } from './verdict.ts'

export function addOwnRoutes(
  app: Hono<ServiceVariables>,
  service: Service,
  registry: Registry,
  answers: Answers,
  thoughts: ThoughtLookup,
): void {
  const improveSchema = improveRequestSchema(registry)
  const validateSchema = validateRequestSchema(registry)
  const callerOf = (context: Context<ServiceVariables>): Caller => ({
    client: context.get('client'),
    signal: context.req.raw.signal,
  })
  /** Sends the progress, then `result` with the answer, or `error`. */
  const streamProgress = (context: Context<ServiceVariables>, work: (caller: Caller) => Promise<object>) =>
    sendEvents(context, answers.toText, async (send: SendEvent) => {
      const { onEvent, flush } = sendProgress(send)
      try {
        const data = await work({ ...callerOf(context), onEvent })
        await flush()
        await send({ event: 'result', data })
      } catch (error) {
        await flush()
        const { code, message } = answers.describe(error, context.get('requestId'))
        await send({ event: 'error', data: { error: { code, message } } })
      }
    })
  /** Answers at once with the id of the thought, and improves the text afterwards. */
  const improveLater = async (context: Context<ServiceVariables>, request: ImproveRequest) => {
    await service.check(request.textRequest, context.get('client'))
    const id = digest(randomUUID())
    thoughts.set({ id, status: 'running' })
    const caller = { client: context.get('client'), signal: new AbortController().signal }
    improveForRecord(service, request, caller, id).then(
      (record) => thoughts.set({ id, status: 'done', record }),
      (error: unknown) => {
        const { code, message } = answers.describe(error, context.get('requestId'))
        thoughts.set({ id, status: 'failed', error: { code, message } })
      },
    )
    context.env.outgoing.setHeader('location', `/v1/thoughts/${id}`)
    context.env.outgoing.setHeader('preference-applied', 'respond-async')
    return answers.json(context, { id, status: 'running' }, 202)
  }

  app.post('/v1/improve', async (context) => {
    const request = await readBody(context, improveSchema)
    const prefersAsync = /(^|[,;\s])respond-async($|[,;\s])/i.test(context.req.header('prefer') ?? '')
    if (prefersAsync && request.isStreamed) {
      throw badRequest('the header "prefer: respond-async" and "stream": true exclude each other')
    }
    if (prefersAsync) return improveLater(context, request)
    if (request.isStreamed) {
      await service.check(request.textRequest, context.get('client'))
      return streamProgress(context, (caller) => improveForRecord(service, request, caller))
    }
    const record = await improveForRecord(service, request, callerOf(context))
    const error = errorOf(record, request.textRequest)
    setVerdictHeaders(context.env.outgoing, record)
    if (error) context.env.outgoing.setHeaders(error.headers)
    return answers.json(context, record, error?.status ?? 200)
  })

  app.post('/v1/validate', async (context) => {
    const request = await readBody(context, validateSchema)
    if (request.isStreamed) return streamProgress(context, (caller) => validateText(service, request, caller))
    return answers.json(context, await validateText(service, request, callerOf(context)))
  })

  app.get('/v1/thoughts/:id', async (context) => {
    return answers.json(context, await thoughts.find(context.req.param('id')))
  })
}
