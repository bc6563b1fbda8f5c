/** Decides whether a draft is accepted, whether the loop stops, and which draft is best. Pure functions. */
import { digest } from '../util/hash.ts'
import { findConflictInSteps } from './constraints/find-conflict.ts'
import type { Scope } from './scope.ts'
import { isInterruption, isLocal, type InterruptionCode } from './error-codes.ts'
import { interruptionCode, messageOf } from './failure.ts'
import type { Validator } from './ports.ts'
import { isWarning, rejectsText } from './validation/severity.ts'
import type { Policy, Quorum } from './policy.ts'
import type {
  Answer,
  ErrorSummary,
  Failure,
  Generation,
  Iteration,
  Outcome,
  StopReason,
  Thought,
  Waste,
} from './types.ts'
import { addWaste, usageOf } from './usage.ts'
import { meanOf } from '../util/statistics.ts'

/** How the work on a prompt ends. */
export interface Stop {
  readonly reason: StopReason
  readonly outcome: Outcome
  readonly error?: ErrorSummary | undefined
}

const VISIBLE = /[^\s\p{Cf}]/u
/** Whether the text has only white space and invisible characters. */
export const isBlank = (text: string): boolean => !VISIBLE.test(text)

/** Whether the model declined to answer, or a content filter of its provider ended the answer. */
export const isDeclined = ({ finishReason }: Pick<Answer, 'finishReason'>): boolean =>
  finishReason === 'refusal' || finishReason === 'filtered'

/** Whether the draft can be assessed: it is neither declined nor blank. */
export const isAssessable = (generation: Generation): boolean =>
  !isDeclined(generation) && !isBlank(generation.text)

/** Whether the model finished the text, instead of being cut off. */
const isComplete = (generation: Generation | null): boolean =>
  generation?.finishReason !== 'length' && generation?.finishReason !== 'cut'

type Judgement = 'accepted' | 'revise' | 'unreviewed' | 'failed'

export type Assessment = Pick<Iteration, 'validations' | 'critiques' | 'failures'>

/**
 * A draft is accepted if every validator passed, ignoring warnings, and the critics' quorum is met. Critics can
 * reject a draft that the validators pass, but not accept one that a validator fails. Critics that could not answer
 * do not count.
 */
function judge(iteration: Assessment & Pick<Iteration, 'generation'>, policy: Policy): Judgement {
  const { generation, validations, critiques, failures } = iteration
  const hasFailed = (role: Failure['role']) =>
    failures.some((failure) => failure.role === role && !isWarning(failure))
  const objections = critiques.filter((critique) => critique.needsImprovement).length

  if (hasFailed('critic') && policy.onCriticError === 'fail') return 'failed'
  if (validations.some(rejectsText) || !isComplete(generation)) return 'revise'
  if (hasFailed('validator')) return objections > 0 ? 'revise' : 'failed'
  if (critiques.length === 0) return hasFailed('critic') ? 'unreviewed' : 'accepted'
  if (meetsQuorum(policy.quorum, critiques.length - objections, critiques.length)) return 'accepted'
  return objections > 0 ? 'revise' : 'unreviewed'
}

/** Whether a complete draft with this assessment is accepted. */
export const isAcceptable = (assessment: Assessment, policy: Policy): boolean =>
  judge({ ...assessment, generation: null }, policy) === 'accepted'

/** A majority needs more than half of the answers. */
const meetsQuorum = (quorum: Quorum, approvals: number, answers: number): boolean =>
  quorum === 'unanimous'
    ? approvals === answers
    : quorum === 'majority'
      ? approvals * 2 > answers
      : approvals >= quorum

/** How the loop ends after these iterations; undefined if it continues. */
export function decide(iterations: readonly Iteration[], policy: Policy): Stop | undefined {
  const last = iterations.at(-1)
  if (!last) return undefined
  for (const failure of last.failures) {
    const { code, message } = failure
    if (isInterruption(code)) return interruptedStop(code, message)
    if (isLocal(code) && !isWarning(failure)) return errorStop('failed', { code, message })
  }
  if (!last.generation) return errorStop('failed', summarizeFailures(last, 'model'))
  if (!isAssessable(last.generation)) return unassessableStop(last.generation)

  const judgement = judge(last, policy)
  const accepted: Stop = { reason: 'accepted', outcome: 'accepted' }
  if (judgement === 'accepted' && !policy.forceImprovements) return accepted
  if (judgement === 'unreviewed') return errorStop('unreviewed', summarizeFailures(last, 'critic'))
  if (judgement === 'failed') {
    const byCritic = policy.onCriticError === 'fail' && last.failures.some(({ role }) => role === 'critic')
    return errorStop('failed', summarizeFailures(last, byCritic ? 'critic' : 'validator'))
  }
  const reason = reasonToGiveUp(iterations, policy)
  const best = selectBest(iterations, policy)
  if (reason && best && judge(best, policy) === 'accepted') return accepted
  return reason && { reason, outcome: isComplete(best?.generation ?? null) ? 'exhausted' : 'truncated' }
}

const GAVE_UP: readonly StopReason[] = ['max-iterations', 'fixpoint', 'cycle', 'plateau']
const NO_TEXT: readonly Outcome[] = ['refused', 'empty', 'truncated']

