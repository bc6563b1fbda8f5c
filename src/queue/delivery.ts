/** What a worker delivers to the batch when a job ends, as compressed JSON. */
import { gunzipSync, gzipSync } from 'node:zlib'
import type { ErrorCode } from '../core/error-codes.ts'
import { staysPending } from '../core/error-codes.ts'
import { ConfigError, ProviderError, SifakaError } from '../core/errors.ts'
import type { SifakaEvent, Sink } from '../core/events.ts'
import { summarizeError } from '../core/failure.ts'
import type { Thought, Timed } from '../core/types.ts'

export interface Delivery {
  /** Undefined if the worker could not work on the prompt. */
  readonly thought?: Timed<Thought> | undefined
  readonly fault?: WorkerFault | undefined
  /** The events of the attempt that ended, in the time of the worker's clock. */
  readonly events: readonly SifakaEvent[]
  /** When the job ended, by the worker's clock. */
  readonly endedMs: number
}

export interface WorkerFault {
  readonly code: ErrorCode
  readonly message: string
  readonly hint?: string | undefined
  /** The host and the process id of the worker. */
  readonly worker: string
}

/** Whether the prompt stays pending, so that its calls are kept for the next attempt. */
export const isPending = ({ thought }: Delivery): boolean => thought === undefined || staysPending(thought)

/** Pieces of drafts are not delivered: the whole drafts are in the thought. */
export const isDelivered = ({ type }: SifakaEvent): boolean => type !== 'text-delta' && type !== 'prompt'

export const packDelivery = (delivery: Delivery): Buffer =>
  gzipSync(JSON.stringify({ ...delivery, events: delivery.events.map(withoutClasses) }), { level: 1 })

export function unpackDelivery(packed: Buffer): Delivery {
  const delivery = JSON.parse(gunzipSync(packed).toString('utf8')) as Delivery
  return { ...delivery, events: delivery.events.map((event) => withClasses(event, delivery)) }
}

/** Emits the events as if the job had ended now. */
export function emitDelivered({ events, endedMs }: Delivery, emit: Sink, nowMs: number): void {
  const shiftMs = nowMs - endedMs
  for (const event of events) emit({ ...event, atMs: event.atMs + shiftMs })
}

/** The thought is not repeated in its last event. */
function withoutClasses(event: SifakaEvent): object {
  if (event.type === 'thought-end') return { ...event, value: null }
  if (!('error' in event)) return event
  const { error } = event
  const usage = error instanceof SifakaError ? error.usage : undefined
  return {
    ...event,
    error: { ...summarizeError(error), usage, isProvider: error instanceof ProviderError },
  }
}

interface PlainError {
  readonly code: ErrorCode
  readonly message: string
  readonly usage?: SifakaError['usage']
  readonly isProvider: boolean
}

function withClasses(event: SifakaEvent, { thought }: Delivery): SifakaEvent {
  if (event.type === 'thought-end' && thought) return { ...event, value: thought }
  if (!('error' in event)) return event
  const { code, message, usage, isProvider } = event.error as PlainError
  const error = isProvider
    ? new ProviderError(code as ProviderError['kind'], message, { usage })
    : new SifakaError(code, message, { usage })
  return { ...event, error }
}

/** Why a batch ends if a worker could not work on its prompts. */
export function errorOfFault(fault: WorkerFault | undefined): Error {
  if (!fault) return new Error('a worker delivered nothing')
  const message = `the worker ${fault.worker} cannot work on this batch: ${fault.message}`
  if (fault.code === 'error') return new Error(message)
  if (fault.code === 'config') return new ConfigError(message, fault.hint)
  return new SifakaError(fault.code, message, { hint: fault.hint })
}
