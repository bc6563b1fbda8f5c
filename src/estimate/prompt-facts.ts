import { combinePrefixChecks } from '../core/assess.ts'
import { findConflict } from '../core/constraints/find-conflict.ts'
import { isBlank } from '../core/decide.ts'
import type { EstimateRange } from '../core/estimate.ts'
import { composeMessages, wholeTask } from '../core/feedback.ts'
import type { Crew, Validator } from '../core/ports.ts'
import { isWarning } from '../core/validation/severity.ts'
import type { Prompt } from '../core/types.ts'
import type { Engine } from '../engine/create-engine.ts'
import { assumptionsFor, latencyOf } from './model-assumptions.ts'
import { scaled, sum, ZERO } from './range.ts'
import { EMPTY_DRAFT, type RecordedRequest, type RequestRecorder } from './recording-model.ts'
import { criticCalls, judgeCalls, markShared, messageTokens, type KeyedCall } from './review-calls.ts'
import { draftTokens, tokensIn } from './tokens.ts'
import type { PromptFacts, ReviewCall } from './types.ts'
import { sumOf } from '../util/statistics.ts'

/** Reads the facts of one prompt after another; must not be called concurrently. */
export function factsReader(
  engine: Engine,
  recorder: RequestRecorder,
): (prompt: Prompt) => Promise<PromptFacts> {
  const { settings, scope } = engine
  const share = (calls: readonly KeyedCall[]): ReviewCall[] => markShared(calls, settings.cache !== false)
  // The critics are the same objects for all prompts, unless their options depend on the prompt.
  const knownCalls = new WeakMap<Crew['critics'], readonly ReviewCall[]>()
  let judgeRequest: RecordedRequest | undefined

  const criticCallsOf = async ({ critics }: Crew): Promise<readonly ReviewCall[]> => {
    const known = knownCalls.get(critics)
    if (known) return known
    const calls: KeyedCall[] = []
    for (const critic of critics) calls.push(...(await criticCalls(critic, recorder, scope, settings)))
    const shared = share(calls)
    knownCalls.set(critics, shared)
    return shared
  }
  /** Records the request of a judge; its rubric is only a placeholder. */
  const recordJudge = async (prompt: Prompt, model: string): Promise<RecordedRequest | undefined> => {
    const judge = { name: 'judge', rubric: '-', model }
    const crew = await engine.crewFor({ ...prompt, validators: [judge] })
    return recorder.firstRequest(() => crew.validators.at(-1)?.validate(EMPTY_DRAFT, scope))
  }
  const judgeCallsOf = async (prompt: Prompt, { validators }: Crew): Promise<readonly ReviewCall[]> => {
    const [model] = validators.flatMap((validator) => validator.models ?? [])
    if (model === undefined) return []
    const example = (judgeRequest ??= await recordJudge(prompt, model))
    return example ? share(validators.flatMap((validator) => judgeCalls(validator, example, settings))) : []
  }
  return async (given) => {
    const prompt = { ...given, system: given.system ?? settings.system }
    const crew = await engine.crewFor(prompt)
    const critics = await criticCallsOf(crew)
    return promptFacts(prompt, crew, critics, await judgeCallsOf(prompt, crew), settings)
  }
}

function promptFacts(
  prompt: Prompt,
  { generator, validators }: Crew,
  critics: readonly ReviewCall[],
  judges: readonly ReviewCall[],
  settings: Engine['settings'],
): PromptFacts {
  const { draft } = prompt
  const constraints = validators.flatMap((validator) => validator.constraints ?? [])
  const written = draftTokens(constraints, assumptionsFor(generator.name, settings), settings.maxTokens)
  const suggestionTokens = critics.map(({ model }) => assumptionsFor(model, settings).suggestionTokens)
  return {
    model: generator.name,
    latency: latencyOf(generator.name, false, settings),
    openingTokens: messageTokens(composeMessages(prompt, validators, [], settings)),
    taskTokens: tokensIn(wholeTask(prompt)),
    feedbackTokens: feedbackTokens(validators, suggestionTokens),
    // If the supplied draft is short, its revisions may stay short.
    draftTokens: draft === undefined ? written : { ...written, least: 1 },
    suppliedTokens: draft === undefined ? undefined : tokensIn(draft),
    needsNoCalls: findConflict(validators) !== undefined || (draft !== undefined && isBlank(draft)),
    checks: validators.filter((validator) => !isWarning(validator)).length,
    stopsEarly: settings.stream !== false && combinePrefixChecks(validators) !== undefined,
    critics,
    judges,
  }
}

/** Tokens of the headings and instructions that surround the feedback. */
const FRAME_TOKENS: EstimateRange = { least: 40, expected: 75, most: 500 }
const VALIDATION_TOKENS: EstimateRange = { least: 0, expected: 15, most: 500 }
/** Up to twelve suggestions and three lessons of 600 characters each: the limits in `core/feedback.ts`. */
const MAX_OPINION_TOKENS = 15 * 600

function feedbackTokens(
  validators: readonly Validator[],
  suggestionTokens: readonly number[],
): EstimateRange {
  const validations = validators.map(({ requirement }) => {
    // A failed validation is mentioned twice if the last revision broke it.
    const { most } = scaled(tokensIn(requirement), 2)
    return { ...VALIDATION_TOKENS, most: 2 * VALIDATION_TOKENS.most + most }
  })
  const opinions = {
    least: 0,
    expected: sumOf(suggestionTokens),
    most: MAX_OPINION_TOKENS,
  }
  return sum(FRAME_TOKENS, ...validations, suggestionTokens.length === 0 ? ZERO : opinions)
}
