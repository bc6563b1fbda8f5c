/** One store of a layered store: opened when it answers, behind a circuit breaker, with a spool for what it missed. */
import type { Clock } from '../../core/clock.ts'
import type { Store, StoredThought } from '../../core/backends/store.ts'
import { messageOf } from '../../core/failure.ts'
import { Breaker } from '../../util/backends/breaker.ts'
import type { LayerOrder } from '../../util/backends/layer-order.ts'
import type { Spool } from './spool.ts'

export interface StoreLayerOptions extends LayerOrder {
  readonly title: string
  readonly open: () => Promise<Store>
  /** Undefined for caches, which need not have every entry. */
  readonly spool: Spool | undefined
  readonly clock: Clock
  readonly warn: (line: string) => void
}

export class StoreLayer {
  readonly options: StoreLayerOptions
  readonly #breaker: Breaker
  #store: Store | undefined
  #draining: Promise<void> | undefined
  #warnings = new Set<string>()

  constructor(options: StoreLayerOptions) {
    this.options = options
    this.#breaker = new Breaker({ clock: options.clock, onFailure: (error) => this.#warnOfFailure(error) })
  }

  /** Whether the layer must have every acknowledged entry. */
  get isDurable(): boolean {
    return this.options.role !== 'cache'
  }

  /** Whether entries wait for the store to come back. */
  get lacksEntries(): boolean {
    return this.options.spool?.isEmpty === false
  }

  /** Rejects at once while the store is down. First appends what the store missed. */
  run<T>(work: (store: Store) => Promise<T>): Promise<T> {
    return this.#breaker.run(async () => {
      const store = (this.#store ??= await this.options.open())
      const { spool } = this.options
      if (spool?.isEmpty === false) {
        this.#draining ??= this.#drain(spool, store).finally(() => (this.#draining = undefined))
        await this.#draining
      }
      return work(store)
    })
  }

  /** Rejects if the entries must wait until the store is back; they are then in the spool, unless it is full. */
  async append(entries: readonly StoredThought[]): Promise<void> {
    try {
      await this.run((store) => store.append(entries))
    } catch (error) {
      await this.#spoolEntries(entries)
      throw error
    }
  }

  async #spoolEntries(entries: readonly StoredThought[]): Promise<void> {
    const { spool, title, warn } = this.options
    const fault = await spool?.add(entries).then(
      (isKept) => (isKept ? undefined : 'too many thoughts wait for it'),
      (error: unknown) => messageOf(error),
    )
    if (fault !== undefined)
      this.#warnOnce('not kept', () => warn(`the store ${title} will lack the latest thoughts: ${fault}`))
  }

  async close(): Promise<void> {
    // The last chance of this process to deliver what the store missed.
    if (this.lacksEntries) await this.run(async () => undefined).catch(() => undefined)
    await this.#store?.close()
  }

  async #drain(spool: Spool, store: Store): Promise<void> {
    const { title, warn } = this.options
    for (const path of await spool.drainTo(store))
      this.#warnOnce(path, () =>
        warn(`${path} is damaged, so the store ${title} may lack a thought; delete the file`),
      )
  }

  #warnOfFailure(error: unknown): void {
    const { title, warn, role } = this.options
    const until =
      role === 'cache' ? 'going on without it' : 'its thoughts are kept on this machine until it is back'
    this.#warnOnce('failed', () => warn(`the store ${title} failed: ${messageOf(error)}; ${until}`))
  }

  #warnOnce(warning: string, act: () => void): void {
    if (this.#warnings.has(warning)) return
    this.#warnings.add(warning)
    act()
  }
}
