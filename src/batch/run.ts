import { stopsTheRun, isInterruption } from '../core/error-codes.ts'
import type { Thought } from '../core/types.ts'
import { inParallel, type Admission } from './admission.ts'

export interface BatchOptions extends Admission {
  /** Yield results in input order, otherwise as they finish. */
  readonly ordered: boolean
  readonly signal: AbortSignal
  /** Once it is aborted nothing more starts; work in progress continues. */
  readonly stopping?: AbortSignal | undefined
}

/** How many results may be finished or in progress ahead of the consumer, as a multiple of the concurrency. */
const WINDOW = 64

/**
 * Yields one result per input. Admits no further inputs once aborted, or once a result shows that all others would
 * end in the same error; those inputs stay pending.
 */
export function runBatch<In, Out extends Pick<Thought, 'error'>>(
  inputs: AsyncIterable<In>,
  work: (input: In) => Promise<Out>,
  { signal, stopping, ...options }: BatchOptions,
): AsyncGenerator<Out> {
  let stopsAll = false
  const watchedWork = async (input: In): Promise<Out> => {
    const result = await work(input)
    stopsAll ||= leavesPending(result)
    return result
  }
  return inParallel(inputs, watchedWork, {
    ...options,
    mayStart: () => !stopsAll && !signal.aborted && !stopping?.aborted,
    window: WINDOW * options.concurrency,
  })
}

/** The prompt was interrupted, or its account or host failed: the result says nothing about the prompt itself. */
export const leavesPending = ({ error }: Pick<Thought, 'error'>): boolean =>
  error !== null && (stopsTheRun(error.code) || isInterruption(error.code))
