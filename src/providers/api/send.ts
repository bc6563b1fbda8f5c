import { ProviderError } from '../../core/errors.ts'
import { readRateLimits } from '../errors/rate-limit-headers.ts'
import type { GetHeader } from '../errors/retry-after.ts'
import { headersOf } from '../errors/to-provider-error.ts'
import type { ApiCall } from './sdk-client.ts'
import { readEvents } from './sse.ts'

/**
 * Sends one request. The parts of the answer are the events of a stream, or the whole as a single one. Reports the
 * rate limits in the headers before it reads the body, for error responses, too.
 */
export async function sendRequest(
  call: ApiCall,
  path: string,
  body: object & { stream?: boolean | undefined },
) {
  const stream = body.stream ?? false
  const sent = call.client.post(path, { body, stream, signal: call.scope.signal })
  const response = await sent.asResponse().catch((error: unknown) => {
    reportLimits(call, headersOf(error))
    throw error
  })
  const getHeader: GetHeader = (name) => response.headers.get(name) ?? undefined
  reportLimits(call, getHeader)
  const type = getHeader('content-type') ?? 'plain text'
  if (stream) {
    // Anything else contains no events, and would look like a stream that was cut off.
    if (response.status !== 204 && !/html|json/.test(type)) return { parts: readEvents(response), getHeader }
    throw new ProviderError('protocol', `${type} instead of a stream of events`)
  }
  const data: unknown = await sent
  if (typeof data === 'string') throw new ProviderError('protocol', `${type} instead of JSON: ${data}`)
  return { parts: [data], getHeader }
}

function reportLimits({ rateLimitHeaders, request, scope }: ApiCall, getHeader: GetHeader): void {
  const limits = readRateLimits(rateLimitHeaders, getHeader, scope.clock.date())
  if (limits.length > 0) request.onLimits?.(limits)
}
