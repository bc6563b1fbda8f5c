/** Posts a notice to an address, with a few attempts in a limited time. */
import type { Clock } from '../../core/clock.ts'
import { messageOf } from '../../core/failure.ts'

export interface PostOptions {
  readonly clock: Clock
  readonly fetch: (url: string, init: RequestInit) => Promise<Pick<Response, 'status'>>
}

const MAX_ATTEMPTS = 3
const FIRST_DELAY_MS = 500
/** All attempts together. */
const MAX_TOTAL_MS = 8000

/** Resolves to undefined once the notice is delivered, and otherwise to the reason. Never rejects. */
export async function postNotice(
  url: string,
  body: string,
  { clock, fetch }: PostOptions,
): Promise<string | undefined> {
  const limit = new AbortController()
  const cancel = clock.after(MAX_TOTAL_MS, () =>
    limit.abort(new Error(`no answer within ${MAX_TOTAL_MS / 1000} s`)),
  )
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal: limit.signal,
  }
  let reason = ''
  try {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      if (attempt > 1) await clock.sleep(FIRST_DELAY_MS * 2 ** (attempt - 2), limit.signal)
      try {
        const { status } = await fetch(url, init)
        if (status >= 200 && status < 300) return undefined
        reason = `status ${status}`
        if (status !== 429 && status < 500) return reason
      } catch (error) {
        limit.signal.throwIfAborted()
        reason = messageOf(error)
      }
    }
    return reason
  } catch (error) {
    return messageOf(error)
  } finally {
    cancel()
  }
}
