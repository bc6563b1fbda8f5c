import { runAfter, type Clock } from '../../core/clock.ts'

const SILENCE_MS = 2000

/** Yields the chunks. Calls `hint` once if the first chunk does not arrive within two seconds. */
export async function* hintWhenSilent(
  chunks: AsyncIterable<Buffer>,
  clock: Clock,
  hint: () => void,
): AsyncGenerator<Buffer> {
  const timer = new AbortController()
  runAfter(clock, SILENCE_MS, timer.signal, hint)
  try {
    for await (const chunk of chunks) {
      timer.abort()
      yield chunk
    }
  } finally {
    timer.abort()
  }
}
