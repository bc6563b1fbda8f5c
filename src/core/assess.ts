/** Runs validators and critics on a draft concurrently. An error of one of them becomes a `Failure`, not a verdict. */
import { isAcceptable, type Assessment } from './decide.ts'
import { isInterruption, isLocal } from './error-codes.ts'
import { CritiqueError, ProviderError } from './errors.ts'
import { isFailure, splitFailures, toFailure } from './failure.ts'
import {
  TIERS,
  type AnswerSchema,
  type Crew,
  type Critic,
  type Draft,
  type ModelRequest,
  type Validator,
} from './ports.ts'
import { openChildScope, span, type Scope } from './scope.ts'
import { isWarning, rejectsText } from './validation/severity.ts'
import type { Policy } from './policy.ts'
import type { Critique, Failure, Iteration, Timed, Validation } from './types.ts'
import { noUsage, totalUsage } from './usage.ts'
import { digest } from '../util/hash.ts'

export interface AssessRequest {
  readonly crew: Crew
  readonly policy: Policy
  readonly history: readonly Iteration[]
  readonly isLastIteration: boolean
}

export async function assess(draft: Draft, request: AssessRequest, outer: Scope): Promise<Assessment> {
  const { crew, policy, isLastIteration } = request
  const critics = policy.critique === 'never' ? [] : crew.critics
  // Critics need not see an invalid last draft, since their critiques could not change the outcome.
  const onlyWhenValid = isLastIteration || policy.critique === 'when-valid'
  const { scope, abort, release } = openChildScope(outer)
  const instant = deferred<readonly Validation[]>()
  const review = (all: readonly Critic[]) =>
    runCritics(all, draft, { ...request, validations: instant.promise }, scope)
  try {
    const concurrent = onlyWhenValid ? undefined : review(critics)
    const usual = crew.validators.filter(({ runsLast }) => !runsLast)
    const last = crew.validators.filter(({ runsLast }) => runsLast)
    const verdict = await runValidators(usual, draft, policy.validation, outer, instant.resolve)
    if (!verdict.passed && policy.validation === 'fail-fast') abort('a validator failed')
    const critiques = concurrent ?? review(verdict.passed ? critics : [])
    const { answers, failures } = splitFailures(await critiques)
    // A critic that was cancelled because a validator failed is not reported as a failure.
    const wasCancelledHere = scope.signal.aborted && !outer.signal.aborted
    const assessment = {
      validations: verdict.validations,
      critiques: answers,
      failures: [
        ...verdict.failures,
        ...failures.filter(({ code }) => !(wasCancelledHere && isInterruption(code))),
      ],
    }
    if (last.length === 0 || !isAcceptable(assessment, policy)) return assessment
    const { validations, failures: others } = await runValidators(last, draft, policy.validation, outer)
    return {
      ...assessment,
      validations: [...assessment.validations, ...validations],
      failures: [...assessment.failures, ...others],
    }
  } finally {
    release()
  }
}

/** Combines the prefix checks of all validators, ignoring warnings; undefined if no validator has a prefix check. */
export function combinePrefixChecks(
  validators: readonly Validator[],
): Pick<ModelRequest, 'validatePrefix' | 'prefixChecks'> | undefined {
  const checks = validators.flatMap(({ validatePrefix }) => validatePrefix ?? [])
  if (checks.length === 0) return undefined
  const identities = validators.flatMap((each) => (each.validatePrefix ? [each.identity] : []))
  return {
    prefixChecks: identities.includes(undefined) ? undefined : digest(identities.join('\n')),
    validatePrefix(text) {
      for (const validatePrefix of checks) {
        const validation = validatePrefix(text)
        if (validation && !isWarning(validation)) return validation
      }
      return undefined
    },
  }
}

/** The shape in which drafts can be requested; undefined unless exactly one validator states one. */
export function findAnswerSchema(validators: readonly Validator[]): AnswerSchema | undefined {
  const schemas = validators.flatMap((each) => (isWarning(each) ? [] : (each.answerSchema ?? [])))
  return schemas.length === 1 ? schemas[0] : undefined
}

/** Returns the assessment of an earlier draft with the same text, without its usage, since that is counted already. */
export function findEarlierAssessment(text: string, history: readonly Iteration[]): Assessment | undefined {
  const earlier = history.find(({ generation }) => generation?.text === text)
  return (
    earlier && {
      validations: earlier.validations.map(({ usage, ...rest }) =>
        usage ? { ...rest, usage: noUsage } : rest,
      ),
      critiques: earlier.critiques.map((critique) => ({ ...critique, usage: noUsage })),
      failures: earlier.failures.map((failure) => ({ ...failure, usage: noUsage })),
    }
  )
}

