/** Which of several waiting calls is sent first. Pure; the schedules that it leads to are in `test/bench/order`. */
import type { Scope } from '../../core/scope.ts'

export type Turn = Pick<Scope, 'priority' | 'iteration' | 'hasDraft'>

/**
 * How many prompts may be left per call in flight when the order changes. With fewer, calls would soon be too few to
 * use the capacity; with more, more prompts would be half done at the same time.
 */
const NEAR_END_PROMPTS_PER_CALL = 2

/** Whether so few prompts are left in the run that its end depends on the prompts with the most work left. */
export const isNearEnd = (promptsLeft: number, callsInFlight: number): boolean =>
  promptsLeft <= NEAR_END_PROMPTS_PER_CALL * callsInFlight

/**
 * Negative if the first call comes before the second. During a run, the prompt that started first comes first, so that
 * prompts end soon. Near the end of a run, the prompt with the most work left comes first ("longest processing time
 * first", R. L. Graham, Bounds on Multiprocessing Timing Anomalies, 1969), since its calls must follow one another.
 */
export const compareTurns = (one: Turn, other: Turn, nearEnd: boolean): number =>
  (nearEnd ? stepOf(one) - stepOf(other) : 0) || one.priority - other.priority

/**
 * Counts the steps that are done: a draft and its assessment in each iteration. How many iterations a prompt will need
 * is not known, so it counts as needing all that are allowed. The first assessment alone comes before new drafts, since
 * it shows early which prompts need another iteration.
 */
function stepOf({ iteration = 0, hasDraft = false }: Turn): number {
  return iteration === 1 && hasDraft ? 0 : 2 * iteration + Number(hasDraft)
}
