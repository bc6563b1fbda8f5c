/** Makes the first requests to a service as fast as the later ones. */
import type { Server } from 'node:http'
import { duplexPair } from 'node:stream'
import { createAdaptorServer } from '@hono/node-server'
import { parseSettings } from '../../config/load.ts'
import { createEngine } from '../../engine/create-engine.ts'
import { createMetrics } from '../../observe/metrics/metrics.ts'
import { createAccess } from '../access.ts'
import type { AnswerNeeds } from '../answers.ts'
import { createApp, type AppOptions } from '../app.ts'
import { createService } from '../service.ts'

/** Enough to load all code that a request needs, and to compile the part of it that takes the most time. */
const REQUESTS = 100
const HOST = '127.0.0.1'
const SETTINGS = {
  model: 'sim:writer',
  critics: [],
  cache: false,
  store: { name: 'memory' },
  providers: { sim: { latency: { firstTokenMs: 1, spread: 0 } } },
}

/**
 * Lets the code of the service answer requests with simulated texts. They are neither stored nor counted, and reach no
 * network.
 */
export async function warmUp(options: Omit<AppOptions, 'isDraining'> & AnswerNeeds): Promise<void> {
  const { registry, redact, warn } = options
  const io = {
    registry,
    env: {},
    signal: new AbortController().signal,
    warn,
    observers: [createMetrics(redact)],
  }
  const engine = await createEngine(parseSettings(SETTINGS, registry), io)
  const openEngine = () => Promise.resolve(engine)
  const service = createService({
    openEngine,
    profileNames: [],
    maxRequests: REQUESTS,
    requestTimeoutMs: 60_000,
  })
  const access = createAccess([], HOST)
  const app = createApp({ ...options, service, access, isDraining: () => false })
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server
  const [client, connection] = duplexPair()
  server.emit('connection', connection)
  for (let sent = 1; sent <= REQUESTS; sent++) client.write(requestText(sent))
  await new Promise((resolve) => client.on('end', resolve).resume())
  await engine.close()
}

function requestText(number: number): string {
  const body = JSON.stringify({
    model: 'default',
    messages: [{ role: 'user', content: `Write about topic ${number}` }],
  })
  const headers = [
    `host: ${HOST}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    `connection: ${number === REQUESTS ? 'close' : 'keep-alive'}`,
  ]
  return ['POST /v1/chat/completions HTTP/1.1', ...headers, '', body].join('\r\n')
}
