/** Finds the requests of critics and judges by running them on recording models. */
import type { EstimateRange } from '../core/estimate.ts'
import type { Critic, CriticCallCount, CritiqueRequest, Validator } from '../core/ports.ts'
import type { Scope } from '../core/scope.ts'
import type { Message } from '../core/types.ts'
import type { Engine } from '../engine/create-engine.ts'
import { assumptionsFor, latencyOf } from './model-assumptions.ts'
import { sum, ZERO } from './range.ts'
import {
  EMPTY_DRAFT,
  FIRST_ITERATION,
  SECOND_ITERATION,
  type RecordedRequest,
  type RequestRecorder,
} from './recording-model.ts'
import { answerTokens, tokensIn } from './tokens.ts'
import type { ReviewCall } from './types.ts'

/** Providers add a few tokens to each message. */
const MAX_TOKENS_PER_MESSAGE = 8
/** Tokens of a validator's message, or of a lesson, from an earlier iteration. */
const HISTORY_TOKENS: EstimateRange = { least: 0, expected: 30, most: 3000 }
/** Assumed input tokens of a plugin, whose real request depends on the draft. */
const PLUGIN_INPUT_TOKENS: EstimateRange = { least: 0, expected: 400, most: 8000 }
const PLUGIN_OUTPUT_TOKENS = 150

type Settings = Engine['settings']

export const messageTokens = (messages: readonly Message[]): EstimateRange =>
  sum(...messages.map(({ content }) => tokensIn(content)), {
    least: 0,
    expected: 0,
    most: MAX_TOKENS_PER_MESSAGE * messages.length,
  })

function reviewCall({ model, request }: RecordedRequest, settings: Settings): ReviewCall {
  const schema = request.schema?.schema ?? {}
  const sent = tokensIn(JSON.stringify(schema))
  const assumptions = assumptionsFor(model, settings)
  const expected = assumptions.countsSchema ? sent.expected : 0
  return {
    model,
    latency: latencyOf(model, request.schema !== undefined, settings),
    inputTokens: sum(messageTokens(request.messages), { least: 0, expected, most: sent.most }),
    historyTokens: ZERO,
    outputTokens: answerTokens(schema, assumptions),
    alwaysSent: true,
    shared: false,
    expectedShare: 1,
    rounds: 1,
  }
}

/** A call and its key; equal requests have the same key. */
export interface KeyedCall {
  readonly key: string
  readonly call: ReviewCall
}

export async function criticCalls(
  critic: Critic,
  recorder: RequestRecorder,
  scope: Scope,
  settings: Settings,
): Promise<readonly KeyedCall[]> {
  const { least, most, rounds, expected, looksUp }: CriticCallCount = critic.calls ?? {
    least: 1,
    most: 1,
    rounds: 1,
  }
  if (most === 0) return []
  const record = async (request: CritiqueRequest): Promise<readonly RecordedRequest[]> => {
    // A dry run never calls the critics of plugins, which may have side effects.
    if (critic.isPlugin) return []
    const work = () => critic.critique({ ...EMPTY_DRAFT }, request, scope)
    if (!looksUp) return recorder.allRequests(work)
    const only = await recorder.firstRequest(work)
    return only ? [only] : []
  }
  const recorded = await record(FIRST_ITERATION)
  const [first] = recorded
  if (!first) {
    const call = reviewCall({ model: critic.model, request: { messages: [] } }, settings)
    const outputTokens = { ...call.outputTokens, least: 0, expected: PLUGIN_OUTPUT_TOKENS }
    const unknown = { inputTokens: PLUGIN_INPUT_TOKENS, outputTokens, alwaysSent: false }
    return [{ key: critic.name, call: { ...call, ...unknown } }]
  }
  const [second] = await record(SECOND_ITERATION)
  const usesHistory = second?.request.messages.at(-1)?.content !== first.request.messages.at(-1)?.content
  return Array.from({ length: Math.max(recorded.length, most) }, (_, index) => {
    const each = recorded[index] ?? recorded.at(-1) ?? first
    const isExpected = index < (expected ?? Math.max(recorded.length, least))
    return {
      key: JSON.stringify([each.model, each.request, index < recorded.length ? 0 : index]),
      call: {
        ...reviewCall(each, settings),
        historyTokens: usesHistory ? HISTORY_TOKENS : ZERO,
        alwaysSent: index < least,
        // Calls beyond those of the dry run are possible, but not expected.
        expectedShare: isExpected ? 1 : 0,
        rounds,
      },
    }
  })
}

/**
 * The calls of one validator, one for each model that it asks. `request` is a recorded judge request with a
 * placeholder rubric.
 */
export const judgeCalls = (
  { name, requirement, models = [] }: Validator,
  { request }: RecordedRequest,
  settings: Settings,
): KeyedCall[] =>
  models.map((model) => {
    const call = reviewCall({ model, request }, settings)
    // The recorded request has a placeholder for the rubric; the requirement contains the real one.
    const inputTokens = sum(call.inputTokens, { ...tokensIn(requirement), least: 0 })
    // A part of a composite validator is not called if the other parts decide the result.
    const alwaysSent = name === 'judge'
    return { key: JSON.stringify([model, requirement]), call: { ...call, inputTokens, alwaysSent } }
  })

/** Marks all calls but the first of each key as shared, if the cache is enabled. */
export function markShared(calls: readonly KeyedCall[], cacheEnabled: boolean): ReviewCall[] {
  const keys = new Set<string>()
  return calls.map(({ key, call }) => {
    const shared = cacheEnabled && keys.has(key)
    keys.add(key)
    return { ...call, shared }
  })
}
