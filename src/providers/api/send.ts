import { readRateLimits } from '../errors/rate-limit-headers.ts'
import { errorOfResponse, headersOf } from '../errors/reported-error.ts'
import type { GetHeader } from '../errors/retry-after.ts'
import { readParts } from './read-parts.ts'
import type { ApiCall } from './sdk-client.ts'

/** Sends one request. Reports the rate limits in the headers before it reads the body, for error responses, too. */
export async function sendRequest(call: ApiCall, body: object) {
  const response = await call.post(JSON.stringify(body), call.scope.signal)
  const getHeader = headersOf(response)
  reportLimits(call, getHeader)
  if (!response.ok) throw await errorOfResponse(response)
  return { parts: readParts({ body: response.body, getHeader }), getHeader }
}

function reportLimits({ rateLimitHeaders, request, scope }: ApiCall, getHeader: GetHeader): void {
  const limits = readRateLimits(rateLimitHeaders, getHeader, scope.clock.date())
  if (limits.length > 0) request.onLimits?.(limits)
}
