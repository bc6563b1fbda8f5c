import type { Route } from './escalation/route.ts'
import { pick } from '../util/pick.ts'
import type {
  Critique,
  DroppedSetting,
  Failure,
  Iteration,
  Outcome,
  ErrorSummary,
  StopReason,
  Thought,
  Timed,
  Usage,
  Validation,
} from './types.ts'

export type RecordCritique = Omit<Critique, 'lesson' | 'score' | 'details' | 'faults' | 'calls' | 'usage'>
export type RecordFailure = Pick<Failure, 'role' | 'name' | 'message' | 'severity'>

/** The result of a prompt, stored as one line of JSON. Its fields are a stable contract. */
export interface ResultRecord {
  readonly id: string
  /** Position in the input, counted from 0. */
  readonly index: number
  readonly prompt: string
  readonly text: string
  readonly outcome: Outcome
  readonly stopReason: StopReason
  readonly passed: boolean
  readonly iterations: number
  readonly bestIteration: number | null
  readonly model: string
  readonly validations: readonly Validation[]
  readonly critiques: readonly RecordCritique[]
  readonly failures: readonly RecordFailure[]
  /** Settings that the writer did not accept; absent if there are none. */
  readonly dropped?: readonly DroppedSetting[] | undefined
  /** The models that wrote drafts because the requested one was not available; absent if there are none. */
  readonly fallback?: readonly string[] | undefined
  /** Why a model began, where several may write; absent otherwise. */
  readonly route?: Route | undefined
  /** The `--label` of the run; absent if it has none. */
  readonly label?: string | undefined
  readonly usage: Usage
  readonly durationMs: number
  readonly error: ErrorSummary | null
  /** Present if the first draft was the accepted text of another, similar prompt. */
  readonly cached?: 'semantic'
  /** The similarity of the two prompts, from 0 to 1. */
  readonly similarity?: number
  /** The id of the thought that produced the text. */
  readonly sourceThoughtId?: string
  readonly thoughtId: string
  readonly meta: Readonly<Record<string, unknown>>
  /** Hashes of all that the result depends on, for a resumed run; only in the file to which results are appended. */
  readonly fingerprint?: string | undefined
}

/** The record as users see it in all other outputs. */
export function withoutFingerprint(record: ResultRecord): ResultRecord {
  const { fingerprint: _, ...rest } = record
  return rest
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
  dropped: ['array', 'undefined'],
  fallback: ['array', 'undefined'],
  route: ['object', 'undefined'],
  label: ['string', 'undefined'],
  cached: ['string', 'undefined'],
  similarity: ['number', 'undefined'],
  sourceThoughtId: ['string', 'undefined'],
  usage: ['object'],
  durationMs: ['number'],
  error: ['object', 'null'],
  thoughtId: ['string'],
  meta: ['object'],
  fingerprint: ['string', 'undefined'],
}

/** Returns a parsed value as a record, including unknown fields; undefined if the value is not a record. */
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
 * The record contains the validations, critiques and failures of the returned draft. If the last iteration has no
 * draft, its failures are added, since they explain why. `model` is the requested writing model, unless the
 * iterations name it.
 */
export function toRecord(thought: Timed<Thought>, model: string): ResultRecord {
  const { prompt, iterations } = thought
  const chosen = returnedIteration(thought)
  const last = iterations.at(-1)
  const generations = iterations.flatMap(({ generation }) => generation ?? [])
  const dropped = generations.flatMap((generation) => generation.dropped ?? [])
  const fallback = generations.flatMap((generation) => generation.fallback ?? [])
  const similar = generations.find((generation) => generation.semantic)?.semantic
  const semantic = similar && { similarity: similar.similarity, sourceThoughtId: similar.thoughtId }
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
    model: writerOf(thought) ?? model,
    validations: (chosen?.validations ?? []).map(toRecordValidation),
    critiques: (chosen?.critiques ?? []).map(toRecordCritique),
    failures: failures.map(toRecordFailure),
    ...(dropped.length === 0 ? {} : { dropped: [...new Set(dropped)] }),
    ...(fallback.length === 0 ? {} : { fallback: [...new Set(fallback)] }),
    ...(thought.route ? { route: thought.route } : {}),
    ...(prompt.label === undefined ? {} : { label: prompt.label }),
    ...(semantic ? { cached: 'semantic' as const, ...semantic } : {}),
    usage: thought.usage,
    durationMs: Math.round(thought.durationMs),
    error: thought.error,
    thoughtId: thought.id,
    meta: prompt.meta ?? {},
  }
}

/** The iteration that wrote the returned draft. */
export const returnedIteration = ({ iterations, bestIteration }: Thought): Timed<Iteration> | undefined =>
  iterations.find(({ index }) => index === bestIteration)

/** The model that wrote the returned draft; undefined unless several models may write. */
export const writerOf = (thought: Thought): string | undefined =>
  (returnedIteration(thought) ?? thought.iterations.at(-1))?.writer

/** Omits fields that differ between equal runs, such as durations. */
export const toRecordValidation = (validation: Validation): Validation =>
  pick(validation, ['validator', 'passed', 'score', 'measured', 'bound', 'message', 'severity', 'findings'])

export const toRecordFailure = (failure: Failure): RecordFailure =>
  pick(failure, ['role', 'name', 'message', 'severity'])

const toRecordCritique = (critique: Critique): RecordCritique =>
  pick(critique, ['critic', 'model', 'needsImprovement', 'confidence', 'severity', 'feedback', 'suggestions'])
