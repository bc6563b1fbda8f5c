import type { Clock } from '../../../core/clock.ts'
import { span, type Scope } from '../../../core/scope.ts'
import { Breaker } from '../../../util/backends/breaker.ts'
import { redisRefusal } from '../../../util/backends/redis.ts'
import { DefaultMap } from '../../../util/default-map.ts'
import { mapAmounts, type AmountByUnit } from '../units.ts'
import type { ModelLimiter, SentCall } from '../model-limiter.ts'
import type { IssuedPermit, Permit } from '../permit.ts'
import type { Ledger, RateUpdate, Reservation, SharedRefusal } from './ledger.ts'

export interface SharedAccountOptions {
  readonly connect: () => Promise<Ledger>
  readonly clock: Clock
  /** Maximum number of calls in flight of all processes together. */
  readonly maxSlots: number | undefined
  readonly warn: (line: string) => void
  /** Where the ledger is, for messages. */
  readonly title: string
}

/** The mean time after which a call asks again for a slot. */
const POLL_MS = 30
const NOTHING = mapAmounts(() => 0)

type Granted = Extract<Reservation, { isFull: false }>

/**
 * Lets the processes of one account observe its limits together. Each process models the limits by itself, but counts
 * the calls of all: it reserves each call in the ledger, whose totals include the calls of the other processes. While
 * the ledger cannot be reached, each process assumes that the others send as many calls as it does; an occasional call
 * finds out whether the ledger is back.
 */
