/**
 * The circuit breaker of one host. Several failures in a row open it: then nothing is sent but a probe now and
 * then, and the first answer closes it. A host that never answered is given up within seconds, one that did is
 * given minutes; an account that is refused is given up at once.
 */
import type { Clock } from '../core/clock.ts'
import { ProviderError, stopsTheRun, type ProviderErrorKind } from '../core/errors.ts'
import { span, type Scope } from '../core/scope.ts'
import { Bell } from '../util/notifier.ts'

const FAILURES_TO_OPEN = 5
/** Nobody listens at that address: fewer are enough. */
const REFUSALS_TO_OPEN = 3
const FIRST_PROBE_MS = 1500
const LONGEST_PROBE_MS = 15_000
/** Who waits for a host that never answered waits for a typing error. */
const PATIENCE_WITH_STRANGERS_MS = 3500
/** A host that answered a moment ago mostly comes back. */
const PATIENCE_MS = 300_000

/** What counts against a host; anything else is an answer. */
const TROUBLE: ReadonlySet<ProviderErrorKind> = new Set([
  'connection',
  'server',
  'timeout',
  'stream',
  'protocol',
])

interface Opened {
  readonly atMs: number
  probeDelayMs: number
  /** While it is under way the others wait for its outcome. */
  probing: boolean
}

export class Circuit {
  readonly #name: string
  readonly #bell = new Bell()
  /** By model; the empty name stands for all of them. */
  readonly #verdicts = new Map<string, ProviderError>()
  #answeredEver = false
  #failures = 0
  /** When the first of the failures in a row was sent. */
  #sinceMs = 0
  #opened: Opened | undefined
  #alarm = new AbortController()

  constructor(name: string) {
    this.#name = name
  }

  get open(): boolean {
    return this.#opened !== undefined
  }

  /** Why no call to this model will be sent any more, if that is so. */
  verdict(model: string): ProviderError | undefined {
    return this.#verdicts.get('') ?? this.#verdicts.get(model)
  }

  /** Resolves when there is a verdict, or the signal is aborted. */
  async condemned(model: string, signal: AbortSignal): Promise<void> {
    while (!this.verdict(model) && !signal.aborted) await this.#bell.heard(signal)
  }

  /** Resolves when a call may be sent; rejects when none ever may. */
  async pass(model: string, scope: Scope): Promise<void> {
    if (this.#opened) {
      await span(scope, 'wait', 'circuit', async ({ signal }) => {
        while (this.#opened?.probing && !this.verdict(model)) {
          await this.#bell.heard(signal)
          signal.throwIfAborted()
        }
        if (this.#opened) this.#opened.probing = true
        return { reason: 'circuit' }
      })
    }
    const verdict = this.verdict(model)
    if (verdict) throw verdict
  }

  answered(): void {
    this.#answeredEver = true
    this.#failures = 0
    if (this.#opened) this.#close()
  }

  failed(error: ProviderError, model: string, sentMs: number, clock: Clock): void {
    if (stopsTheRun(error.kind)) return this.#condemn(error.kind === 'not-found' ? model : '', error)
    if (!TROUBLE.has(error.kind)) return this.answered()
    if (this.#failures++ === 0) this.#sinceMs = sentMs
    const nowMs = clock.now()
    const enough = !this.#answeredEver && error.kind === 'connection' ? REFUSALS_TO_OPEN : FAILURES_TO_OPEN
    const leftMs = this.#sinceMs + this.#patienceMs - nowMs
    if (this.#failures >= enough && leftMs <= 0) return this.#condemn('', this.#down(error, nowMs))
    if (!this.#opened && this.#failures >= enough) {
      this.#opened = { atMs: nowMs, probeDelayMs: FIRST_PROBE_MS, probing: true }
      this.#wakeProbe(leftMs, clock)
    } else if (this.#opened && sentMs >= this.#opened.atMs) {
      this.#opened.probeDelayMs = Math.min(2 * this.#opened.probeDelayMs, LONGEST_PROBE_MS)
      this.#wakeProbe(leftMs, clock)
    }
  }

  /** A call that was let through and never sent gives its turn to another. */
  withdrawn(sentMs: number): void {
    if (!this.#opened || sentMs < this.#opened.atMs) return
    this.#opened.probing = false
    this.#bell.ring()
  }

  get #patienceMs(): number {
    return this.#answeredEver ? PATIENCE_MS : PATIENCE_WITH_STRANGERS_MS
  }

  /** Lets one call through after a while, and before patience ends. */
  #wakeProbe(leftMs: number, clock: Clock): void {
    const opened = this.#opened
    if (!opened) return
    this.#alarm = new AbortController()
    clock.sleep(Math.min(opened.probeDelayMs, Math.max(leftMs, 0)), this.#alarm.signal).then(
      () => {
        opened.probing = false
        this.#bell.ring()
      },
      () => undefined,
    )
  }

  #condemn(model: string, error: ProviderError): void {
    this.#verdicts.set(model, error)
    this.#close()
  }

  #close(): void {
    this.#opened = undefined
    this.#alarm.abort()
    this.#bell.ring()
  }

  #down({ message, hint, status }: ProviderError, nowMs: number): ProviderError {
    const seconds = Math.round((nowMs - this.#sinceMs) / 1000)
    return new ProviderError('down', `${message}; ${this.#name} has not answered for ${seconds} s`, {
      hint: hint ?? 'what is done is kept; resume when the provider is back',
      status,
    })
  }
}
