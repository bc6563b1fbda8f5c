import { expect, it } from 'vitest'
import { describeEnd } from '../../src/core/outcome-label.ts'

it.each([
  ['accepted', 'accepted', 'accepted'],
  ['cancelled', 'cancelled', 'cancelled'],
  ['exhausted', 'max-iterations', 'not accepted (max-iterations)'],
  ['failed', 'error', 'failed (error)'],
] as const)('the outcome %s with the stop reason %s is shown as "%s"', (outcome, stopReason, shown) => {
  expect(describeEnd({ outcome, stopReason })).toBe(shown)
})
