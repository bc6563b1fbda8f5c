/** An answer as server-sent events. The SDKs' own readers take longer than all the rest of a call. */
import { createParser, type EventSourceMessage } from 'eventsource-parser'

interface Streamed {
  readonly headers: unknown
  readonly body: AsyncIterable<Uint8Array> | null
}

/**
 * The JSON of each event, as it comes. Throws what the server reports as an error with the same fields as the
 * SDKs; an end that comes too early is for the caller to notice.
 */
export async function* eventsOf({ body, headers }: Streamed): AsyncGenerator {
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
