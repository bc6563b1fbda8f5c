/** How many tokens texts have that nobody has counted, and texts that nobody has written. */
import type { Demand } from '../core/constraints/demand.ts'
import type { Spread } from '../core/estimate.ts'
import { ordered } from './range.ts'

/** Common words are tokens whole; with a blank before it a token of English has 4 to 5 characters, seldom 8. */
const MOST_CHARACTERS = 8
const USUAL_BYTES = 4
/** Of o200k, letters drawn by chance have 0.52 tokens each. */
const TOKENS_A_LETTER = 0.6

/** Any byte may be a token of its own, but small letters and blanks are not, one by one. */
export function tokensIn(text: string): Spread {
  let plain = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === 0x20 || (unit >= 0x61 && unit <= 0x7a)) plain++
  }
  const bytes = Buffer.byteLength(text)
  return {
    least: text.length / MOST_CHARACTERS,
    expected: bytes / USUAL_BYTES,
    most: plain * TOKENS_A_LETTER + bytes - plain,
  }
}

/** How a model writes where nothing tells it otherwise. */
export interface Habits {
  readonly draftTokens: number
  readonly tokensAWord: number
  /** Tokens of a text in a JSON answer. */
  readonly textTokens: number
  /** Writes as little as it is asked for. */
  readonly terse: boolean
}

/** Rough, but the same for all: what a unit of length has, in words. */
const WORDS: Readonly<Record<string, number>> = { words: 1, characters: 1 / 6, sentences: 18, paragraphs: 70 }
/** A draft may fall short of what is asked for, by up to a half. */
const SHORTFALL = 0.5
/** Where no limit is set, a draft may be several times as long as asked for. */
const EXCESS = 3
/** What an answer is taken to need at most where no limit is set. */
const USUAL_MOST_TOKENS = 4096
/** A JSON value, as a share of the usual text. */
const JSON_SHARE = 0.3

/** The tokens of one draft, by the lengths that are asked for. */
export function draftTokens(demands: readonly Demand[], habits: Habits, maxTokens = Infinity): Spread {
  const { floor, low, high } = lengthIn(demands, habits)
  const json = demands.some(({ kind }) => kind === 'json')
  const usual = habits.draftTokens * (json ? JSON_SHARE : 1)
  const expected =
    low > 0 && high < Infinity
      ? (low + high) / 2
      : low > 0
        ? Math.max(low, habits.terse ? 0 : usual)
        : Math.min(usual, 0.8 * high)
  const bound = high < Infinity ? high : 0
  // What need not be text, or cannot be as long as asked for, may be of any length.
  const forced = json || low > maxTokens ? 1 : Math.max(1, (SHORTFALL * floor) / habits.tokensAWord)
  return ordered({
    least: Math.min(forced, maxTokens),
    expected: Math.max(1, Math.min(expected, maxTokens)),
    most: Math.min(Math.max(USUAL_MOST_TOKENS, EXCESS * Math.max(low, bound, expected)), maxTokens),
  })
}

/** Between what bounds; `floor` is the one that is most easily met. */
function lengthIn(demands: readonly Demand[], { tokensAWord }: Habits) {
  const bounds = demands.flatMap((demand) => {
    if (demand.kind !== 'count') return []
    const tokens = demand.unit === 'tokens' ? 1 : (WORDS[demand.unit] ?? 0) * tokensAWord
    return tokens === 0 ? [] : [{ min: demand.min * tokens, max: Math.max(1, demand.max * tokens) }]
  })
  const mins = bounds.map(({ min }) => min).filter((min) => min > 0)
  const low = Math.max(0, ...mins)
  return {
    floor: mins.length === 0 ? 0 : Math.min(...mins),
    low,
    high: Math.max(low, Math.min(...bounds.map(({ max }) => max))),
  }
}

type Schema = Readonly<Record<string, unknown>>
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null

/** The tokens of a JSON answer of this shape. */
export function answerTokens(schema: Schema, { textTokens }: Pick<Habits, 'textTokens'>): Spread {
  const least = sizeOf(schema, { text: 0, items: 0 })
  const expected = sizeOf(schema, { text: textTokens, items: 2 })
  // An answer that is broken off cannot be used, and is paid for.
  return ordered({ least: least / 3, expected, most: USUAL_MOST_TOKENS })
}

function sizeOf(schema: unknown, filling: { readonly text: number; readonly items: number }): number {
  if (!isSchema(schema)) return filling.text
  const { enum: choices, type, properties, items } = schema
  if (Array.isArray(choices)) return 2
  if (isSchema(properties)) {
    const fields = Object.entries(properties).map(
      ([name, value]) => (name.length + 4) / USUAL_BYTES + sizeOf(value, filling),
    )
    return 1 + fields.reduce((total, field) => total + field, 0)
  }
  if (type === 'array') return 1 + Math.max(filling.items, labelsIn(items)) * sizeOf(items, filling)
  return type === 'string' ? 1 + filling.text : 1.5
}

/** A list that wants one item for each label has its labels first. */
function labelsIn(items: unknown): number {
  const properties = isSchema(items) ? items['properties'] : undefined
  const first: unknown = isSchema(properties) ? Object.values(properties)[0] : undefined
  return isSchema(first) && Array.isArray(first['enum']) ? first['enum'].length : 0
}
