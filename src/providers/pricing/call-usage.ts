import type { ModelRequest } from '../../core/ports.ts'
import { estimateRequestTokens } from '../../core/request-tokens.ts'
import type { Usage } from '../../core/types.ts'
import { noUsage } from '../../core/usage.ts'
import { estimateTokens } from '../../util/tokens.ts'
import { callCostUsd, type Price, type TokenCounts } from './prices.ts'

export type ReportedTokens = Readonly<Record<keyof TokenCounts, number | null | undefined>>

/** The tokens that the provider reported, estimates of the others, and their cost. */
export function callUsage(
  reported: ReportedTokens,
  request: Pick<ModelRequest, 'messages' | 'schema'>,
  text: string,
  price: Price | undefined,
): Usage {
  const input = reported.input ?? estimateRequestTokens(request)
  const cached = Math.min(reported.cached ?? 0, input)
  const written = Math.min(reported.written ?? 0, input - cached)
  const output = reported.output ?? estimateTokens(text)
  return {
    ...noUsage,
    calls: 1,
    inputTokens: input,
    outputTokens: output,
    cachedInputTokens: cached,
    costUsd: callCostUsd({ input, cached, written, output }, price),
  }
}
