/** What an iteration means: its verdict, whether to stop, which draft is best. Pure. */
import { contradiction } from './constraints/contradictions.ts'
import { interruptionCode, isInterruption, messageOf } from './failure.ts'
import { digest } from '../util/hash.ts'
import type { Validator } from './ports.ts'
import type {
  Generation,
  Iteration,
  Policy,
  Prompt,
  Quorum,
  Stop,
  StopReason,
  Thought,
  Timed,
} from './types.ts'
import { blocks, isWarning } from './severity.ts'
import { usageOf } from './usage.ts'

const VISIBLE = /[^\s\p{Cf}]/u
/** Nothing to see: white space and characters without a shape. */
export const isBlank = (text: string): boolean => !VISIBLE.test(text)

/** A draft that can be assessed: not a refusal, and more than white space. */
export const isUsable = (generation: Generation): boolean =>
  generation.finishReason !== 'refusal' && !isBlank(generation.text)

/** As long as the model wanted it. */
const isWhole = (generation: Generation | null): boolean =>
  generation?.finishReason !== 'length' && generation?.finishReason !== 'cut'

export type Verdict = 'accepted' | 'revise' | 'unreviewed' | 'failed'

/**
 * Accepted means that every validator passed, but for warnings, and enough critics approve: a critic can veto but never overrule a
 * validator, and whoever could not answer counts neither way.
 */
function verdict(iteration: Iteration, policy: Policy): Verdict {
  const { generation, validations, critiques, failures } = iteration
  const failed = (role: string) => failures.some((failure) => failure.role === role && !isWarning(failure))
  const objections = critiques.filter((critique) => critique.needsImprovement).length
  const invalid = validations.some(blocks) || !isWhole(generation)

  if (failed('critic') && policy.onCriticError === 'fail') return 'failed'
  if (invalid) return 'revise'
  if (failed('validator')) return objections > 0 ? 'revise' : 'failed'
  if (critiques.length === 0) return failed('critic') ? 'unreviewed' : 'accepted'
  if (approves(policy.quorum, critiques.length - objections, critiques.length)) return 'accepted'
  return objections > 0 ? 'revise' : 'unreviewed'
}

/** Ties revise. */
const approves = (quorum: Quorum, approvals: number, answered: number): boolean =>
  quorum === 'unanimous'
    ? approvals === answered
    : quorum === 'majority'
      ? approvals * 2 > answered
      : approvals >= quorum

/** Whether, and why, the loop ends after these iterations. */
export function decide(iterations: readonly Iteration[], policy: Policy): Stop | undefined {
  const last = iterations.at(-1)
  if (!last) return undefined
  const interruption = last.failures.find((failure) => isInterruption(failure.code))
  if (interruption) return interrupt(interruption.code, interruption.message)
  if (!last.generation) return { reason: 'error', outcome: 'failed', error: errorOf(last, 'model') }
  if (!isUsable(last.generation)) return unusable(last.generation)

  const judged = verdict(last, policy)
  if (judged === 'accepted') return { reason: 'accepted', outcome: 'accepted' }
  if (judged === 'unreviewed')
    return { reason: 'error', outcome: 'unreviewed', error: errorOf(last, 'critic') }
  if (judged === 'failed') {
    const role = policy.onCriticError === 'fail' && last.failures.some(({ role }) => role === 'critic')
    return { reason: 'error', outcome: 'failed', error: errorOf(last, role ? 'critic' : 'validator') }
  }
  const reason = standstill(iterations, policy)
  const whole = isWhole(best(iterations, policy)?.generation ?? null)
  return reason && { reason, outcome: whole ? 'exhausted' : 'truncated' }
}

/** Why another iteration would be no use. */
function standstill(iterations: readonly Iteration[], policy: Policy): StopReason | undefined {
  const texts = iterations.map((iteration) => iteration.generation?.text)
  const text = texts.at(-1)
  if (texts.at(-2) === text) return 'fixpoint'
  if (texts.slice(0, -1).includes(text)) return 'cycle'
  if (iterations.length >= policy.maxIterations) return 'max-iterations'
  const bestIndex = best(iterations, policy)?.index ?? 0
  // How good a draft would have become that was given up, nobody knows.
  const later = iterations.filter(
    ({ index, generation }) => index > bestIndex && generation?.cut === undefined,
  )
  return later.length >= policy.plateau ? 'plateau' : undefined
}

