/** A model at a loopback server, as the engine uses it, and what the user is told about it. */
import { createProviderState } from '../../../src/middleware/provider-state.ts'
import { RetryBudget } from '../../../src/middleware/retry-policy.ts'
import { withRateLimit } from '../../../src/middleware/with-rate-limit.ts'
import { withRetry } from '../../../src/middleware/with-retry.ts'
import { compatible } from '../../../src/providers/compatible.ts'
import { createHttpPool } from '../../../src/providers/http/lazy-pool.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { dialects, KEY, spoken, wholeChat, type Spoken } from '../dialects.ts'
import { loopback, sendJson, type Loopback } from '../loopback.ts'

export async function openBench() {
  const pool = createHttpPool({ env: {} })
  const server = await loopback()
  const warnings: string[] = []
  const notes: string[] = []
  const needs = {
    name: 'mine',
    fetch: pool.fetch,
    env: { OPENAI_API_KEY: KEY, ANTHROPIC_API_KEY: KEY, GROQ_API_KEY: KEY },
    warn: (line: string) => void warnings.push(line),
    inform: (line: string) => void notes.push(line),
  }
  return {
    server,
    warnings,
    notes,
    needs,
    createServer: () => compatible.create({ baseUrl: server.origin, structured: 'json_schema' }, needs),
    bodies: () => server.received.map(({ body }) => body),
    close: async () => {
      await server.close()
      await pool.close()
    },
  }
}

/** Retries no errors but those that the provider adapts to, unless a maximum is given. */
export function modelOf(provider: Provider, id = 'm', maxRetries = 0) {
  const state = createProviderState({ name: 'mine', maxInFlight: 9, startAtMax: true }, new RetryBudget())
  return withRetry(withRateLimit(provider.model(id), state), maxRetries, state)
}

export const chatAnswer = (more: Partial<Spoken> = {}, extra: object = {}) => ({
  ...wholeChat({ ...spoken, ...more }),
  ...extra,
})

export const claudeEvents = dialects.find(({ name }) => name === 'anthropic')?.events ?? (() => [])

/** Refuses a body that has one of these fields, with a message that may name it. */
export const refusing =
  (fields: readonly string[], message: (field: string) => string, status = 400): Loopback['reply'] =>
  (response, { body }) => {
    const field = fields.find((each) => body[each] !== undefined)
    if (field !== undefined) sendJson(response, { error: { message: message(field) } }, { status })
    else sendJson(response, chatAnswer())
  }
