import type { ModelRequest } from '../../core/ports.ts'
import { estimateTokens } from '../../util/tokens.ts'
import type { Usage } from '../../core/types.ts'
import { noUsage } from '../../core/usage.ts'
import type { Price } from './price-list.ts'
import { costOf } from './prices.ts'

type Count = number | null | undefined

/** What the provider counted; `input` is all of the input, what its cache had or was given included. */
export interface Counted {
  readonly input: Count
  readonly output: Count
  readonly cached: Count
  readonly written: Count
}

/** What the provider counted, an estimate of what it did not, and what that costs. */
export function usageOf(
  counted: Counted,
  request: ModelRequest,
  text: string,
  price: Price | undefined,
): Usage {
  const characters = request.messages.reduce((sum, { content }) => sum + content.length, 0)
  const input = counted.input ?? estimateTokens(characters)
  const cached = Math.min(counted.cached ?? 0, input)
  const written = Math.min(counted.written ?? 0, input - cached)
  const output = counted.output ?? estimateTokens(text.length)
  return {
    ...noUsage,
    calls: 1,
    inputTokens: input,
    outputTokens: output,
    cachedInputTokens: cached,
    costUsd: price === undefined ? null : costOf({ input, cached, written, output }, price),
  }
}
