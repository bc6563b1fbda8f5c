import { ProviderError } from '../../core/errors.ts'
import type { Answer } from '../../core/types.ts'
import { callUsage, type ReportedUsage } from '../pricing/call-usage.ts'
import type { ApiCall } from './sdk-client.ts'

/** What the APIs have said once an answer is complete. */
export interface ReceivedAnswer extends Pick<Answer, 'text' | 'model' | 'finishReason' | 'requestId'> {
  /** Empty if the provider returns none. */
  readonly reasoning: string
  /** Whether the answer contains a text, which may be empty. */
  readonly hasContent: boolean
  readonly reported: ReportedUsage
  /** The tier that served the call, in the provider's own word. */
  readonly serviceTier?: string | null | undefined
  readonly processingMs?: number | undefined
}

/** Adds the usage and its cost. Throws a `ProviderError` with the usage if the answer has no content. */
export function finishAnswer({ request, priceOf }: ApiCall, received: ReceivedAnswer): Answer {
  const { text, reasoning, model, finishReason, requestId, processingMs, reported, serviceTier } = received
  const written = reasoning + text
  const usage = callUsage(reported, { request, written, price: priceOf(model), serviceTier })
  if (!received.hasContent && finishReason === 'stop') {
    throw new ProviderError('answer-unusable', 'the answer contains no text', { usage })
  }
  const answer = { text, model, finishReason, requestId, processingMs, usage, cached: false }
  return reasoning === '' ? answer : { ...answer, reasoning }
}
