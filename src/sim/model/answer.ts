/** The simulated model, a pure function from a request to an answer. */
import { digest } from '../../util/hash.ts'
import { readSchemaRequest } from '../../core/phrases/schema-request.ts'
import type { FinishReason, Message } from '../../core/types.ts'
import { review } from './critic.ts'
import type { ModelFault } from '../faults.ts'
import type { JsonSchema } from '../../util/json.ts'
import { findJsonObject } from './json-value.ts'
import type { SimProfile } from '../profile.ts'
import { write } from './writer.ts'

export interface SimRequest {
  /** The part after the colon in `provider:model`. */
  readonly model: string
  readonly messages: readonly Message[]
  /** True if the answer must be a JSON object whose shape only the messages describe. */
  readonly schema?: JsonSchema | true | undefined
  readonly maxTokens?: number | undefined
  readonly seed?: number | undefined
  readonly sample?: number | undefined
  /** The part of the request that a prompt cache may store; default: the schema and the messages. */
  readonly prefix?: string | undefined
}

/** Returns a key of the request. Requests with equal keys have equal answers and equal faults. */
function simRequestKey(request: SimRequest, profile: SimProfile): string {
  const { model, messages, schema, seed = 0, sample = 0 } = request
  return digest(JSON.stringify([profile.seed, seed, sample, model, messages, schema !== undefined]))
}

/**
 * Returns the schema of the answer. It is a parameter of the request, or is written in the last message or in a
 * system message.
 */
function requestedSchema({ schema, messages }: SimRequest): JsonSchema | undefined {
  if (schema !== undefined && schema !== true) return schema
  const systems = messages.filter(({ role }) => role === 'system').map(({ content }) => content)
  const stated = [readSchemaRequest(messages.at(-1)?.content ?? '') ?? '', ...systems]
  return stated.map(findJsonObject).find((json) => json?.['properties']) ?? (schema && DEFAULT_CRITIQUE)
}

const DEFAULT_CRITIQUE: JsonSchema = {
  properties: { needsImprovement: { type: 'boolean' }, feedback: {}, suggestions: { type: 'array' } },
}

export function simulateAnswer(request: SimRequest, profile: SimProfile) {
  const { messages, maxTokens = Infinity } = request
  const key = simRequestKey(request, profile)
  const schema = requestedSchema(request)
  const flawless = schema ? review(messages, schema, key, profile) : write(messages, key, profile)
  return {
    key,
    isStructured: schema !== undefined,
    answer(fault?: ModelFault) {
      const full = fault ? FAULTY[fault](flawless) : flawless
      const isCut = countTokens(full) > maxTokens
      const endsEarly = isCut || fault === 'truncated'
      const finishReason: FinishReason = fault === 'refusal' ? 'refusal' : endsEarly ? 'length' : 'stop'
      return {
        text: isCut ? cutText(full, maxTokens * CHARACTERS_PER_TOKEN) : full,
        finishReason,
        inputTokens: countTokens(messages.map(({ content }) => content).join('')),
        outputTokens: Math.min(countTokens(full), maxTokens),
      }
    },
  }
}

const FAULTY: Readonly<Record<ModelFault, (text: string) => string>> = {
  truncated: (text) => cutText(text, text.length / 2),
  'bad-json': (text) => `Here is what I think: ${cutText(text, text.length / 2)}`,
  empty: () => '',
  refusal: () => 'I cannot help with that.',
}

const CHARACTERS_PER_TOKEN = 4
export const countTokens = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN)

/** Cuts a text without splitting a surrogate pair. */
const cutText = (text: string, length: number): string =>
  text.slice(0, Math.floor(length)).replace(/[\uD800-\uDBFF]$/, '')
