import { readRateLimits } from '../errors/rate-limit-headers.ts'
import { findReportedError } from '../errors/reported-error.ts'
import type { GetHeader } from '../errors/retry-after.ts'
import { readParts } from './read-parts.ts'
import type { ApiCall } from './sdk-client.ts'

/**
 * Sends one request. Reports the rate limits in the headers before it reads the body, for error responses, too.
 */
export async function sendRequest(
  call: ApiCall,
  path: string,
  body: object & { readonly stream?: boolean | undefined },
) {
  const sent = call.client.post(path, { body, stream: body.stream ?? false, signal: call.scope.signal })
  const response = await sent.asResponse().catch((error: unknown) => {
    const reported = findReportedError(error)
    if (reported) reportLimits(call, reported.getHeader)
    throw error
  })
  const getHeader: GetHeader = (name) => response.headers.get(name) ?? undefined
  reportLimits(call, getHeader)
  return { parts: readParts({ body: response.body, getHeader }), getHeader }
}

function reportLimits({ rateLimitHeaders, request, scope }: ApiCall, getHeader: GetHeader): void {
  const limits = readRateLimits(rateLimitHeaders, getHeader, scope.clock.date())
  if (limits.length > 0) request.onLimits?.(limits)
}
