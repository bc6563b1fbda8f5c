import { stopsTheRun } from '../core/errors.ts'
import type { Prompt, Thought, Timed } from '../core/types.ts'
import { inParallel } from './in-parallel.ts'

export interface BatchOptions {
  /** Prompts in flight. */
  readonly concurrency: number
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
  { concurrency, ordered, signal }: BatchOptions,
): AsyncGenerator<Timed<Thought>> {
  let hopeless = false
  const work = async (prompt: Prompt): Promise<Timed<Thought>> => {
    const thought = await improve(prompt)
    hopeless ||= thought.error !== null && stopsTheRun(thought.error.code)
    return thought
  }
  const admitted = takeWhile(prompts, () => !hopeless && !signal.aborted)
  return inParallel(admitted, work, { concurrency, ordered, window: WINDOW * concurrency })
}

async function* takeWhile<T>(inputs: AsyncIterable<T>, holds: () => boolean): AsyncGenerator<T> {
  for await (const input of inputs) {
    if (!holds()) return
    yield input
  }
}
