import { joinParts } from '../../core/phrases/requirement-text.ts'
import { compositeValidator, messagesOf, partsOptions, someFail } from './composite.ts'
import { meanOf } from '../../util/statistics.ts'

export const all = compositeValidator({
  name: 'all',
  summary: 'All of the given validators pass',
  options: partsOptions('the validators, all of which must pass'),
  compose: (parts) => ({
    requirement: joinParts(parts.map((part) => part.requirement)),
    passing: 'all',
    isDecided: someFail,
    combine(answers) {
      const failed = answers.filter(({ passed }) => !passed)
      return {
        passed: failed.length === 0,
        score: meanOf(answers.map(({ score }) => score)),
        message: messagesOf(failed.length > 0 ? failed : answers),
      }
    },
  }),
})
