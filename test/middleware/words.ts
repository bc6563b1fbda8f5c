/** Texts by their number of words, and a validator of that number which can judge unfinished texts. */
import type { Validator } from '../../src/core/ports.ts'
import { validation } from '../helpers/scripted.ts'

export const words = (count: number): string =>
  Array.from({ length: count }, (_, index) => `word${index}`).join(' ')

export function atMost(max: number): Validator {
  const judge = (text: string) => {
    const measured = text.split(/\s+/).length
    return validation({
      passed: measured <= max,
      score: 0,
      measured,
      message: `${measured} words, must be at most ${max}`,
    })
  }
  return {
    name: 'length',
    tier: 'instant',
    requirement: `at most ${max} words`,
    validate: ({ text }) => judge(text),
    validatePrefix: (text) => (judge(text).passed ? undefined : judge(text)),
  }
}
