import type { Critique, Failure, Outcome, StopReason, Thought, Timed, Usage, Validation } from './types.ts'

/** What users get for a prompt: one line of JSONL. Its fields are a promise. */
export interface ResultRecord {
  readonly id: string
  /** From 0. */
  readonly index: number
  readonly prompt: string
  readonly text: string
  readonly outcome: Outcome
  readonly stopReason: StopReason
  readonly passed: boolean
  /** How many there were. */
  readonly iterations: number
  readonly bestIteration: number | null
  readonly model: string
  readonly validations: readonly Validation[]
  readonly critiques: readonly Omit<Critique, 'lesson' | 'details' | 'usage'>[]
  readonly failures: readonly Pick<Failure, 'role' | 'name' | 'message' | 'severity'>[]
  readonly usage: Usage
  readonly durationMs: number
  readonly error: { readonly code: string; readonly message: string } | null
  readonly thoughtId: string
  readonly meta: Readonly<Record<string, unknown>>
}

const SHAPE: Readonly<Record<keyof ResultRecord, readonly string[]>> = {
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

/** What was read back as a record; undefined when it is none. Fields that are not known stay. */
export function asRecord(value: unknown): ResultRecord | undefined {
  const fields = Object(value) as Readonly<Record<string, unknown>>
  const whole = Object.entries(SHAPE).every(([name, kinds]) => kinds.includes(kindOf(fields[name])))
  return whole ? (value as ResultRecord) : undefined
}

const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value

/**
 * Validations, critiques and failures are those of the returned draft, and the failures also of a last iteration
 * that has no draft: it is why there is none. `model` is the one that was asked to write.
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
    validations: (chosen?.validations ?? []).map(validationOf),
    critiques: (chosen?.critiques ?? []).map(critiqueOf),
    failures: failures.map(failureOf),
    usage: thought.usage,
    durationMs: Math.round(thought.durationMs),
    error: thought.error,
    thoughtId: thought.id,
    meta: prompt.meta ?? {},
  }
}

/** Without what is of the run, such as times. */
export const validationOf = ({
  validator,
  passed,
  score,
  measured,
  bound,
  message,
  severity,
}: Validation): Validation => ({
  validator,
  passed,
  score,
  measured,
  bound,
  message,
  ...(severity === undefined ? {} : { severity }),
})

export const failureOf = ({ role, name, message, severity }: Failure): ResultRecord['failures'][number] => ({
  role,
  name,
  message,
  ...(severity === undefined ? {} : { severity }),
})

type Critiqued = ResultRecord['critiques'][number]
const critiqueOf = (critique: Critique): Critiqued => ({
  critic: critique.critic,
  model: critique.model,
  needsImprovement: critique.needsImprovement,
  confidence: critique.confidence,
  severity: critique.severity,
  feedback: critique.feedback,
  suggestions: critique.suggestions,
})