/** Whether another model could end better: validators or critics object, or the model wrote no text. */
export const escalates = ({ reason, outcome }: Pick<Stop, 'reason' | 'outcome'>): boolean =>
  GAVE_UP.includes(reason) ? outcome !== 'accepted' : reason === 'error' && NO_TEXT.includes(outcome)

/** Returns why further iterations are not allowed or are unlikely to help; undefined if the loop may continue. */
function reasonToGiveUp(iterations: readonly Iteration[], policy: Policy): StopReason | undefined {
  const texts = iterations.map((iteration) => iteration.generation?.text)
  const text = texts.at(-1)
  if (texts.at(-2) === text) return 'fixpoint'
  if (texts.slice(0, -1).includes(text)) return 'cycle'
  if (iterations.length >= policy.maxIterations) return 'max-iterations'
  const bestIndex = selectBest(iterations, policy)?.index ?? 0
  // Cut drafts are ignored, since they do not show whether the loop still makes progress.
  const laterDrafts = iterations.filter(
    ({ index, generation }) => index > bestIndex && generation?.cut === undefined,
  )
  return laterDrafts.length >= policy.plateau ? 'plateau' : undefined
}

function unassessableStop({ finishReason }: Generation): Stop {
  const stop = (code: 'refused' | 'truncated' | 'empty', message: string) =>
    errorStop(code, { code, message })
  if (finishReason === 'refusal') return stop('refused', 'the model declined to answer')
  if (finishReason === 'filtered') return stop('refused', 'a content filter of the provider ended the answer')
  if (finishReason !== 'length') return stop('empty', 'the model answered with no text')
  return stop('truncated', 'the token limit was used up before any text was written')
}

const errorStop = (outcome: Outcome, error: ErrorSummary): Stop => ({ reason: 'error', outcome, error })

function summarizeFailures(iteration: Iteration, role: Failure['role']): ErrorSummary {
  const failures = iteration.failures.filter((failure) => failure.role === role && !isWarning(failure))
  // Only other errors need the name: a provider error's message already contains the name of the model.
  const message = failures
    .map((failure) => (role === 'model' ? failure.message : `${failure.name}: ${failure.message}`))
    .join('; ')
  return { code: failures[0]?.code ?? 'error', message }
}

/** Before any call is made, stops a prompt whose constraints exclude each other. */
export async function stopIfInfeasible(
  validators: readonly Validator[],
  scope: Scope,
): Promise<Stop | undefined> {
  const message = await findConflictInSteps(validators, scope)
  return message === undefined
    ? undefined
    : { reason: 'infeasible', outcome: 'failed', error: { code: 'infeasible', message } }
}

export const stopIfInterrupted = (signal: AbortSignal): Stop | undefined =>
  signal.aborted ? interruptedStop(interruptionCode(signal), messageOf(signal.reason)) : undefined

const interruptedStop = (code: InterruptionCode, message: string): Stop => ({
  reason: code,
  outcome: code === 'cancelled' ? 'cancelled' : 'exhausted',
  error: { code, message },
})

/** The quality of a draft as a list of numbers, the most important first; higher is better. */
function qualityOf(iteration: Iteration, policy: Policy): readonly number[] {
  const { validations, critiques } = iteration
  const approvals = critiques.filter((critique) => !critique.needsImprovement).length
  const warnings = validations.filter(isWarning)
  const errors = validations.filter((validation) => !isWarning(validation))
  return [
    judge(iteration, policy) === 'accepted' ? 1 : 0,
    iteration.generation?.finishReason === 'cut' ? 0 : 1,
    ...[errors, warnings].flatMap((group) => [
      group.filter((validation) => validation.passed).length,
      meanOf(group.map(({ score }) => score)),
    ]),
    approvals / Math.max(1, critiques.length),
    meanOf(critiques.map(({ score = 0 }) => score)),
  ]
}

/** Returns a positive number if the first draft is better. */
export function compareQuality(first: Iteration, second: Iteration, policy: Policy): number {
  const others = qualityOf(second, policy)
  const differences = qualityOf(first, policy).map((value, index) => value - (others[index] ?? 0))
  return differences.find((difference) => difference !== 0) ?? 0
}

/** The iteration with the best assessable draft; of equally good drafts, the earliest. */
export const selectBest = <T extends Iteration>(iterations: readonly T[], policy: Policy): T | undefined =>
  iterations
    .filter(({ generation }) => generation && isAssessable(generation))
    .toSorted((first, second) => compareQuality(second, first, policy))[0]

interface LoopResult extends Pick<Thought, 'prompt' | 'iterations' | 'startedAt'> {
  readonly wasted: Waste
}

export function buildThought(result: LoopResult, stop: Stop, policy: Policy): Thought {
  const { prompt, iterations, startedAt, wasted } = result
  const best = selectBest(iterations, policy)
  return {
    id: digest(`${prompt.id} ${startedAt}`),
    prompt,
    text: best?.generation?.text ?? '',
    outcome: stop.outcome,
    stopReason: stop.reason,
    maxIterations: policy.maxIterations,
    iterations,
    bestIteration: best?.index ?? null,
    usage: addWaste(usageOf(iterations), wasted),
    startedAt,
    error: stop.error ?? null,
  }
}
