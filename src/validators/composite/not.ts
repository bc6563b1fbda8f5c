import { joinParts } from '../../core/phrases/requirement-text.ts'
import { compositeValidator, messagesOf, partsOptions, somePass } from './composite.ts'

export const not = compositeValidator({
  name: 'not',
  summary: 'None of the given validators passes',
  options: partsOptions('the validators, none of which may pass'),
  compose: (parts) => ({
    requirement: joinParts(parts.map((part) => `not: ${part.requirement}`)),
    passing: 'none',
    isDecided: somePass,
    combine(answers) {
      const passing = answers.filter(({ passed }) => passed)
      return {
        passed: passing.length === 0,
        score: 1 - passing.length / parts.length,
        ...(passing.length > 0 && { message: `passes but must fail: ${messagesOf(passing)}` }),
      }
    },
  }),
})
