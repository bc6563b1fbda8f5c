/** Who may call next on one account: the prompt that started first, as soon as its model's lane is free. */
import { ProviderError } from '../../core/errors.ts'
import type { Clock } from '../../core/clock.ts'
import { span, type Scope } from '../../core/scope.ts'
import { Lane, type LaneOptions, type Obstacle, type Sent } from './model-limiter.ts'

export interface GateOptions extends LaneOptions {
  /** The account's name in messages. */
  readonly name: string
}

/** Leave to send one call. */
export interface Ticket {
  readonly sent: Sent
  /** To be called once, when the call has ended: who waits may go. */
  leave(settle: (wanted: boolean) => void): void
}

interface Waiting {
  readonly lane: Lane
  readonly need: Sent['need']
  readonly rank: number
  readonly admit: (ticket: Ticket) => void
  readonly refuse: (error: unknown) => void
}

/** A wait beyond this is for the next day: the run is stopped, and can be resumed. */
const LONGEST_WAIT_MS = 120_000

export class Gate {
  readonly #options: GateOptions
  readonly #lanes = new Map<string, Lane>()
  /** In the order of their prompts, then of arrival. */
  readonly #waiting: Waiting[] = []
  readonly #spare = new Set<() => void>()
  #inFlight = 0
  #alarm: AbortController | undefined
  #closed: { readonly error: unknown } | undefined

  constructor(options: GateOptions) {
    this.#options = options
  }

  lane(model: string): Lane {
    const lane = this.#lanes.get(model) ?? new Lane(this.#options)
    this.#lanes.set(model, lane)
    return lane
  }

  /** Resolves when the call may be sent. Rejects where that would be tomorrow. */
  async enter(lane: Lane, need: Sent['need'], scope: Scope): Promise<Ticket> {
    const { clock, signal } = scope
    signal.throwIfAborted()
    if (this.#closed) throw this.#closed.error
    const behind = this.#waiting.some((other) => other.lane === lane)
    const obstacle =
      this.#obstacle(lane, need, clock.now()) ?? (behind ? { reason: 'slot' as const } : undefined)
    if (!obstacle) return this.#admit(lane, need, clock)
    const queued = this.#queue(lane, need, scope)
    const { reason } = obstacle
    await span(scope, 'wait', reason, async () => (await queued, { reason }))
    return queued
  }

  /** Leave to send one more call, if there is room that nobody wants and no limit is near. */
  spare(lane: Lane, need: Sent['need'], clock: Clock): Ticket | undefined {
    const free = this.#waiting.length === 0 && !lane.throttled && !this.#obstacle(lane, need, clock.now())
    return free ? this.#admit(lane, need, clock) : undefined
  }

  /** Resolves when there is a slot that nobody wants, or the signal is aborted. */
  async whenSpare(lane: Lane, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (this.#waiting.length > 0 || !this.#hasSlot(lane))) {
      await new Promise<void>((resolve) => {
        const tell = () => {
          signal.removeEventListener('abort', tell)
          this.#spare.delete(tell)
          resolve()
        }
        signal.addEventListener('abort', tell, { once: true })
        this.#spare.add(tell)
      })
    }
  }

  /** Those that wait are told why no call will be sent any more: all of them, or those of one model. */
  refuse(error: unknown, lane?: Lane): void {
    for (const waiting of this.#waiting.filter((each) => lane === undefined || each.lane === lane)) {
      waiting.refuse(error)
    }
  }

  /** Nobody is let in any more; who is in may finish. */
  close(error: unknown): void {
    this.#closed = { error }
    this.refuse(error)
  }

  #hasSlot(lane: Lane): boolean {
    return this.#inFlight < this.#options.mostCalls && lane.slots.free
  }

  #obstacle(lane: Lane, need: Sent['need'], nowMs: number): { reason: Obstacle; waitMs: number } | undefined {
    if (this.#inFlight >= this.#options.mostCalls) return { reason: 'slot', waitMs: Infinity }
    return lane.obstacle(need, nowMs)
  }

  #queue(lane: Lane, need: Sent['need'], { rank, clock, signal }: Scope): Promise<Ticket> {
    return new Promise((resolve, reject) => {
      const settle = (done: () => void) => {
        const at = this.#waiting.indexOf(waiting)
        if (at !== -1) this.#waiting.splice(at, 1)
        signal.removeEventListener('abort', abort)
        done()
        this.#pump(clock)
      }
      const abort = () => settle(() => reject(signal.reason))
      const waiting: Waiting = {
        lane,
        need,
        rank,
        admit: (ticket) => settle(() => resolve(ticket)),
        refuse: (error) => settle(() => reject(error)),
      }
      signal.addEventListener('abort', abort, { once: true })
      const place = this.#waiting.findLastIndex((other) => other.rank <= rank)
      this.#waiting.splice(place + 1, 0, waiting)
      this.#pump(clock)
    })
  }

  #admit(lane: Lane, need: Sent['need'], clock: Clock): Ticket {
    this.#inFlight++
    const sent = lane.take(need, clock.now())
    return {
      sent,
      leave: (settle) => {
        this.#inFlight--
        settle(this.#waiting.length > 0)
        this.#pump(clock)
      },
    }
  }

  /** Lets in whoever can go, first come first; sets the alarm for the next one that has a time. */
  #pump(clock: Clock): void {
    this.#alarm?.abort()
    this.#alarm = undefined
    const nowMs = clock.now()
    const blocked = new Map<Lane, number>()
    for (const waiting of this.#waiting) {
      const { lane, need } = waiting
      // Nobody overtakes within a lane, or a big request would wait for ever.
      if (blocked.has(lane)) continue
      const obstacle = this.#obstacle(lane, need, nowMs)
      if (!obstacle) return waiting.admit(this.#admit(lane, need, clock))
      if (obstacle.waitMs > LONGEST_WAIT_MS && obstacle.waitMs < Infinity) {
        return waiting.refuse(this.#tooLong(obstacle.waitMs))
      }
      blocked.set(lane, obstacle.waitMs)
    }
    const nextMs = Math.min(...blocked.values())
    if (nextMs < Infinity) this.#wake(nextMs, clock)
    if (this.#waiting.length === 0) this.#tellSpare()
  }

  #wake(delayMs: number, clock: Clock): void {
    const alarm = new AbortController()
    this.#alarm = alarm
    clock.sleep(Math.max(1, delayMs), alarm.signal).then(
      () => this.#pump(clock),
      () => undefined,
    )
  }

  #tellSpare(): void {
    for (const tell of this.#spare) tell()
  }

  #tooLong(waitMs: number): ProviderError {
    const minutes = Math.ceil(waitMs / 60_000)
    return new ProviderError('quota', `${this.#options.name}: the limit is used up for ${minutes} min`, {
      hint: 'resume later, or use another model',
    })
  }
}
