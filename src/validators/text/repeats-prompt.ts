import type { ValidatorDefinition } from '../../core/definitions.ts'
import { caseOption, nonBlankString, quoteStart, startShare } from '../shared/fixed-text.ts'
import { mayBeginWith } from '../shared/settled.ts'
import { createTextValidator } from '../shared/text-validator.ts'
import { hasVariantMarks, toComparable } from '../shared/typography.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const options = lazyStrictObject(() => ({
  prompt: nonBlankString.optional().describe('the text to repeat; default: the prompt'),
  caseSensitive: caseOption,
}))

export const repeatsPrompt: ValidatorDefinition<typeof options> = {
  name: 'repeats-prompt',
  summary: 'The text begins with the prompt, word for word',
  options,
  create({ prompt: given, caseSensitive }) {
    const fold = (text: string) => toComparable(text.trimStart(), caseSensitive)
    const check = (text: string, prompt: string) => {
      const score = startShare(fold(text), fold(prompt.trim()))
      const share = `${Math.floor(score * 100)} % of the prompt`
      const fact =
        score === 1 ? 'repeats the prompt' : `begins with ${quoteStart(text.trimStart())} (repeats ${share})`
      return { score, fact, duty: `begin with ${quoteStart(prompt.trim())}` }
    }
    return createTextValidator({
      name: 'repeats-prompt',
      tier: 'instant',
      readsPrompt: given === undefined,
      requirement:
        given === undefined
          ? 'first repeats the prompt, word for word'
          : `first repeats, word for word: ${given}`,
      constraints:
        given === undefined || hasVariantMarks(given)
          ? []
          : [{ kind: 'begins', anyOf: [given.trim()], caseSensitive }],
      check: (text, { prompt }) => check(text, given ?? prompt.text),
      checkPrefix: (text) =>
        given === undefined || mayBeginWith(fold(text), fold(given.trim())) ? undefined : check(text, given),
    })
  },
}
