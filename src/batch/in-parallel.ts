export interface ParallelOptions {
  /** How many pieces of work are under way at once. */
  readonly concurrency: number
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
  { concurrency, ordered, window }: ParallelOptions,
): AsyncGenerator<Out> {
  const iterator = inputs[Symbol.asyncIterator]()
  const finished = new Map<number, { result: Out }>()
  const errors: unknown[] = []
  let ended = false
  let admitted = 0
  let handedOut = 0
  let wake = () => {}
  let change = new Promise<void>((resolve) => (wake = resolve))
  const changed = () => {
    wake()
    change = new Promise((resolve) => (wake = resolve))
  }

  const worker = async (): Promise<void> => {
    try {
      while (!ended) {
        if (admitted - handedOut >= window) {
          await change
          continue
        }
        // The iterator answers in the order of asking, so the position is that of the input.
        const position = admitted++
        const next = await iterator.next()
        if (next.done) ended = true
        else finished.set(position, { result: await work(next.value) })
        changed()
      }
    } catch (error) {
      errors.push(error)
      ended = true
      changed()
    }
  }

  const next = (): number | undefined => (ordered ? handedOut : finished.keys().next().value)
  let working = true
  const workers = Promise.all(Array.from({ length: concurrency }, worker)).then(() => {
    working = false
    changed()
  })
  try {
    while (working || finished.size > 0) {
      const position = next() ?? handedOut
      const ready = finished.get(position)
      if (!ready) {
        // A gap is left where an error struck; later results follow all the same.
        if (working) await change
        else handedOut++
        continue
      }
      finished.delete(position)
      handedOut++
      changed()
      yield ready.result
    }
  } finally {
    ended = true
    changed()
    await workers
    await iterator.return?.()
  }
  if (errors.length > 0) throw errors[0]
}
