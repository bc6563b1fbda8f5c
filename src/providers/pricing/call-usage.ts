import * as z from 'zod'
import type { ModelRequest } from '../../core/ports.ts'
import { estimateRequestTokens } from '../../core/request-tokens.ts'
import type { Usage } from '../../core/types.ts'
import { noUsage } from '../../core/usage.ts'
import { estimateTokens } from '../../util/tokens.ts'
import { callCostUsd, type Price, type TokenCounts } from './prices.ts'

/** A figure in a response. An invalid one counts as absent; the answer itself remains valid. */
export const reportedFigure = z.number().min(0).nullish().catch(undefined)
type Figure = z.output<typeof reportedFigure>

/** What a provider reports about one call; absent figures are null or undefined. */
export interface ReportedUsage extends Readonly<Partial<Record<keyof TokenCounts, Figure>>> {
  /** The part of `output` that was reasoning. */
  readonly reasoning?: Figure
  /** The amount that the provider charges, which takes precedence over all known prices. */
  readonly costUsd?: Figure
}

export interface PricedCall {
  readonly request: Pick<ModelRequest, 'messages' | 'schema'>
  /** Everything that the model wrote, reasoning included. */
  readonly written: string
  readonly price: Price | undefined
  /** The tier that served the call, in the provider's own word. */
  readonly serviceTier?: string | null | undefined
}

/** The tokens that the provider reported, estimates of the others, and their cost. */
export function callUsage(reported: ReportedUsage, call: PricedCall): Usage {
  const { request, written: text, price, serviceTier } = call
  const input = reported.input ?? estimateRequestTokens(request)
  const cached = Math.min(reported.cached ?? 0, input)
  const written = Math.min(reported.written ?? 0, input - cached)
  const output = reported.output ?? estimateTokens(text)
  return {
    ...noUsage,
    calls: 1,
    inputTokens: input,
    outputTokens: output,
    reasoningTokens: Math.min(reported.reasoning ?? 0, output),
    cachedInputTokens: cached,
    costUsd:
      reported.costUsd ?? callCostUsd({ input, cached, written, output }, price, serviceTier ?? undefined),
  }
}
