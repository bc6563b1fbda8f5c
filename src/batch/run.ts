import { staysPending } from '../core/error-codes.ts'
import type { Thought } from '../core/types.ts'
import { inParallel, type Admission } from './admission.ts'

export interface BatchOptions extends Admission {
  /** If true, results are yielded in input order; otherwise as soon as they finish. */
  readonly ordered: boolean
  readonly signal: AbortSignal
  /** When this signal aborts, no further input starts; work in progress continues. */
  readonly stopping?: AbortSignal | undefined
}

/** Limits the results that are finished or in progress but not yet consumed, as a multiple of the concurrency. */
const WINDOW = 64

/**
 * Yields one result per input. Starts no further input after an abort, or after a result shows that all other inputs
 * would end in the same error; the inputs that did not start stay pending.
 */
export function runBatch<In, Out extends Pick<Thought, 'prompt' | 'outcome' | 'error'>>(
  inputs: AsyncIterable<In>,
  work: (input: In) => Promise<Out>,
  { signal, stopping, ...options }: BatchOptions,
): AsyncGenerator<Out> {
  let stopsAll = false
  const watchedWork = async (input: In): Promise<Out> => {
    const result = await work(input)
    stopsAll ||= staysPending(result)
    return result
  }
  return inParallel(inputs, watchedWork, {
    ...options,
    mayStart: () => !stopsAll && !signal.aborted && !stopping?.aborted,
    window: WINDOW * options.concurrency,
  })
}
