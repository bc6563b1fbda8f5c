import { Lookahead } from './lookahead.ts'

/** How many pieces of work are under way at once. */
export interface Admission {
  readonly concurrency: number
  /** Resolves when another piece is of use; without it, each begins as soon as the concurrency allows. */
  readonly ready?: (() => Promise<void>) | undefined
  /** The last so many begin all the same: when they end nothing would fill the gaps that they leave. */
  readonly last?: number | undefined
}

export interface ParallelOptions extends Admission {
  /** Whether to begin anything more. */
  readonly goesOn?: (() => boolean) | undefined
  /** Hand out in input order, else as finished. */
  readonly ordered: boolean
  /** How far work may run ahead of what was handed out: the bound on memory. */
  readonly window: number
}

/**
 * Works on the inputs concurrently and hands the results out one by one; who consumes slowly slows the work.
 * Should the inputs or the work throw, what is under way is finished and handed out, then the error is thrown.
 */
export async function* inParallel<In, Out>(
  inputs: AsyncIterable<In>,
  work: (input: In) => Promise<Out>,
  { concurrency, ready, last = 0, goesOn = () => true, ordered, window }: ParallelOptions,
): AsyncGenerator<Out> {
  const ahead = new Lookahead(inputs, last)
  const finished = new Map<number, { result: Out }>()
  const errors: unknown[] = []
  let stopped = false
  let admitted = 0
  let underWay = 0
  let handedOut = 0
  let wake = () => {}
  let change = new Promise<void>((resolve) => (wake = resolve))
  const changed = () => {
    wake()
    change = new Promise((resolve) => (wake = resolve))
  }
  const fail = (error: unknown) => {
    errors.push(error)
    stopped = true
  }

  const begin = async (position: number, input: In): Promise<void> => {
    underWay++
    try {
      finished.set(position, { result: await work(input) })
    } catch (error) {
      fail(error)
    }
    underWay--
    changed()
  }
  const admit = async (): Promise<void> => {
    while (!stopped && goesOn()) {
      if (underWay >= concurrency || admitted - handedOut >= window) {
        await change
        continue
      }
      if (ready && !ahead.endInSight) await ready()
      const next = await ahead.next()
      if (!next || !goesOn()) break
      void begin(admitted++, next.value)
    }
  }

  let admitting = true
  const admission = admit()
    .catch(fail)
    .then(() => {
      admitting = false
      changed()
    })
  try {
    while (admitting || underWay > 0 || finished.size > 0) {
      const position = ordered ? handedOut : (finished.keys().next().value ?? handedOut)
      const done = finished.get(position)
      if (!done) {
        // A gap is left where an error struck; later results follow all the same.
        if (admitting || underWay > 0) await change
        else handedOut++
        continue
      }
      finished.delete(position)
      handedOut++
      changed()
      yield done.result
    }
  } finally {
    stopped = true
    changed()
    await admission
    while (underWay > 0) await change
    await ahead.close()
  }
  if (errors.length > 0) throw errors[0]
}
