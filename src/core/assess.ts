/** Ask the validators and the critics about a draft, all at once. A throw becomes a failure, never an opinion. */
import { isFailure, isInterruption, separate, toFailure } from './failure.ts'
import { ProviderError } from './errors.ts'
import { TIERS, type Crew, type Critic, type Draft, type ModelRequest, type Validator } from './ports.ts'
import { childScope, span, type Scope } from './scope.ts'
import { blocks, isWarning } from './severity.ts'
import type { Critique, Failure, Iteration, Policy, Timed, Validation } from './types.ts'
import { noUsage, totalUsage } from './usage.ts'

type Assessment = Pick<Iteration, 'validations' | 'critiques' | 'failures'>

export interface AssessRequest {
  readonly crew: Crew
  readonly policy: Policy
  readonly history: readonly Iteration[]
  /** No iteration follows, so that critics matter only for a valid draft. */
  readonly last: boolean
}

export async function assess(draft: Draft, request: AssessRequest, outer: Scope): Promise<Assessment> {
  const { crew, policy, last } = request
  const critics = policy.critique === 'never' ? [] : crew.critics
  const patient = last || policy.critique === 'when-valid'
  const { scope, abort, release } = childScope(outer)
  try {
    const early = patient ? undefined : askCritics(critics, draft, request, scope)
    const facts = await askValidators(crew.validators, draft, policy.validation, outer)
    const valid = facts.failures.every(isWarning) && !facts.answered.some(blocks)
    if (!valid && policy.validation === 'fail-fast') abort('a validator failed')
    const late = valid ? critics : []
    const opinions = early ?? askCritics(late, draft, request, scope)
    const { answered, failures } = separate(await opinions)
    // What a failed validator called off is no failure; what was interrupted from outside is.
    const calledOff = scope.signal.aborted && !outer.signal.aborted
    return {
      validations: facts.answered,
      critiques: answered,
      failures: [...facts.failures, ...failures.filter(({ code }) => !(calledOff && isInterruption(code)))],
    }
  } finally {
    release()
  }
}

/** Asks those that can judge an unfinished text, if there are any. */
export function prefixJudge(validators: readonly Validator[]): ModelRequest['judge'] {
  const judges = validators.filter((validator) => validator.prefix)
  if (judges.length === 0) return undefined
  return (text) => {
    for (const validator of judges) {
      const fault = validator.prefix?.(text)
      if (fault && fault.severity !== 'warning') return fault
    }
    return undefined
  }
}

/** What an earlier iteration found about the very same text, at no further cost. */
export function assessedBefore(text: string, history: readonly Iteration[]): Assessment | undefined {
  const twin = history.find((earlier) => earlier.generation?.text === text)
  return (
    twin && {
      validations: twin.validations.map(({ usage, ...rest }) => (usage ? { ...rest, usage: noUsage } : rest)),
      critiques: twin.critiques.map((critique) => ({ ...critique, usage: noUsage })),
      failures: twin.failures.map((failure) => ({ ...failure, usage: noUsage })),
    }
  )
}

/** All tiers at once, or tier by tier up to the first error; warnings stop nothing. Results keep the validators' order. */
export async function askValidators(
  validators: readonly Validator[],
  draft: Draft,
  mode: Policy['validation'],
  scope: Scope,
): Promise<{ answered: Timed<Validation>[]; failures: Failure[] }> {
  const rounds =
    mode === 'all' ? [validators] : TIERS.map((tier) => validators.filter((each) => each.tier === tier))
  const answers = new Map<Validator, Timed<Validation> | Failure>()
  for (const round of rounds) {
    const { scope: inner, abort, release } = childScope(scope)
    await Promise.all(
      round.map(async (validator) => {
        const answer = await validateOnce(validator, draft, inner)
        if (inner.signal.aborted && !scope.signal.aborted) return
        answers.set(validator, answer)
        if (mode === 'fail-fast' && !isFailure(answer) && blocks(answer)) abort('a validator failed')
      }),
    )
    release()
    if (inner.signal.aborted) break
  }
  return separate(validators.flatMap((validator) => answers.get(validator) ?? []))
}

const validateOnce = (
  validator: Validator,
  draft: Draft,
  outer: Scope,
): Promise<Timed<Validation> | Failure> =>
  span(outer, 'validation', validator.name, async (scope) => validator.validate(draft, scope)).catch(
    (error: unknown) => ({
      ...toFailure('validator', validator.name, error, outer.signal),
      ...(isWarning(validator) ? { severity: validator.severity } : {}),
    }),
  )

const askCritics = (
  critics: readonly Critic[],
  draft: Draft,
  request: AssessRequest,
  scope: Scope,
): Promise<(Timed<Critique> | Failure)[]> =>
  Promise.all(critics.map((critic) => askCritic(critic, draft, request, scope)))

/** One opinion; under `retry` a second try is made where it could help, and both costs are kept. */
async function askCritic(
  critic: Critic,
  draft: Draft,
  { policy, history }: AssessRequest,
  outer: Scope,
): Promise<Timed<Critique> | Failure> {
  const attempt = (sample: number) =>
    span(outer, 'critique', critic.name, (scope) => critic.critique(draft, { history, sample }, scope))
  try {
    return await attempt(0)
  } catch (error) {
    const first = toFailure('critic', critic.name, error, outer.signal)
    const hopeless = outer.signal.aborted || (error instanceof ProviderError && !error.retryable)
    if (policy.onCriticError !== 'retry' || hopeless) return first
    try {
      const second = await attempt(1)
      return { ...second, usage: totalUsage([second.usage, first.usage ?? noUsage]) }
    } catch (again) {
      const second = toFailure('critic', critic.name, again, outer.signal)
      return { ...second, usage: totalUsage([second.usage ?? noUsage, first.usage ?? noUsage]) }
    }
  }
}
