/** The whole of the simulated model: a pure function from a request, as it goes over the wire, to an answer. */
import { digest } from '../../util/hash.ts'
import type { FinishReason, Message } from '../../core/types.ts'
import { review } from './critic.ts'
import type { Lapse } from '../faults.ts'
import { jsonIn, type Schema } from './json-value.ts'
import { NOTHING_CACHED, type Cached } from '../prompt-cache.ts'
import type { SimProfile } from '../profile.ts'
import { write } from './writer.ts'

export interface SimRequest {
  /** Without the provider's name. */
  readonly model: string
  readonly messages: readonly Message[]
  /** True asks for a JSON object of whatever shape the messages describe. */
  readonly schema?: Schema | true | undefined
  readonly maxTokens?: number | undefined
  readonly seed?: number | undefined
  readonly sample?: number | undefined
  /** What a prompt cache may keep of the request; default: its messages. */
  readonly prefix?: string | undefined
}

export interface SimReply extends Cached {
  readonly text: string
  readonly finishReason: FinishReason
  readonly inputTokens: number
  readonly outputTokens: number
}

/** What tells requests apart: equal keys, equal answers and equal luck. */
export const keyOf = ({ model, messages, schema, seed, sample }: SimRequest, profile: SimProfile): string =>
  digest(JSON.stringify([profile.seed, seed ?? 0, sample ?? 0, model, messages, schema !== undefined]))

/** The schema of the answer: asked for by the API's means, or in words, in the system message or at the very end. */
export function schemaOf({ schema, messages }: SimRequest): Schema | undefined {
  if (schema !== undefined && schema !== true) return schema
  const systems = messages.filter(({ role }) => role === 'system').map(({ content }) => content)
  const [, order = ''] = /JSON Schema:\n(\{.*\})\s*$/.exec(messages.at(-1)?.content ?? '') ?? []
  const stated = [order, ...systems].map(jsonIn).find((json) => json?.['properties'])
  return stated ?? (schema && USUAL_CRITIQUE)
}

const text = { type: 'string' }
const USUAL_CRITIQUE: Schema = {
  type: 'object',
  properties: {
    needsImprovement: { type: 'boolean' },
    feedback: text,
    suggestions: { type: 'array', items: text },
    confidence: { type: 'number', minimum: 0, maximum: 1 },
  },
}

export function reply(request: SimRequest, profile: SimProfile, lapse?: Lapse): SimReply {
  const schema = schemaOf(request)
  const key = keyOf(request, profile)
  const full = schema ? review(request.messages, schema, key, profile) : write(request.messages, key, profile)
  const inputTokens = tokensOf(request.messages.map(({ content }) => content).join(''))
  const spoken = lapse ? LAPSED[lapse](full) : full
  const { maxTokens = Infinity } = request
  const cut = tokensOf(spoken) > maxTokens
  return {
    text: cut ? begin(spoken, maxTokens * CHARACTERS_PER_TOKEN) : spoken,
    finishReason: lapse === 'refusal' ? 'refusal' : cut || lapse === 'truncated' ? 'length' : 'stop',
    inputTokens,
    ...NOTHING_CACHED,
    outputTokens: Math.min(tokensOf(spoken), maxTokens),
  }
}

const LAPSED: Readonly<Record<Lapse, (text: string) => string>> = {
  truncated: (text) => begin(text, text.length / 2),
  'bad-json': (text) => `Here is what I think: ${begin(text, text.length / 2)}`,
  empty: () => '',
  refusal: () => 'I cannot help with that.',
}

const CHARACTERS_PER_TOKEN = 4
export const tokensOf = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN)

/** Never half of a character. */
const begin = (text: string, length: number): string =>
  text.slice(0, Math.floor(length)).replace(/[\uD800-\uDBFF]$/, '')
