import { expect, it } from 'vitest'
import {
  forbiddenTerms,
  missingTerms,
  noneOf,
  readRequirements,
} from '../../../src/core/phrases/requirement-text.ts'

it.each([
  [missingTerms(['solar']), '"solar" is missing', [{ kind: 'includes', terms: ['solar'], atLeast: 1 }]],
  [missingTerms(['a', 'b']), '"a", "b" are missing', [{ kind: 'includes', terms: ['a', 'b'], atLeast: 2 }]],
  [forbiddenTerms(['cheap']), '"cheap" is forbidden', [{ kind: 'excludes', terms: ['cheap'] }]],
  [noneOf(['a', 'b']), 'contains none of "a", "b"', [{ kind: 'includes', terms: ['a', 'b'], atLeast: 1 }]],
])('the simulated model understands %s', (message, text, requirements) => {
  expect(message).toBe(text)
  expect(readRequirements(message)).toEqual(requirements)
})

it('a quoted term without a verdict is no requirement', () => {
  expect(readRequirements('the text is "solar"')).toEqual([])
})
