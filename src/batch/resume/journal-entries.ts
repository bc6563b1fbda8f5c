/** The lines of the call journal. */
import type { Answer, Usage, Waste } from '../../core/types.ts'
import { noUsage, noWaste } from '../../core/usage.ts'
import { parseJson } from '../../util/json.ts'

interface EntryOfPrompt {
  readonly prompt: string
  readonly key: string
  /** Identifies the result that the prompt had when the call was made; absent if it had none. */
  readonly after?: number | undefined
}

export interface AnswerEntry extends EntryOfPrompt {
  readonly answer: Answer
}

export interface AttemptEntry extends EntryOfPrompt {
  /** Number of the attempt, unique in the file. */
  readonly attempt: number
  readonly cost: Waste
  /** False until the attempt or its call has ended; `cost` is then what it costs if the call is interrupted. */
  readonly hasEnded: boolean
}

export type JournalEntry = AnswerEntry | AttemptEntry

export const isAnswerEntry = (entry: JournalEntry): entry is AnswerEntry => 'answer' in entry

/** A part of the request's hash is enough to distinguish the requests of one prompt. */
export const shortKey = (key: string): string => key.slice(0, 20)

/** Omits default values to keep the file small. */
export function formatJournalLine(entry: JournalEntry): string {
  const { prompt, key, after } = entry
  const mark = after === undefined ? {} : { after }
  if (!isAnswerEntry(entry)) {
    const { attempt, cost, hasEnded } = entry
    return `${JSON.stringify([prompt, key, attempt, { cost: withoutZeros(cost), ...(hasEnded ? { hasEnded } : {}), ...mark }])}\n`
  }
  const { text, usage, cached, finishReason, ...others } = entry.answer
  const rest = {
    ...others,
    ...(cached ? { cached } : {}),
    ...(finishReason === 'stop' ? {} : { finishReason }),
    usage: withoutZeros(usage),
    ...mark,
  }
  return `${JSON.stringify([prompt, key, text, rest])}\n`
}

function withoutZeros(figures: Usage | Waste): object {
  const kept: Record<string, unknown> = {}
  for (const [name, figure] of Object.entries(figures)) {
    if (figure !== 0 && figure !== noWaste) kept[name] = figure
  }
  return kept
}

interface Fields extends Partial<Answer> {
  readonly cost?: Partial<Waste>
  readonly hasEnded?: boolean
  readonly after?: number
}

/** Undefined for an incomplete line, which a crash can leave, and for all that is not an entry. */
export function parseJournalLine(line: string): JournalEntry | undefined {
  const parsed = parseJson(line)
  const [prompt, key, content, fields] =
    'value' in parsed && Array.isArray(parsed.value) ? (parsed.value as unknown[]) : []
  if (typeof prompt !== 'string' || typeof key !== 'string') return undefined
  const { after, cost, hasEnded, ...rest } = Object(fields) as Fields
  const entry = { prompt, key, after }
  if (typeof content === 'number') {
    const waste = { ...noWaste, ...cost }
    return areAmounts(waste)
      ? { ...entry, attempt: content, cost: waste, hasEnded: hasEnded === true }
      : undefined
  }
  if (typeof content !== 'string') return undefined
  const { wasted, ...amounts } = { ...noUsage, ...rest.usage }
  const usage = { ...amounts, wasted: { ...noWaste, ...wasted } }
  if (!areAmounts(amounts) || !areAmounts(usage.wasted)) return undefined
  const answer = { model: '', finishReason: 'stop', cached: false, ...rest, text: content, usage } as const
  return typeof answer.model === 'string' ? { ...entry, answer } : undefined
}

const areAmounts = (amounts: object): boolean =>
  Object.values(amounts).every((amount) => amount === null || (Number.isFinite(amount) && amount >= 0))
