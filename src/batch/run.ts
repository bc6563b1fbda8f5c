import { stopsTheRun } from '../core/errors.ts'
import { isInterruption } from '../core/failure.ts'
import type { Thought } from '../core/types.ts'
import { inParallel, type Admission } from './admission.ts'

export interface BatchOptions extends Admission {
  /** Hand results out in input order, else as they end. */
  readonly ordered: boolean
  readonly signal: AbortSignal
  /** Nothing more begins once it is aborted; what is under way goes on. */
  readonly stopping?: AbortSignal | undefined
}

/** How far results may wait for an earlier one, in multiples of the concurrency. */
const WINDOW = 64

/**
 * One result an input, a thought mostly. Admits no further inputs once aborted, or once an error shows that all
 * others would end in the same way; those stay pending.
 */
export function runBatch<In, Out extends Pick<Thought, 'error'>>(
  inputs: AsyncIterable<In>,
  work: (input: In) => Promise<Out>,
  { signal, stopping, ...options }: BatchOptions,
): AsyncGenerator<Out> {
  let hopeless = false
  const watched = async (input: In): Promise<Out> => {
    const result = await work(input)
    hopeless ||= leavesPending(result)
    return result
  }
  return inParallel(inputs, watched, {
    ...options,
    goesOn: () => !hopeless && !signal.aborted && !stopping?.aborted,
    window: WINDOW * options.concurrency,
  })
}

/** Whether this says nothing about the prompt itself: it was interrupted, or the account or the host gave out. */
export const leavesPending = ({ error }: Pick<Thought, 'error'>): boolean =>
  error !== null && (stopsTheRun(error.code) || isInterruption(error.code))
