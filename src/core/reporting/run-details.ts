/** The prompts of a run, as documents for people show them beside the timing report. */
import { truncate } from '../../util/truncate.ts'
import type { ResultRecord } from '../record.ts'
import type { Outcome, Thought, Timed } from '../types.ts'
import { rejectsText } from '../validation/severity.ts'

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

export function toPromptRow(record: ResultRecord): PromptRow {
  const { id, index, outcome, iterations, model, usage, durationMs } = record
  const failed = record.validations.filter(rejectsText).map(({ validator }) => validator)
  const objecting = record.critiques.filter(({ needsImprovement }) => needsImprovement)
  return {
    id,
    index,
    prompt: truncate(record.prompt, MAX_PROMPT_CHARACTERS),
    outcome,
    iterations,
    model,
    objections: [...new Set([...failed, ...objecting.map(({ critic }) => critic)])],
    tokens: usage.inputTokens + usage.outputTokens,
    costUsd: usage.costUsd,
    durationMs,
  }
}
