import { compositeValidator, messagesOf, partsOptions, somePass } from './composite.ts'

export const any = compositeValidator({
  name: 'any',
  summary: 'At least one of the given validators passes',
  options: partsOptions('the validators, at least one of which must pass'),
  compose: (parts) => ({
    requirement: parts.map((part) => part.requirement).join(', or '),
    passing: 'any',
    isDecided: somePass,
    combine(answers) {
      const passing = answers.filter(({ passed }) => passed)
      return {
        passed: passing.length > 0,
        score: Math.max(...answers.map(({ score }) => score)),
        message:
          passing.length > 0
            ? messagesOf(passing)
            : `at least one must pass: ${messagesOf(answers, '; or ')}`,
      }
    },
  }),
})