function unusable(generation: Generation): Stop {
  if (generation.finishReason === 'refusal')
    return {
      reason: 'error',
      outcome: 'refused',
      error: { code: 'refused', message: 'the model declined to answer' },
    }
  if (generation.finishReason === 'length')
    return {
      reason: 'error',
      outcome: 'truncated',
      error: { code: 'truncated', message: 'the token limit was used up before any text was written' },
    }
  return {
    reason: 'error',
    outcome: 'empty',
    error: { code: 'empty', message: 'the model answered with no text' },
  }
}

const errorOf = (iteration: Iteration, role: string): Stop['error'] => {
  const failures = iteration.failures.filter((failure) => failure.role === role && !isWarning(failure))
  // A provider's error names the model itself.
  const message = failures
    .map((failure) => (role === 'model' ? failure.message : `${failure.name}: ${failure.message}`))
    .join('; ')
  return { code: failures[0]?.code ?? 'error', message }
}

/** Constraints that exclude each other are found before anything is spent. */
export function infeasible(validators: readonly Validator[]): Stop | undefined {
  const message = contradiction(validators)
  return message === undefined
    ? undefined
    : { reason: 'infeasible', outcome: 'failed', error: { code: 'infeasible', message } }
}

export const interrupted = (signal: AbortSignal): Stop | undefined =>
  signal.aborted ? interrupt(interruptionCode(signal), messageOf(signal.reason)) : undefined

const interrupt = (code: string, message: string): Stop => ({
  reason: code as StopReason,
  outcome: code === 'cancelled' ? 'cancelled' : 'exhausted',
  error: { code, message },
})

/** How good a draft is, most important first. Compared in this order. */
function standing(iteration: Iteration, policy: Policy): readonly number[] {
  const { validations, critiques } = iteration
  const approvals = critiques.filter((critique) => !critique.needsImprovement).length
  const warnings = validations.filter(isWarning)
  const errors = validations.filter((validation) => !isWarning(validation))
  return [
    verdict(iteration, policy) === 'accepted' ? 1 : 0,
    iteration.generation?.finishReason === 'cut' ? 0 : 1,
    ...[errors, warnings].flatMap((group) => [
      group.filter((validation) => validation.passed).length,
      mean(group.map((validation) => validation.score)),
    ]),
    critiques.length === 0 ? 0 : approvals / critiques.length,
  ]
}

const mean = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length

/** Positive when the first draft is better. */
export function compare(first: Iteration, second: Iteration, policy: Policy): number {
  const theirs = standing(second, policy)
  for (const [index, value] of standing(first, policy).entries()) {
    const difference = value - (theirs[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** The best usable draft over all iterations; the earlier wins a tie. */
export const best = <T extends Iteration>(iterations: readonly T[], policy: Policy): T | undefined =>
  iterations
    .filter((iteration) => iteration.generation && isUsable(iteration.generation))
    .reduce<T | undefined>(
      (held, next) => (held && compare(next, held, policy) <= 0 ? held : next),
      undefined,
    )

/** Everything that is known about a prompt, once it has ended. */
export function conclude(ended: {
  prompt: Prompt
  iterations: readonly Timed<Iteration>[]
  stop: Stop
  policy: Policy
  startedAt: string
}): Thought {
  const { prompt, iterations, stop, policy, startedAt } = ended
  const chosen = best(iterations, policy)
  return {
    id: digest(`${prompt.id} ${startedAt}`),
    prompt,
    text: chosen?.generation?.text ?? '',
    outcome: stop.outcome,
    stopReason: stop.reason,
    iterations,
    bestIteration: chosen?.index ?? null,
    usage: usageOf(iterations),
    startedAt,
    error: stop.error ?? null,
  }
}
