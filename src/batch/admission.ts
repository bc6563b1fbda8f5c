import { Notifier } from '../util/notifier.ts'
import { Lookahead } from './lookahead.ts'

/** How many inputs are worked on concurrently. */
export interface Admission {
  readonly concurrency: number
  /**
   * Resolves when the next input should start; is given a function that counts the inputs in progress. Without it,
   * inputs start as soon as the concurrency allows.
   */
  readonly ready?: ((inProgress: () => number) => Promise<void>) | undefined
  /** The last `lastCount` inputs do not wait for `ready`, since no later input needs the capacity. */
  readonly lastCount?: number | undefined
  /** Called with the number of inputs that are in progress when no more will start, and each time one of them ends. */
  readonly onLeft?: ((inputs: number) => void) | undefined
}

export interface ParallelOptions extends Admission {
  readonly mayStart?: (() => boolean) | undefined
  /** If true, results are yielded in input order; otherwise as soon as they finish. */
  readonly ordered: boolean
  /** How many results may be finished or in progress before the consumer takes them. This bounds memory. */
  readonly window: number
}

/**
 * Works on the inputs concurrently and yields the results one by one; a slow consumer slows the work. If the inputs
 * or the work throw, work in progress is finished and yielded, then the first error is thrown.
 */
export async function* inParallel<In, Out>(
  inputs: AsyncIterable<In>,
  work: (input: In) => Promise<Out>,
  options: ParallelOptions,
): AsyncGenerator<Out> {
  const { concurrency, ready, lastCount = 0, onLeft, mayStart = () => true, ordered, window } = options
  const ahead = new Lookahead(inputs, lastCount)
  const finished = new Map<number, { result: Out }>()
  const errors: unknown[] = []
  const change = new Notifier()
  let stopped = false
  let admitting = true
  let admitted = 0
  let inProgress = 0
  let yielded = 0
  const fail = (error: unknown) => {
    errors.push(error)
    stopped = true
  }

  const start = async (position: number, input: In): Promise<void> => {
    inProgress++
    try {
      finished.set(position, { result: await work(input) })
    } catch (error) {
      fail(error)
    }
    inProgress--
    if (!admitting) onLeft?.(inProgress)
    change.notifyAll()
  }
  const admit = async (): Promise<void> => {
    while (!stopped && mayStart()) {
      if (inProgress >= concurrency || admitted - yielded >= window) {
        await change.wait()
        continue
      }
      if (ready && !ahead.hasReadAll) await ready(() => inProgress)
      const next = await ahead.next()
      if (!next || !mayStart()) break
      void start(admitted++, next.value)
    }
  }

  const admission = admit()
    .catch(fail)
    .then(() => {
      admitting = false
      onLeft?.(inProgress)
      change.notifyAll()
    })
  try {
    while (admitting || inProgress > 0 || finished.size > 0) {
      const position = ordered ? yielded : (finished.keys().next().value ?? yielded)
      const done = finished.get(position)
      if (!done) {
        // A failed input has no result, so its position is skipped once no work is in progress.
        if (admitting || inProgress > 0) await change.wait()
        else yielded++
        continue
      }
      finished.delete(position)
      yielded++
      change.notifyAll()
      yield done.result
    }
  } finally {
    stopped = true
    change.notifyAll()
    await admission
    while (inProgress > 0) await change.wait()
    await ahead.close()
  }
  if (errors.length > 0) throw errors[0]
}
