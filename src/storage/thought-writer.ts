/** Appends the thoughts of a process to a store, in the order in which they end. */
import { randomBytes } from 'node:crypto'
import type { Store, StoredThought } from '../core/backends/store.ts'
import type { Clock } from '../core/clock.ts'
import type { Thought, Timed } from '../core/types.ts'
import { toEntry } from './chain.ts'

export interface ThoughtWriter {
  /** Resolves once the store has acknowledged the thought. `model` is the requested writing model. */
  append(thought: Timed<Thought>, model: string): Promise<void>
  /** Resolves once no append is in progress. */
  settled(): Promise<void>
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
}

/** Limits the memory and the time of one transaction. */
const MAX_GROUP = 256
/** An append begins this long after the one before, since a transaction takes longer than what it stores. */
const GROUP_MS = 20

/**
 * Thoughts that arrive until the next append are appended together. After the first error nothing more is appended,
 * since the chain would have a gap.
 */
export function createThoughtWriter(store: Store, { run, withContent, clock }: WriterOptions): ThoughtWriter {
  const writer = randomBytes(8).toString('hex')
  let sequence = 0
  let previousHash = ''
  let pending: Pending[] = []
  let busy: Promise<void> | undefined
  let nextMs = -Infinity
  let failure: { readonly error: unknown } | undefined

  const entriesOf = (group: readonly Pending[]): StoredThought[] => {
    let last = { sequence, hash: previousHash }
    return group.map(({ thought, model }) => {
      const place = { writer, sequence: last.sequence + 1, previousHash: last.hash }
      const entry = toEntry(thought, { ...place, run, model, withContent })
      last = entry
      return entry
    })
  }
  const work = async (): Promise<void> => {
    while (pending.length > 0) {
      const waitMs = nextMs - clock.now()
      if (waitMs > 0) await new Promise<void>((resolve) => clock.after(waitMs, resolve))
      nextMs = clock.now() + GROUP_MS
      const group = pending.slice(0, MAX_GROUP)
      pending = pending.slice(MAX_GROUP)
      try {
        if (failure) throw failure.error
        const entries = entriesOf(group)
        await store.append(entries)
        sequence += entries.length
        previousHash = entries.at(-1)?.hash ?? previousHash
        group.forEach(({ resolve }) => resolve())
      } catch (error) {
        failure ??= { error }
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
    settled: async () => busy,
  }
}
