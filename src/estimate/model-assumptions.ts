import type { ModelAssumptions } from '../core/model-assumptions.ts'
import type { Engine } from '../engine/create-engine.ts'
import { providerOf } from '../engine/models.ts'
import { toMs } from '../util/duration.ts'
import type { CallLatency } from './types.ts'

/** Hosted models send the first token after half a second, then 80 tokens per second. */
const HOSTED: ModelAssumptions = {
  draftTokens: 300,
  tokensPerWord: 1.35,
  jsonTextTokens: 20,
  suggestionTokens: 60,
  writesMinimum: false,
  countsSchema: true,
  latency: () => ({
    firstTokenMs: { least: 100, expected: 500, most: 10_000 },
    tokenMs: { least: 1, expected: 1000 / 80, most: 1000 / 15 },
  }),
}

/** The assumptions that the model's provider declares, or else the assumptions for hosted models. */
export function assumptionsFor(model: string, settings: Engine['settings']): ModelAssumptions {
  const { definition, options, id } = providerOf(model, settings)
  return definition.assumptions?.(options, id) ?? HOSTED
}

/** `structured` is true for an answer in JSON. */
export const latencyOf = (model: string, structured: boolean, settings: Engine['settings']): CallLatency => ({
  ...assumptionsFor(model, settings).latency(structured),
  maxMs: toMs(settings.timeout),
})
