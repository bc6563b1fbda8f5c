/** The routes of the service. */
import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { matchedRoutes } from 'hono/route'
import { METHOD_NAME_ALL } from 'hono/router'
import { PROMETHEUS_TYPE } from '../observe/metrics/prometheus.ts'
import type { Registry } from '../plugins/registry.ts'
import type { ClientAccess } from './access.ts'
import type { Answers, ServiceVariables } from './answers.ts'
import { addChatRoutes, chatApis } from './chat-routes.ts'
import { openaiChat } from './openai/chat-completions.ts'
import { anthropicMessages } from './messages.ts'
import type { HealthCheck } from './health.ts'
import { openApiDocument } from './openapi.ts'
import { checkHead, checkQuery } from './request-head.ts'
import { pageOf } from './models/model-pages.ts'
import { tooLarge } from './read-body.ts'
import { addOwnRoutes } from './own-routes.ts'
import type { Service } from './service.ts'
import { didYouMean } from '../util/lookup.ts'
import { ServiceError } from './service-error.ts'
import type { ThoughtLookup } from './thought-lookup.ts'

export interface AppOptions {
  readonly answers: Answers
  readonly service: Service
  readonly registry: Registry
  readonly access: ClientAccess
  readonly thoughts: ThoughtLookup
  readonly health: HealthCheck
  /** The metrics of the process, in the text format of Prometheus. */
  readonly metrics: () => string
  readonly isDraining: () => boolean
  readonly maxBodyBytes: number
  readonly version: string
}

/** The ids that clients and load balancers may give a request. */
const REQUEST_ID = /^[\w.:-]{1,128}$/

export function createApp(options: AppOptions): Hono<ServiceVariables> {
  const { answers, service, registry, access, health, isDraining, maxBodyBytes, version } = options
  const app = new Hono<ServiceVariables>()

  app.use(async (context, next) => {
    const given = context.req.header('x-request-id') ?? ''
    const requestId = REQUEST_ID.test(given) ? given : `req_${randomUUID()}`
    context.set('requestId', requestId)
    // Anthropic's SDK reads `request-id`, the others `x-request-id`.
    context.env.outgoing.setHeader('x-request-id', requestId)
    context.env.outgoing.setHeader('request-id', requestId)
    checkHead(context.env.incoming)
    await next()
  })
  app.get('/health/live', (context) => answers.json(context, { status: 'live', version }))
  app.get('/health', async (context) => {
    const state = await health()
    const isReady = state.ready && !isDraining()
    const body = { status: isReady ? 'ready' : isDraining() ? 'draining' : 'not ready', version, ...state }
    return answers.json(
      context,
      { ...body, ready: isReady, inFlight: service.inFlight() },
      isReady ? 200 : 503,
    )
  })
  app.use(async (context, next) => {
    context.set('client', access.admit(context.req.raw.headers))
    await next()
  })
  app.use(async (context, next) => {
    if (Number(context.req.header('content-length') ?? 0) > maxBodyBytes) throw tooLarge(maxBodyBytes)
    context.set('maxBodyBytes', maxBodyBytes)
    await next()
  })
  app.use(async (context, next) => {
    // Other paths are unknown, which is said instead.
    if (matchedRoutes(context).some(({ path }) => path !== '/*')) {
      checkQuery(context.req.path, context.req.queries())
    }
    await next()
  })
  addChatRoutes(app, service, registry, answers)
  addOwnRoutes(app, service, registry, answers, options.thoughts)
  for (const path of ['/v1/models', '/openai/v1/models']) {
    app.get(path, async (context) => {
      const page = pageOf(await service.modelNames(), context.req.query())
      return answers.json(context, { ...page, object: 'list', data: page.data.map(describeModel) })
    })
    app.get(`${path}/:id{.+}`, async (context) => {
      const id = context.req.param('id') ?? ''
      if (!(await service.modelNames()).includes(id)) {
        throw new ServiceError(404, 'model_not_found', `no model and no profile is listed as "${id}"`)
      }
      return answers.json(context, describeModel(id))
    })
  }
  app.get('/metrics', (context) => context.body(options.metrics(), 200, { 'content-type': PROMETHEUS_TYPE }))
  app.get('/openapi.json', (context) => answers.json(context, openApiDocument(registry, version)))
  refuseOtherMethods(app)
  const paths = [...new Set(endpointsOf(app).map(({ path }) => path.replace(/:(\w+).*/, '{$1}')))]
  app.notFound(({ req: { method, path } }) => {
    throw new ServiceError(
      404,
      'unknown_url',
      `no such endpoint: ${method} ${path}; ${didYouMean(path, paths)}`,
    )
  })
  app.onError((error, context) => {
    const id = context.get('requestId')
    const known = answers.describe(error, id)
    // Clients of an API also ask for what is below its path, such as Anthropic's /v1/messages/count_tokens.
    const api =
      chatApis.find(({ path }) => `${context.req.path}/`.startsWith(`${path}/`)) ??
      (context.req.header('anthropic-version') === undefined ? openaiChat : anthropicMessages)
    context.env.outgoing.setHeaders(known.headers)
    return answers.json(context, api.error(known, id), known.status)
  })
  return app
}

const endpointsOf = (app: Hono<ServiceVariables>) =>
  app.routes.filter(({ method }) => method !== METHOD_NAME_ALL)

/** Known paths answer 405 to methods that they do not have, and name those that they have. */
function refuseOtherMethods(app: Hono<ServiceVariables>): void {
  const routes = endpointsOf(app)
  for (const path of new Set(routes.map((route) => route.path))) {
    const known = routes.filter((route) => route.path === path).map(({ method }) => method)
    const allowed = known.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
    app.all(path, (context) => {
      const { method, path: asked } = context.req
      context.env.outgoing.setHeader('allow', allowed)
      throw new ServiceError(405, 'method_not_allowed', `${asked} accepts ${allowed}, not ${method}`)
    })
  }
}

/** With the fields of both OpenAI's and Anthropic's list. */
const describeModel = (id: string) => ({
  id,
  object: 'model',
  type: 'model',
  display_name: id,
  owned_by: 'sifaka',
  created: 0,
  created_at: '1970-01-01T00:00:00Z',
})