/** The result of all validators for one text. */
export interface Verdict extends Pick<Iteration, 'validations' | 'failures'> {
  /** False if a validator failed the text or could not answer; validators of severity `warning` do not count. */
  readonly passed: boolean
}

/**
 * Runs all tiers concurrently or, with `fail-fast`, tier by tier up to the first error. Validations keep the order of
 * the validators.
 */
export async function runValidators(
  validators: readonly Validator[],
  draft: Draft,
  mode: Policy['validation'],
  scope: Scope,
  onInstant: (validations: readonly Validation[]) => void = () => undefined,
): Promise<Verdict> {
  const tiers = TIERS.map((tier) => validators.filter((each) => each.tier === tier))
  const rounds = (mode === 'all' ? [validators] : tiers).filter((round) => round.length > 0)
  if (rounds.length === 0) onInstant([])
  const results = new Map<Validator, Timed<Validation> | Failure>()
  for (const round of rounds) {
    const { scope: inner, abort, release } = mode === 'all' ? unabortable(scope) : openChildScope(scope)
    const run = async (validator: Validator) => {
      const result = await runValidator(validator, draft, inner)
      // This validator was cancelled because another validator of its tier failed.
      if (inner.signal.aborted && !scope.signal.aborted) return []
      results.set(validator, result)
      if (mode === 'fail-fast' && !isFailure(result) && rejectsText(result)) abort('a validator failed')
      return isFailure(result) ? [] : [result]
    }
    const isInstant = ({ tier }: Validator) => tier === 'instant'
    const instant = Promise.all(round.filter(isInstant).map(run)).then((found) => onInstant(found.flat()))
    await Promise.all([instant, ...round.filter((each) => !isInstant(each)).map(run)])
    release()
    if (inner.signal.aborted) break
  }
  const { answers: validations, failures } = splitFailures(
    validators.flatMap((validator) => results.get(validator) ?? []),
  )
  const passed = failures.every(isWarning) && !validations.some(rejectsText)
  return { passed, validations, failures }
}

/** Used instead of a child scope: opening one takes longer than validating a short text. */
const unabortable = (scope: Scope) => ({ scope, abort: () => undefined, release: () => undefined })

async function runValidator(
  validator: Validator,
  draft: Draft,
  outer: Scope,
): Promise<Timed<Validation> | Failure> {
  const { name, severity } = validator
  try {
    return await span(outer, 'validation', name, async (scope) => validator.validate(draft, scope))
  } catch (error) {
    const failure = toFailure('validator', name, error, outer.signal)
    return isWarning(validator) ? { ...failure, severity } : failure
  }
}

interface CriticRequest extends AssessRequest {
  readonly validations: Promise<readonly Validation[]>
}

/** Runs all critics concurrently, except that critics that judge critiques run after the others. */
async function runCritics(
  critics: readonly Critic[],
  draft: Draft,
  request: CriticRequest,
  scope: Scope,
): Promise<readonly (Timed<Critique> | Failure)[]> {
  const results = new Map<Critic, Timed<Critique> | Failure>()
  for (const stage of [false, true]) {
    const critiques = splitFailures([...results.values()]).answers
    const run = async (critic: Critic) =>
      results.set(critic, await runCritic(critic, draft, { ...request, critiques }, scope))
    await Promise.all(critics.filter((each) => (each.judgesCritiques ?? false) === stage).map(run))
  }
  return critics.flatMap((critic) => results.get(critic) ?? [])
}

/** With `onCriticError: retry`, tries a second time unless the error is permanent; the usage includes both tries. */
async function runCritic(
  critic: Critic,
  draft: Draft,
  request: CriticRequest & { readonly critiques: readonly Critique[] },
  outer: Scope,
  sample = 0,
): Promise<Timed<Critique> | Failure> {
  const { policy, history, validations, critiques } = request
  try {
    return await span(outer, 'critique', critic.name, (scope) =>
      critic.critique(draft, { history, sample, validations, critiques }, scope),
    )
  } catch (error) {
    const failure = toFailure('critic', critic.name, error, outer.signal)
    // After an unusable answer, the call itself or the critic has already asked the model again.
    const isPermanent =
      isInterruption(failure.code) ||
      isLocal(failure.code) ||
      error instanceof CritiqueError ||
      (error instanceof ProviderError && (!error.retryable || error.kind === 'answer-unusable'))
    if (policy.onCriticError !== 'retry' || isPermanent || sample > 0) return failure
    const retried = await runCritic(critic, draft, request, outer, 1)
    return { ...retried, usage: totalUsage([retried.usage ?? noUsage, failure.usage ?? noUsage]) }
  }
}

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => (resolve = settle))
  return { promise, resolve }
}
