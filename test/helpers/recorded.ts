import type { ModelRequest } from '../../src/core/ports.ts'
import type { RateLimit } from '../../src/core/types.ts'

export interface RecordedCallbacks {
  readonly request: ModelRequest
  readonly deltas: string[]
  readonly limits: (readonly RateLimit[])[]
}

/** A copy of the request whose callbacks record what they receive. */
export function recorded(request: ModelRequest): RecordedCallbacks {
  const deltas: string[] = []
  const limits: (readonly RateLimit[])[] = []
  const onDelta = (text: string) => void deltas.push(text)
  const onLimits = (received: readonly RateLimit[]) => void limits.push(received)
  return { request: { ...request, onDelta, onLimits }, deltas, limits }
}
