import { pick } from '../util/pick.ts'
import type {
  Critique,
  Failure,
  Outcome,
  ErrorSummary,
  StopReason,
  Thought,
  Timed,
  Usage,
  Validation,
} from './types.ts'

export type RecordCritique = Omit<Critique, 'lesson' | 'details' | 'usage'>
export type RecordFailure = Pick<Failure, 'role' | 'name' | 'message' | 'severity'>

/** The result of a prompt, one line of JSONL. Its fields are a stable contract. */
export interface ResultRecord {
  readonly id: string
  /** From 0. */
  readonly index: number
  readonly prompt: string
  readonly text: string
  readonly outcome: Outcome
  readonly stopReason: StopReason
  readonly passed: boolean
  /** The number of iterations. */
  readonly iterations: number
  readonly bestIteration: number | null
  readonly model: string
  readonly validations: readonly Validation[]
  readonly critiques: readonly RecordCritique[]
  readonly failures: readonly RecordFailure[]
  readonly usage: Usage
  readonly durationMs: number
  readonly error: ErrorSummary | null
  readonly thoughtId: string
  readonly meta: Readonly<Record<string, unknown>>
}

const FIELD_TYPES: Readonly<Record<keyof ResultRecord, readonly string[]>> = {
  id: ['string'],
  index: ['number'],
  prompt: ['string'],
  text: ['string'],
  outcome: ['string'],
  stopReason: ['string'],
  passed: ['boolean'],
  iterations: ['number'],
  bestIteration: ['number', 'null'],
  model: ['string'],
  validations: ['array'],
  critiques: ['array'],
  failures: ['array'],
  usage: ['object'],
  durationMs: ['number'],
  error: ['object', 'null'],
  thoughtId: ['string'],
  meta: ['object'],
}

/** A value read from a file as a record, with its unknown fields; undefined if it is not a record. */
export function asRecord(value: unknown): ResultRecord | undefined {
  const fields = Object(value) as Readonly<Record<string, unknown>>
  const isRecord = Object.entries(FIELD_TYPES).every(([name, types]) =>
    types.includes(jsonTypeOf(fields[name])),
  )
  return isRecord ? (value as ResultRecord) : undefined
}

const jsonTypeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value

/**
 * Validations, critiques and failures are those of the returned draft. If the last iteration has no draft, its
 * failures are added, since they explain why. `model` is the writer that was requested.
 */
export function toRecord(thought: Timed<Thought>, model: string): ResultRecord {
  const { prompt, iterations } = thought
  const chosen = iterations.find(({ index }) => index === thought.bestIteration)
  const last = iterations.at(-1)
  const failures = [...(chosen?.failures ?? []), ...(last && !last.generation ? last.failures : [])]
  return {
    id: prompt.id,
    index: prompt.index,
    prompt: prompt.text,
    text: thought.text,
    outcome: thought.outcome,
    stopReason: thought.stopReason,
    passed: thought.outcome === 'accepted',
    iterations: iterations.length,
    bestIteration: thought.bestIteration,
    model,
    validations: (chosen?.validations ?? []).map(toRecordValidation),
    critiques: (chosen?.critiques ?? []).map(toRecordCritique),
    failures: failures.map(toRecordFailure),
    usage: thought.usage,
    durationMs: Math.round(thought.durationMs),
    error: thought.error,
    thoughtId: thought.id,
    meta: prompt.meta ?? {},
  }
}

/** Without fields that differ between equal runs, such as durations. */
export const toRecordValidation = (validation: Validation): Validation =>
  pick(validation, ['validator', 'passed', 'score', 'measured', 'bound', 'message', 'severity'])

export const toRecordFailure = (failure: Failure): RecordFailure =>
  pick(failure, ['role', 'name', 'message', 'severity'])

const toRecordCritique = (critique: Critique): RecordCritique =>
  pick(critique, ['critic', 'model', 'needsImprovement', 'confidence', 'severity', 'feedback', 'suggestions'])
