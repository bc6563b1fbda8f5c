/** Appends the thoughts of a process to a store, in the order in which they end. */
import { randomBytes } from 'node:crypto'
import type { Store, StoredThought } from '../core/backends/store.ts'
import type { Clock } from '../core/clock.ts'
import type { Thought, Timed } from '../core/types.ts'
import { toEntry } from './chain.ts'

export interface ThoughtWriter {
  /** Resolves once the store has acknowledged the thought. `model` is the requested writing model. */
  append(thought: Timed<Thought>, model: string): Promise<void>
  /** The error of the latest append, with which further appends fail at once; undefined while the store works. */
  fault(): unknown
  /** Tries no longer to store what failed. Resolves once no other append is in progress. */
  stop(): Promise<void>
}

interface Pending {
  readonly thought: Timed<Thought>
  readonly model: string
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

interface WriterOptions {
  readonly run: string
  readonly withContent: boolean
  readonly clock: Clock
  /** After an error, the time until the entries that could not be stored are appended again; default: never. */
  readonly retryMs?: number | undefined
  /** Called when an append fails after one that did not, and with undefined once the store works again. */
  readonly onFault?: ((error: unknown) => void) | undefined
}

/** Limits the memory and the time of one transaction. */
const MAX_GROUP = 256
/** An append begins this long after the one before, since a transaction takes longer than what it stores. */
const GROUP_MS = 20

/**
 * Thoughts that arrive until the next append are appended together. Entries that could not be stored are kept, and
 * are appended again before any other entry, since the chain would have a gap without them.
 */
export function createThoughtWriter(store: Store, options: WriterOptions): ThoughtWriter {
  const { run, withContent, clock, retryMs, onFault } = options
  const writer = randomBytes(8).toString('hex')
  let sequence = 0
  let previousHash = ''
  let pending: Pending[] = []
  let unstored: readonly StoredThought[] = []
  let busy: Promise<void> | undefined
  let nextMs = -Infinity
  let failure: { readonly error: unknown } | undefined
  let isStopped = false
  let cancelRetry: () => void = () => undefined

  const continueChain = (group: readonly Pending[]): void => {
    let last = { sequence, hash: previousHash }
    const entries = group.map(({ thought, model }) => {
      const place = { writer, sequence: last.sequence + 1, previousHash: last.hash }
      const entry = toEntry(thought, { ...place, run, model, withContent })
      last = entry
      return entry
    })
    ;({ sequence, hash: previousHash } = last)
    unstored = [...unstored, ...entries]
  }
  const appendUnstored = async (): Promise<void> => {
    try {
      while (unstored.length > 0) {
        const entries = unstored.slice(0, MAX_GROUP)
        await store.append(entries)
        unstored = unstored.slice(entries.length)
      }
      if (failure) onFault?.(undefined)
      failure = undefined
    } catch (error) {
      if (!failure) onFault?.(error)
      failure = { error }
      if (retryMs !== undefined && !isStopped) cancelRetry = clock.after(retryMs, () => void appendUnstored())
    }
  }
  const work = async (): Promise<void> => {
    while (pending.length > 0) {
      const waitMs = nextMs - clock.now()
      if (waitMs > 0) await new Promise<void>((resolve) => clock.after(waitMs, resolve))
      nextMs = clock.now() + GROUP_MS
      const group = pending.slice(0, MAX_GROUP)
      pending = pending.slice(MAX_GROUP)
      try {
        continueChain(group)
        // After a failure, only the retry appends.
        if (!failure) await appendUnstored()
        if (failure) throw failure.error
        group.forEach(({ resolve }) => resolve())
      } catch (error) {
        group.forEach(({ reject }) => reject(error))
      }
    }
    busy = undefined
  }
  return {
    append: (thought, model) =>
      new Promise((resolve, reject) => {
        pending.push({ thought, model, resolve, reject })
        busy ??= Promise.resolve().then(work)
      }),
    fault: () => failure?.error,
    async stop() {
      isStopped = true
      cancelRetry()
      await busy
    },
  }
}
