/** One request on its way, and its answer as far as all APIs agree on it. */
import { ProviderError } from '../../core/errors.ts'
import { note } from '../../core/scope.ts'
import type { Call } from './sdk-client.ts'
import { headersOf } from '../errors/errors.ts'
import { eventsOf } from './sse.ts'
import { limitsFrom } from '../errors/rate-limits.ts'
import type { Header } from '../errors/retry-after.ts'

/**
 * Gives the answer in parts: the events of a stream, or the whole as a single one. What the headers tell of the
 * account's limits is announced before anything of the answer is read, and for a refusal, too.
 */
export async function send(call: Call, path: string, body: object & { stream?: boolean | undefined }) {
  const stream = body.stream ?? false
  const sent = call.client.post(path, { body, stream, signal: call.scope.signal })
  const response = await sent.asResponse().catch((error: unknown) => {
    announced(call, headersOf(error))
    throw error
  })
  const header = announced(call, readerOf(response.headers))
  const type = header('content-type') ?? 'plain text'
  if (stream) {
    // Anything else has no events, and would look like a stream that was cut off.
    if (response.status !== 204 && !/html|json/.test(type)) return { parts: eventsOf(response), header }
    throw new ProviderError('protocol', `${type} instead of a stream of events`)
  }
  const data: unknown = await sent
  if (typeof data === 'string') throw new ProviderError('protocol', `${type} instead of JSON: ${data}`)
  return { parts: [data], header }
}

const readerOf =
  (headers: Headers): Header =>
  (name) =>
    headers.get(name) ?? undefined

function announced({ limits: style, scope }: Call, header: Header): Header {
  const limits = limitsFrom(style, header, scope.clock.date())
  if (limits.length > 0) note(scope, 'call-limits', { limits })
  return header
}
