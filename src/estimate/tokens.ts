/** Estimates the tokens of texts that no provider has counted, and of texts that are not written yet. */
import type { Constraint } from '../core/constraints/constraint.ts'
import type { EstimateRange } from '../core/estimate.ts'
import type { ModelAssumptions } from '../core/model-assumptions.ts'
import type { JsonSchema } from '../util/json.ts'
import { BYTES_PER_TOKEN } from '../util/tokens.ts'
import { inOrder } from './range.ts'
import { sumOf } from '../util/statistics.ts'

/** A common English word with the space before it is one token: usually 4 to 5 characters, seldom as many as 8. */
const MAX_CHARACTERS_PER_TOKEN = 8
/** Random lower-case letters have 0.52 tokens per letter, measured with o200k. */
const MAX_TOKENS_PER_LETTER = 0.6

/** Estimates the tokens of a text. At most, every byte is one token, except for lower-case letters and blanks. */
export function tokensIn(text: string): EstimateRange {
  let plain = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === 0x20 || (unit >= 0x61 && unit <= 0x7a)) plain++
  }
  const bytes = Buffer.byteLength(text)
  return {
    least: text.length / MAX_CHARACTERS_PER_TOKEN,
    expected: bytes / BYTES_PER_TOKEN,
    most: plain * MAX_TOKENS_PER_LETTER + bytes - plain,
  }
}

/** Rough number of words per unit of length. */
const WORDS_PER_UNIT: Readonly<Record<string, number>> = {
  words: 1,
  characters: 1 / 6,
  sentences: 18,
  paragraphs: 70,
}
/** A draft may be half as long as required. */
const MIN_SHARE_OF_REQUIRED = 0.5
/** Without a token limit, a draft may be three times as long as required. */
const MAX_SHARE_OF_REQUIRED = 3
/** The maximum tokens of an answer if there is no token limit. */
const MAX_ANSWER_TOKENS = 4096
/** A draft that must be JSON is assumed to have this share of the tokens of other drafts. */
const JSON_SHARE = 0.3

/** Estimates the tokens of one draft from the lengths that validators require. */
export function draftTokens(
  constraints: readonly Constraint[],
  assumptions: ModelAssumptions,
  maxTokens = Infinity,
): EstimateRange {
  const { floor, low, high } = requiredTokens(constraints, assumptions)
  const json = constraints.some(({ kind }) => kind === 'json')
  const usual = assumptions.draftTokens * (json ? JSON_SHARE : 1)
  const expected =
    low > 0 && high < Infinity
      ? (low + high) / 2
      : low > 0
        ? Math.max(low, assumptions.writesMinimum ? 0 : usual)
        : Math.min(usual, 0.8 * high)
  // JSON, and a draft that the token limit cuts off, may be of any length.
  const least =
    json || low > maxTokens ? 1 : Math.max(1, (MIN_SHARE_OF_REQUIRED * floor) / assumptions.tokensPerWord)
  const longest = Math.max(low, high < Infinity ? high : 0, expected)
  return inOrder({
    least: Math.min(least, maxTokens),
    expected: Math.max(1, Math.min(expected, maxTokens)),
    most: Math.min(Math.max(MAX_ANSWER_TOKENS, MAX_SHARE_OF_REQUIRED * longest), maxTokens),
  })
}

/** The required length in tokens; `floor` is the lowest of the minimums that validators require. */
function requiredTokens(constraints: readonly Constraint[], { tokensPerWord }: ModelAssumptions) {
  const bounds = constraints.flatMap((constraint) => {
    if (constraint.kind !== 'count') return []
    const tokens = constraint.unit === 'tokens' ? 1 : (WORDS_PER_UNIT[constraint.unit] ?? 0) * tokensPerWord
    return tokens === 0 ? [] : [{ min: constraint.min * tokens, max: Math.max(1, constraint.max * tokens) }]
  })
  const mins = bounds.map(({ min }) => min).filter((min) => min > 0)
  const low = Math.max(0, ...mins)
  return {
    floor: mins.length === 0 ? 0 : Math.min(...mins),
    low,
    high: Math.max(low, Math.min(...bounds.map(({ max }) => max))),
  }
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null

/** Estimates the tokens of a JSON answer that conforms to this schema. */
export function answerTokens(
  schema: JsonSchema,
  { jsonTextTokens }: Pick<ModelAssumptions, 'jsonTextTokens'>,
): EstimateRange {
  const least = schemaTokens(schema, { text: 0, items: 0 })
  const expected = schemaTokens(schema, { text: jsonTextTokens, items: 2 })
  // A truncated answer is unusable but billed.
  return inOrder({ least: least / 3, expected, most: MAX_ANSWER_TOKENS })
}

interface Filling {
  /** Tokens per string. */
  readonly text: number
  /** Number of items per array. */
  readonly items: number
}

function schemaTokens(schema: unknown, filling: Filling): number {
  if (!isSchema(schema)) return filling.text
  const { enum: choices, type, properties, items } = schema
  if (Array.isArray(choices)) return 2
  if (isSchema(properties)) {
    const fields = Object.entries(properties).map(
      ([name, value]) => (name.length + 4) / BYTES_PER_TOKEN + schemaTokens(value, filling),
    )
    return 1 + sumOf(fields)
  }
  if (type === 'array') return 1 + Math.max(filling.items, labelCount(items)) * schemaTokens(items, filling)
  return type === 'string' ? 1 + filling.text : 1.5
}

/** If each item begins with an enum property, the array has one item per enum value. Returns 0 for other arrays. */
function labelCount(items: unknown): number {
  const properties = isSchema(items) ? items['properties'] : undefined
  const first: unknown = isSchema(properties) ? Object.values(properties)[0] : undefined
  return isSchema(first) && Array.isArray(first['enum']) ? first['enum'].length : 0
}
