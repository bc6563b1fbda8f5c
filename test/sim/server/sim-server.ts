import { afterEach, expect, vi } from 'vitest'
import type * as z from 'zod'
import { sim } from '../../../src/providers/sim.ts'
import { simProfileSchema } from '../../../src/sim/profile.ts'
import { startSimServer, type SimServer } from '../../../src/sim/server/server.ts'
import { testScope } from '../../helpers/scope.ts'
import { virtualClock } from '../../helpers/virtual-clock.ts'

export type ProfileInput = z.input<typeof simProfileSchema>
export type Json = Record<string, unknown>

const open: SimServer[] = []
export const serve = async (input: ProfileInput = {}) => {
  const server = await startSimServer({
    port: 0,
    profile: simProfileSchema.parse(input),
    clock: virtualClock(),
  })
  open.push(server)
  return server
}

export const OPENAI = '/v1/chat/completions'
export const GROQ = '/openai/v1/chat/completions'
export const ANTHROPIC = '/v1/messages'
export const PATHS = [OPENAI, GROQ, ANTHROPIC] as const
export type Path = (typeof PATHS)[number]

export const messages = [{ role: 'user', content: 'Write about solar power' }]
export const bodyFor = (path: Path, more: Json = {}) => ({
  model: 'writer',
  messages,
  ...(path === ANTHROPIC ? { max_tokens: 4096 } : {}),
  ...more,
})
const keyFor = (path: string): Record<string, string> =>
  path === ANTHROPIC ? { 'x-api-key': 'key' } : { authorization: 'Bearer key' }

export const post = (server: SimServer, path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { ...keyFor(path), 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    redirect: 'manual',
  })
export const ask = async (server: SimServer, path: Path, more?: Json) => {
  const response = await post(server, path, bodyFor(path, more))
  return { response, status: response.status, body: (await response.json()) as Json }
}

export interface SentEvent {
  readonly event: string | undefined
  readonly data: Json | string
}
export const eventsOf = (text: string): SentEvent[] =>
  text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      const data = /^data: (.*)$/m.exec(block)?.[1] ?? ''
      return {
        event: /^event: (.*)$/m.exec(block)?.[1],
        data: data === '[DONE]' ? data : (JSON.parse(data) as Json),
      }
    })
export const stream = async (server: SimServer, path: Path, more: Json = {}) => {
  const response = await post(server, path, bodyFor(path, { stream: true, ...more }))
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  return eventsOf(await response.text())
}
export const withoutRepeats = (names: readonly unknown[]) =>
  names.filter((name, index) => name !== names[index - 1])

export const inProcess = async (more: Json = {}) => {
  const provider = sim.create(simProfileSchema.parse({}), {
    name: 'sim',
    env: {},
    fetch: async () => fetch,
  })
  return provider.model('writer').generate({ messages: messages as never, ...more }, testScope())
}

export const schema = {
  type: 'object',
  properties: {
    needsImprovement: { type: 'boolean' },
    suggestions: { type: 'array', items: { type: 'string' } },
  },
  required: ['needsImprovement', 'suggestions'],
}

export interface Chunk {
  readonly choices: readonly { readonly delta: { readonly content?: string } }[]
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

/** Waits until the assertion passes; the default limit of one second is too short for a busy machine. */
export const eventually = (assertion: () => void) => vi.waitFor(assertion, { timeout: 20_000 })
