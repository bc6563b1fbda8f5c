import { stopsTheRun } from '../core/errors.ts'
import { isInterruption } from '../core/failure.ts'
import type { Prompt, Thought, Timed } from '../core/types.ts'
import { inParallel, type Admission } from './in-parallel.ts'

export interface BatchOptions extends Admission {
  /** Hand thoughts out in input order, else as they end. */
  readonly ordered: boolean
  readonly signal: AbortSignal
}

/** How far thoughts may wait for an earlier one, in multiples of the concurrency. */
const WINDOW = 64

/**
 * One thought a prompt. Admits no further prompts once aborted, or once an error shows that all others would fail
 * in the same way; those stay pending.
 */
export function runBatch(
  prompts: AsyncIterable<Prompt>,
  improve: (prompt: Prompt) => Promise<Timed<Thought>>,
  { signal, ...options }: BatchOptions,
): AsyncGenerator<Timed<Thought>> {
  let hopeless = false
  const work = async (prompt: Prompt): Promise<Timed<Thought>> => {
    const thought = await improve(prompt)
    hopeless ||=
      thought.error !== null && (stopsTheRun(thought.error.code) || isInterruption(thought.error.code))
    return thought
  }
  return inParallel(prompts, work, {
    ...options,
    goesOn: () => !hopeless && !signal.aborted,
    window: WINDOW * options.concurrency,
  })
}
