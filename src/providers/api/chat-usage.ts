/** The usage that servers of the chat completions API report. */
import * as z from 'zod'
import { reportedFigure as figure, type ReportedUsage } from '../pricing/call-usage.ts'
import { lazyObject } from '../../util/schemas/lazy-object.ts'

const figures = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).nullish().catch(undefined)

export const chatUsage = figures({
  prompt_tokens: figure,
  completion_tokens: figure,
  total_tokens: figure,
  prompt_tokens_details: figures({ cached_tokens: figure, cache_write_tokens: figure }),
  completion_tokens_details: figures({ reasoning_tokens: figure }),
  /** DeepSeek. */
  prompt_cache_hit_tokens: figure,
  /** Moonshot. */
  cached_tokens: figure,
  /** Groq's processing time in seconds. */
  total_time: figure,
  /** In USD: a number from OpenRouter, an object with the parts and the total from Perplexity. */
  cost: z
    .union([z.number().min(0), lazyObject(() => ({ total_cost: z.number().min(0) }))])
    .nullish()
    .catch(undefined),
  /** OpenRouter: the additional cost of a provider that the user pays directly. */
  is_byok: z.boolean().nullish().catch(undefined),
  cost_details: figures({ upstream_inference_cost: figure }),
  /** xAI: https://docs.x.ai/developers/cost-tracking */
  cost_in_usd_ticks: figure,
  /** DeepInfra, in USD. */
  estimated_cost: figure,
})

const USD_PER_TICK = 1e-10

/** Some providers do not count reasoning as completion, but all count it in the total. */
export function reportedUsage(usage: z.output<typeof chatUsage>): ReportedUsage {
  const { prompt_tokens: input, completion_tokens: completion, total_tokens: total } = usage ?? {}
  const beyondInput = typeof total === 'number' && typeof input === 'number' ? total - input : undefined
  const output = max(completion, beyondInput)
  const uncounted = output !== undefined && typeof completion === 'number' ? output - completion : 0
  return {
    input,
    output,
    cached:
      usage?.prompt_tokens_details?.cached_tokens ?? usage?.prompt_cache_hit_tokens ?? usage?.cached_tokens,
    written: usage?.prompt_tokens_details?.cache_write_tokens,
    reasoning: max(usage?.completion_tokens_details?.reasoning_tokens, uncounted),
    costUsd: reportedCostUsd(usage),
  }
}

function reportedCostUsd(usage: z.output<typeof chatUsage>): number | undefined {
  const ticks = usage?.cost_in_usd_ticks
  if (typeof ticks === 'number') return ticks * USD_PER_TICK
  const { cost, estimated_cost: estimated } = usage ?? {}
  const charged = typeof cost === 'number' ? cost : (cost?.total_cost ?? estimated ?? undefined)
  const upstream = usage?.is_byok === true ? (usage.cost_details?.upstream_inference_cost ?? 0) : 0
  return charged === undefined ? undefined : charged + upstream
}

const max = (...values: readonly (number | null | undefined)[]): number | undefined => {
  const known = values.filter((value) => typeof value === 'number')
  return known.length === 0 ? undefined : Math.max(...known)
}
