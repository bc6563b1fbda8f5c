/** One backend of a layered cache: behind a circuit breaker, and with the writes that it missed while it was down. */
import type { Clock } from '../core/clock.ts'
import type { Cache } from '../core/ports.ts'
import { Breaker } from '../util/backends/breaker.ts'
import type { LayerOrder } from '../util/backends/layer-order.ts'
import type { GroupingCache } from './definition.ts'

export interface LayerOptions<Backend extends GroupingCache = GroupingCache> extends LayerOrder {
  readonly backend: Backend
  readonly title: string
  readonly isRemote?: boolean | undefined
}

/** A value of undefined stands for a deleted entry. */
type Write = readonly [key: string, value: string | undefined]

/** Slower operations fail: a slow cache could take longer than the call to the model that it saves. */
const LIMIT_MS = 1000
/** Limit of the missed writes that are kept for a backend, in characters. */
const MAX_SPOOL_CHARACTERS = 16_000_000

/** How many missed writes are sent at the same time. */
const WRITES_AT_ONCE = 50

export class Layer<Backend extends GroupingCache = GroupingCache> {
  readonly options: LayerOptions<Backend>
  readonly #breaker: Breaker
  readonly #onFailure: (error: unknown) => void
  readonly #missed = new Map<string, string | undefined>()
  #missedCharacters = 0
  #catchingUp: Promise<void> | undefined
  /** True if a missed write was dropped: the backend may contain outdated entries and is not read any more. */
  #isOutdated = false

  constructor(options: LayerOptions<Backend>, clock: Clock, onFailure: (error: unknown) => void) {
    this.options = options
    this.#onFailure = onFailure
    this.#breaker = new Breaker({ clock, limitMs: options.isRemote ? LIMIT_MS : undefined, onFailure })
  }

  get error(): unknown {
    return this.#breaker.error
  }

  /** Whether the layer answered, and its value. Never rejects. */
  async get(key: string): Promise<{ readonly answered: boolean; readonly value?: string | undefined }> {
    if (this.#isOutdated) return { answered: false }
    try {
      return { answered: true, value: await this.#run((backend) => backend.get(key)) }
    } catch {
      return { answered: false }
    }
  }

  /** Rejects if the write must wait until the backend is back. */
  async write([key, value]: Write): Promise<void> {
    try {
      await this.#run((backend) => apply(backend, [key, value]))
    } catch (error) {
      this.#spool([key, value])
      throw error
    }
  }

  flush(): void {
    this.options.backend.flush?.()
  }

  /** Never rejects. */
  close(): Promise<void> {
    return this.options.backend.close().catch(this.#onFailure)
  }

  #run<T>(work: (backend: Backend) => Promise<T>): Promise<T> {
    const { backend } = this.options
    const workAfterMissed = async () => {
      await (this.#catchingUp ??= this.#catchUp())
      return work(backend)
    }
    return this.#breaker.run(this.#missed.size > 0 ? workAfterMissed : () => work(backend))
  }

  /** Writes what the backend missed, before anything else is read from it or written to it. */
  async #catchUp(): Promise<void> {
    try {
      while (this.#missed.size > 0) {
        const writes = [...this.#missed].slice(0, WRITES_AT_ONCE)
        await Promise.all(writes.map((write) => apply(this.options.backend, write)))
        for (const [key, value] of writes) if (this.#missed.get(key) === value) this.#forget(key)
      }
    } finally {
      this.#catchingUp = undefined
    }
  }

  #spool([key, value]: Write): void {
    this.#forget(key)
    this.#missed.set(key, value)
    this.#missedCharacters += sizeOf(key, value)
    if (this.#missedCharacters <= MAX_SPOOL_CHARACTERS) return
    this.#missed.clear()
    this.#missedCharacters = 0
    this.#isOutdated = true
  }

  #forget(key: string): void {
    if (!this.#missed.has(key)) return
    this.#missedCharacters -= sizeOf(key, this.#missed.get(key))
    this.#missed.delete(key)
  }
}

const apply = (backend: Cache, [key, value]: Write): Promise<void> =>
  value === undefined ? backend.delete(key) : backend.set(key, value)

const sizeOf = (key: string, value: string | undefined): number => key.length + (value?.length ?? 0)
