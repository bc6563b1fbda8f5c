/** What a worker delivers to the batch when a job ends, as compressed JSON. */
import { gunzipSync, gzipSync } from 'node:zlib'
import type { ErrorCode } from '../core/error-codes.ts'
import { staysPending } from '../core/error-codes.ts'
import { ConfigError, ProviderError, SifakaError } from '../core/errors.ts'
import type { PathSegment, SifakaEvent, Sink } from '../core/events.ts'
import { summarizeError, usageOfError } from '../core/failure.ts'
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

/** Collects the events of one attempt. Of the text deltas of a call, keeps only the first, without its text. */
export function collectEvents(): { readonly emit: Sink; readonly events: readonly SifakaEvent[] } {
  const events: SifakaEvent[] = []
  const callsWithDelta = new Set<PathSegment | undefined>()
  const emit: Sink = (event) => {
    const work = event.path.at(-1)
    if (event.type === 'prompt') return
    if (event.type === 'call-sent') callsWithDelta.delete(work)
    if (event.type !== 'text-delta') {
      events.push(event)
      return
    }
    if (!callsWithDelta.has(work)) events.push({ ...event, text: '' })
    callsWithDelta.add(work)
  }
  return { emit, events }
}

/** JSON has no object identity, by which observers distinguish calls, so paths contain indexes of `segments`. */
interface Packed extends Omit<Delivery, 'events'> {
  readonly segments: readonly PathSegment[]
  readonly events: readonly PackedEvent[]
}
type PackedEvent = Omit<SifakaEvent, 'path'> & { readonly path: readonly number[] }

export function packDelivery(delivery: Delivery): Buffer {
  const indexes = new Map<PathSegment, number>()
  const indexOf = (segment: PathSegment): number => {
    const index = indexes.get(segment) ?? indexes.size
    indexes.set(segment, index)
    return index
  }
  const events = delivery.events.map((event) => ({ ...toPlain(event), path: event.path.map(indexOf) }))
  return gzipSync(JSON.stringify({ ...delivery, events, segments: [...indexes.keys()] }), { level: 1 })
}

export function unpackDelivery(packed: Buffer): Delivery {
  const { segments, ...delivery } = JSON.parse(gunzipSync(packed).toString('utf8')) as Packed
  const events = delivery.events.map((event) => {
    const path = event.path.flatMap((index) => segments[index] ?? [])
    return fromPlain({ ...event, path } as SifakaEvent, delivery)
  })
  return { ...delivery, events }
}

/** Emits the events as if the job had ended now. */
export function emitDelivered({ events, endedMs }: Delivery, emit: Sink, nowMs: number): void {
  const shiftMs = nowMs - endedMs
  for (const event of events) emit({ ...event, atMs: event.atMs + shiftMs })
}

/** Omits the thought of the last event, which the delivery contains, and replaces errors by their fields. */
function toPlain(event: SifakaEvent): object {
  if (event.type === 'thought-end') return { ...event, value: null }
  if (!('error' in event)) return event
  const { error } = event
  const isProvider = error instanceof ProviderError
  return { ...event, error: { ...summarizeError(error), usage: usageOfError(error), isProvider } }
}

interface PlainError {
  readonly code: ErrorCode
  readonly message: string
  readonly usage?: SifakaError['usage']
  readonly isProvider: boolean
}

function fromPlain(event: SifakaEvent, { thought }: Pick<Delivery, 'thought'>): SifakaEvent {
  if (event.type === 'thought-end' && thought) return { ...event, value: thought }
  if (!('error' in event)) return event
  const { code, message, usage, isProvider } = event.error as PlainError
  const error = isProvider
    ? new ProviderError(code as ProviderError['kind'], message, { usage })
    : new SifakaError(code, message, { usage })
  return { ...event, error }
}

/** The error with which a batch ends if a worker could not work on its prompts. */
export function errorOfFault(fault: WorkerFault | undefined): Error {
  if (!fault) return new Error('a worker delivered nothing')
  const message = `the worker ${fault.worker} cannot work on this batch: ${fault.message}`
  if (fault.code === 'error') return new Error(message)
  if (fault.code === 'config') return new ConfigError(message, fault.hint)
  return new SifakaError(fault.code, message, { hint: fault.hint })
}