export class SharedAccount {
  readonly #options: SharedAccountOptions
  readonly #seen = new DefaultMap<string, { total: AmountByUnit; sequence: number }>(() => ({
    total: NOTHING,
    sequence: -1,
  }))
  /** Open while the ledger does not answer. */
  readonly #breaker: Breaker
  #ledger: Promise<Ledger> | undefined
  #processes = 1
  /** The slots that this process uses or has asked for. */
  #slots = 0
  /** The faults of the ledger that were reported. */
  readonly #reported = new Set<string>()
  /** The local time minus the time of the ledger. */
  #offsetMs = 0

  constructor(options: SharedAccountOptions) {
    this.#options = options
    this.#breaker = new Breaker(options)
  }

  /** Rejects if the ledger cannot be reached. */
  async open(): Promise<void> {
    await this.#connect()
  }

  /** Waits until the calls of all processes allow the call. */
  async share(permit: IssuedPermit, scope: Scope): Promise<Permit> {
    const { model, call } = permit
    model.recordWaiting(call)
    try {
      await this.#reserve(model, call, scope)
      model.recordWaited(call, scope.clock.now())
    } catch (error) {
      model.recordWaitEnd(call)
      permit.recordFailure()
      throw error
    }
    return {
      recordLimits: (limits) => permit.recordLimits(limits),
      recordAnswer: (usage) => {
        this.#release()
        permit.recordAnswer(usage)
      },
      recordFailure: (error) => {
        this.#release()
        permit.recordFailure(error)
        if (error?.kind === 'throttle') this.#recordRefusal(permit)
      },
    }
  }

  async #reserve(model: ModelLimiter, call: SentCall, scope: Scope): Promise<void> {
    const { clock } = scope
    let reservation = await this.#ask(model.name, call, scope)
    while (reservation === 'full') {
      await wait('slot', POLL_MS * (0.5 + scope.random()), scope)
      reservation = await this.#ask(model.name, call, scope)
    }
    try {
      this.#recordReservation(model, call, reservation, clock.now())
      let debtMs = model.debtMs(call, clock.now())
      while (debtMs > 0) {
        await wait('rate-limit', debtMs, scope)
        // If a refused call has lowered the rate during the wait, this call waits for the new rate, too.
        await this.#readUpdate(model, clock)
        debtMs = model.debtMs(call, clock.now())
      }
    } catch (error) {
      this.#release()
      throw error
    }
  }

  #release(): void {
    this.#slots--
    if (this.#options.maxSlots === undefined) return
    void this.#whenConnected((ledger) => ledger.release(this.#slots))
  }

  #recordRefusal({ model, call }: IssuedPermit): void {
    const refusal = { sequence: call.sequence, sentMs: call.sentMs - this.#offsetMs }
    const { learnedRate } = model
    const learned = learnedRate && { ...learnedRate, sentMs: learnedRate.sentMs - this.#offsetMs }
    void this.#whenConnected((ledger) => ledger.refuse(model.name, refusal, learned))
  }

  async close(): Promise<void> {
    await this.#whenConnected((ledger) => ledger.close())
  }

  /** Undefined if the ledger does not answer, and this process has a free slot of its own share. */
  async #ask(name: string, call: SentCall, { clock }: Scope): Promise<Granted | 'full' | undefined> {
    const { maxSlots } = this.#options
    this.#slots++
    try {
      let startedMs = clock.now()
      const reservation = await this.#breaker.run(async () => {
        const ledger = await this.#connect()
        startedMs = clock.now()
        return ledger.reserve(name, call.expected, { slots: this.#slots - 1, maxSlots })
      })
      this.#processes = reservation.processes
      if (reservation.isFull) {
        this.#slots--
        return 'full'
      }
      this.#offsetMs = (startedMs + clock.now()) / 2 - reservation.nowMs
      return reservation
    } catch (error) {
      this.#reportOnce(error)
      const share = maxSlots && Math.max(1, Math.floor(maxSlots / this.#processes))
      if (!share || this.#slots <= share) return undefined
      this.#slots--
      return 'full'
    }
  }

  #reportOnce(error: unknown): void {
    const refusal = redisRefusal(error)
    const fault =
      refusal === undefined
        ? 'does not answer; until it does'
        : `refuses commands: ${refusal}; until it accepts them`
    if (this.#reported.has(fault)) return
    this.#reported.add(fault)
    const { warn, title } = this.#options
    const share = this.#processes === 1 ? 'its limits alone' : `1/${this.#processes} of the limits`
    warn(`shared limits: ${title} ${fault}, this process uses ${share}`)
  }

  /** Counts the calls of other processes, and sets the position of this call among the calls of all. */
  #recordReservation(
    model: ModelLimiter,
    call: SentCall,
    reservation: Granted | undefined,
    nowMs: number,
  ): void {
    const seen = this.#seen.get(model.name)
    if (!reservation) {
      const others = this.#processes - 1
      model.recordElsewhere(
        mapAmounts((unit) => others * call.expected[unit]),
        nowMs,
      )
      seen.sequence += this.#processes
      return model.recordReserved(call, seen.sequence, nowMs)
    }
    const { total, learned, refusals } = reservation
    const isFirst = seen.total === NOTHING
    const earlierCalls = total.requests - 1
    // The totals are smaller than before if Redis has lost its data.
    const others = mapAmounts((unit) =>
      isFirst ? 0 : Math.max(0, total[unit] - seen.total[unit] - Math.ceil(call.expected[unit])),
    )
    seen.total = total
    seen.sequence = isFirst ? earlierCalls : seen.sequence + 1 + others.requests
    model.recordElsewhere(others, nowMs)
    if (isFirst) model.join({ isAlone: reservation.processes === 1, earlierCalls, nowMs })
    model.recordReserved(call, seen.sequence, nowMs)
    this.#recordUpdate(model, { learned, refusals: isFirst ? [] : refusals }, nowMs)
  }

  /** If the ledger does not answer, the next reservation says so. */
  async #readUpdate(model: ModelLimiter, clock: Clock): Promise<void> {
    const read = async () => (await this.#connect()).readUpdate(model.name)
    const update = await this.#breaker.run(read).catch(() => undefined)
    if (update) this.#recordUpdate(model, update, clock.now())
  }

  #recordUpdate(model: ModelLimiter, { learned, refusals }: RateUpdate, nowMs: number): void {
    const inLocalTime = <T extends SharedRefusal>(call: T): T => ({
      ...call,
      sentMs: call.sentMs + this.#offsetMs,
    })
    if (learned) model.adoptRate(inLocalTime(learned), nowMs)
    for (const refusal of refusals) model.recordRefusedElsewhere(inLocalTime(refusal), nowMs)
  }

  #connect(): Promise<Ledger> {
    return (this.#ledger ??= this.#options.connect().catch((error: unknown) => {
      this.#ledger = undefined
      throw error
    }))
  }

  async #whenConnected(work: (ledger: Ledger) => unknown): Promise<void> {
    const ledger = await this.#ledger?.catch(() => undefined)
    if (ledger) await work(ledger)
  }
}

const wait = (reason: 'slot' | 'rate-limit', delayMs: number, scope: Scope): Promise<unknown> =>
  span(scope, 'wait', reason, async ({ clock, signal }) => {
    await clock.sleep(delayMs, signal)
    return { reason }
  })
