/** What the loop adds to the calls of a prompt: the next request, and the loop itself on models that answer at once. */
import { bench, describe } from 'vitest'
import { composeMessages } from '../../../src/core/feedback.ts'
import type { Iteration } from '../../../src/core/types.ts'
import { policy, prompt, answer, critique, validation } from '../../helpers/scripted.ts'
import { TEXT } from './text.ts'

const iteration: Iteration = {
  index: 1,
  generation: { ...answer({ text: TEXT }), messages: [], durationMs: 1 },
  validations: [
    { ...validation({ passed: false, score: 0 }), durationMs: 1 },
    { ...validation({ validator: 'content' }), durationMs: 1 },
  ],
  critiques: [critique(), critique()].map((each) => ({ ...each, durationMs: 1 })),
  failures: [],
}

describe('feedback', () => {
  bench('the request for a revision', () => void composeMessages(prompt(), [], [iteration], policy()))
})
