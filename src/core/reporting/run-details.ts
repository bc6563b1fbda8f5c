/** The prompts of a run, as documents for people show them beside the timing report. */
import { truncate } from '../../util/truncate.ts'
import { returnedIteration, writerOf, type ResultRecord } from '../record.ts'
import type { Critique, Outcome, Thought, Timed } from '../types.ts'
import { rejectsText } from '../validation/severity.ts'

/** A browser still filters and sorts this number of rows at once, and a file with them stays below 20 MB. */
export const MAX_TABLE_ROWS = 10_000

export interface RunDetails {
  /** The number of prompts that ended. */
  readonly prompts: number
  /** The validators and critics that objected to texts that were not accepted, most frequent first. */
  readonly failingRules: readonly FailingRuleCount[]
  /** One row per prompt, in input order; if there are too many prompts, every second, fourth, ... one. */
  readonly rows: readonly PromptRow[]
  /** Some prompts with all their iterations, in input order. */
  readonly details: readonly PromptDetail[]
}

interface FailingRuleCount {
  readonly rule: string
  /** The number of texts. */
  readonly prompts: number
}

export interface PromptRow {
  readonly id: string
  readonly index: number
  /** The beginning of the prompt. */
  readonly prompt: string
  readonly outcome: Outcome
  readonly iterations: number
  readonly model: string
  /** The validators and critics that object to the returned draft. */
  readonly objections: readonly string[]
  readonly tokens: number
  readonly costUsd: number | null
  readonly durationMs: number
}

export interface PromptDetail {
  readonly thought: Timed<Thought>
  /** Ordered by start. */
  readonly work: readonly TimedWork[]
}

/** A piece of work on a prompt. */
export interface TimedWork {
  readonly kind: 'generation' | 'validation' | 'critique' | 'call' | 'wait'
  readonly name: string
  readonly iteration: number
  /** Time from the start of the prompt. */
  readonly startMs: number
  readonly durationMs: number
  readonly hasFailed: boolean
}

const MAX_PROMPT_CHARACTERS = 160

/** The fields of a record that a row shows. */
type RowSource = Pick<
  ResultRecord,
  'id' | 'index' | 'prompt' | 'outcome' | 'iterations' | 'model' | 'validations' | 'usage' | 'durationMs'
> & { readonly critiques: readonly Pick<Critique, 'critic' | 'needsImprovement'>[] }

export function toPromptRow(record: RowSource): PromptRow {
  const { id, index, outcome, iterations, model, usage, durationMs } = record
  return {
    id,
    index,
    prompt: truncate(record.prompt, MAX_PROMPT_CHARACTERS),
    outcome,
    iterations,
    model,
    objections: objectionsTo(record),
    tokens: usage.inputTokens + usage.outputTokens,
    costUsd: usage.costUsd,
    durationMs,
  }
}

/** Like the row of the thought's record. `model` is the requested writing model. */
export function rowOfThought(thought: Timed<Thought>, model: string): PromptRow {
  const { prompt, outcome, iterations, usage, durationMs } = thought
  const { validations = [], critiques = [] } = returnedIteration(thought) ?? {}
  return toPromptRow({
    id: prompt.id,
    index: prompt.index,
    prompt: prompt.text,
    outcome,
    iterations: iterations.length,
    model: writerOf(thought) ?? model,
    validations,
    critiques,
    usage,
    durationMs: Math.round(durationMs),
  })
}

/** The validators and critics that object to the returned draft. */
export const rulesNotMet = (thought: Thought): string[] =>
  objectionsTo(returnedIteration(thought) ?? { validations: [], critiques: [] })

function objectionsTo({ validations, critiques }: Pick<RowSource, 'validations' | 'critiques'>): string[] {
  const failed = validations.filter(rejectsText).map(({ validator }) => validator)
  const objecting = critiques.filter(({ needsImprovement }) => needsImprovement)
  return [...new Set([...failed, ...objecting.map(({ critic }) => critic)])]
}
