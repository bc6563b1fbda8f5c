/** Server-sent events. The SDKs' own readers need more CPU time than the rest of a call. */
import { createParser, type EventSourceMessage } from 'eventsource-parser'

interface EventResponse {
  readonly headers: unknown
  readonly body: AsyncIterable<Uint8Array> | null
}

/**
 * The JSON of each event as it arrives. Throws errors that the server reports, with the same fields as the SDKs.
 * Does not detect a stream that ends early; the caller must.
 */
export async function* readEvents({ body, headers }: EventResponse): AsyncGenerator {
  const decoder = new TextDecoder()
  const events: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (event) => events.push(event) })
  for await (const bytes of body ?? []) {
    parser.feed(decoder.decode(bytes, { stream: true }))
    for (const { event, data } of events.splice(0)) {
      if (data === '' || event === 'ping' || data.startsWith('[DONE]')) continue
      const value = event === 'error' ? jsonOrText(data) : (JSON.parse(data) as unknown)
      if (event === 'error' || reportsError(value)) {
        throw Object.assign(new Error('an error in a stream'), { error: value, headers })
      }
      yield value
    }
  }
}

const reportsError = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'error' in value && Boolean(value.error)

function jsonOrText(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return data
  }
}
