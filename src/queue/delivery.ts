/** What a worker delivers to the batch when a job ends, as compressed JSON. */
import { gunzipSync, gzipSync } from 'node:zlib'
import type { ErrorCode } from '../core/error-codes.ts'
import { staysPending } from '../core/error-codes.ts'
import { ConfigError, ProviderError, SifakaError } from '../core/errors.ts'
import type { PathSegment, SifakaEvent, Sink } from '../core/events.ts'
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

/** Collects the events of one attempt. Of the pieces of a draft only the first counts, for its time. */
export function collectEvents(): { readonly emit: Sink; readonly events: readonly SifakaEvent[] } {
  const events: SifakaEvent[] = []
  const begun = new Set<PathSegment | undefined>()
  const emit: Sink = (event) => {
    const work = event.path.at(-1)
    if (event.type === 'prompt') return
    if (event.type === 'call-sent') begun.delete(work)
    if (event.type !== 'text-delta') {
      events.push(event)
      return
    }
    if (!begun.has(work)) events.push({ ...event, text: '' })
    begun.add(work)
  }
  return { emit, events }
}

/** Segments of paths are identified by their place in a list, since observers tell calls apart by identity. */
interface Packed extends Omit<Delivery, 'events'> {
  readonly segments: readonly PathSegment[]
  readonly events: readonly PackedEvent[]
}
type PackedEvent = Omit<SifakaEvent, 'path'> & { readonly path: readonly number[] }

export function packDelivery(delivery: Delivery): Buffer {
  const places = new Map<PathSegment, number>()
  const indexOf = (segment: PathSegment): number => {
    const place = places.get(segment) ?? places.size
    places.set(segment, place)
    return place
  }
  const events = delivery.events.map((event) => ({
    ...withoutClasses(event),
    path: event.path.map(indexOf),
  }))
  return gzipSync(JSON.stringify({ ...delivery, events, segments: [...places.keys()] }), { level: 1 })
}

export function unpackDelivery(packed: Buffer): Delivery {
  const { segments, ...delivery } = JSON.parse(gunzipSync(packed).toString('utf8')) as Packed
  const events = delivery.events.map((event) => {
    const path = event.path.flatMap((place) => segments[place] ?? [])
    return withClasses({ ...event, path } as SifakaEvent, delivery)
  })
  return { ...delivery, events }
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

function withClasses(event: SifakaEvent, { thought }: Pick<Delivery, 'thought'>): SifakaEvent {
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
