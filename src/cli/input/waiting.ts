import type { Clock } from '../../core/clock.ts'

const SILENCE_MS = 2000

/** Passes the chunks on. Should none come for a while, tells once that they are waited for. */
export async function* hintWhenSilent(
  chunks: AsyncIterable<Buffer>,
  clock: Clock,
  hint: () => void,
): AsyncGenerator<Buffer> {
  const heard = new AbortController()
  clock.sleep(SILENCE_MS, heard.signal).then(hint, () => undefined)
  try {
    for await (const chunk of chunks) {
      heard.abort()
      yield chunk
    }
  } finally {
    heard.abort()
  }
}
