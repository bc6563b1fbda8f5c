import { buildThought, type Stop } from '../core/decide.ts'
import { SifakaError } from '../core/errors.ts'
import { summarizeWithHint } from '../core/failure.ts'
import type { Policy } from '../core/policy.ts'
import { span, type Scope } from '../core/scope.ts'
import type { Prompt, Thought, Timed } from '../core/types.ts'
import { noWaste } from '../core/usage.ts'

/** The thought of a prompt that cannot be worked on, for example because its model has an unknown provider. */
export const failPrompt = (
  prompt: Prompt,
  error: SifakaError,
  policy: Policy,
  outer: Scope,
): Promise<Timed<Thought>> =>
  span(outer, 'thought', prompt.id, async ({ clock }) => {
    const stop: Stop = { reason: 'error', outcome: 'failed', error: summarizeWithHint(error) }
    const startedAt = clock.date().toISOString()
    return buildThought({ prompt, iterations: [], startedAt, wasted: noWaste }, stop, policy)
  })

/** Pass this to `catch`: returns a `SifakaError`, and throws every other error again. */
export function onlyExpected(error: unknown): SifakaError {
  if (error instanceof SifakaError) return error
  throw error
}
