/** Runs the loop on one prompt. Options that a test does not set have harmless defaults. */
import { improve } from '../../src/core/improve.ts'
import type { Crew } from '../../src/core/ports.ts'
import type { Policy } from '../../src/core/policy.ts'
import type { Prompt, Thought, Timed } from '../../src/core/types.ts'
import { testScope } from './scope.ts'
import { policy, prompt, scriptedModel, scriptedValidator } from './scripted.ts'

export const run = (
  crew: Partial<Crew>,
  rules: Partial<Policy> = {},
  scope = testScope(),
  ask: Prompt = prompt(),
): Promise<Timed<Thought>> =>
  improve(
    ask,
    { generator: scriptedModel(['draft']), validators: [], critics: [], ...crew },
    policy(rules),
    scope,
  )

/** Passes nothing. */
export const never = scriptedValidator('never', () => false)

export const drafts = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `draft ${index + 1}`)
