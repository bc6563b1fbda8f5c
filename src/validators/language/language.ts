import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { classifyLanguage } from '../../classifiers/language.ts'
import { LANGUAGES, UNDETERMINED } from '../../classifiers/scripts.ts'
import { SifakaError } from '../../core/errors.ts'
import { didYouMean } from '../../util/lookup.ts'
import { createTextValidator } from '../shared/text-validator.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

let names: Intl.DisplayNames | undefined

/** The English name of a language, from its ISO 639-1 code. */
export function languageName(code: string): string {
  names ??= new Intl.DisplayNames(['en'], { type: 'language' })
  return names.of(code) ?? code
}

/** `en`, `EN`, `en-GB` and `English` are all English. */
function codeOf(given: string): string | undefined {
  const wanted = given.trim().toLowerCase()
  return LANGUAGES.find(
    (code) => code === wanted.split(/[-_]/)[0] || languageName(code).toLowerCase() === wanted,
  )
}

const code = z.string().superRefine((given, context) => {
  if (codeOf(given) !== undefined) return
  const hint = didYouMean(given, LANGUAGES.map(languageName))
  context.addIssue({ code: 'custom', message: `"${given}" is not a language that can be detected; ${hint}` })
})

const options = lazyStrictObject(() => ({
  codes: z
    .array(code)
    .min(1)
    .describe('the languages that the text may be in, as ISO 639-1 codes or English names'),
  minConfidence: z
    .number()
    .min(0)
    .max(1)
    .default(0.6)
    .describe('minimum confidence of the detector, 0..1; 0.5 is a guess between two languages'),
  unsure: z
    .enum(['error', 'pass', 'fail'])
    .default('error')
    .describe('the result for a text whose language cannot be detected, such as a very short one'),
}))

export const languageValidator: ValidatorDefinition<typeof options> = {
  name: 'language',
  summary: 'The text is written in one of the expected languages',
  options,
  create({ codes: given, minConfidence, unsure }) {
    const codes = [...new Set(given.map((each) => codeOf(each) ?? each))]
    const expected = codes.map(languageName).join(' or ')
    return createTextValidator({
      name: 'language',
      tier: 'local',
      cacheable: true,
      requirement: `written in ${expected}`,
      duty: `be written in ${expected}`,
      constraints: unsure === 'pass' ? [] : [{ kind: 'language', anyOf: codes }],
      async check(text) {
        const { label, confidence } = await classifyLanguage(text)
        const name = languageName(label)
        const certainty = `confidence ${confidence.toFixed(2)}`
        if (label !== UNDETERMINED && confidence >= minConfidence) {
          const score = codes.includes(label) ? 1 : 1 - confidence
          return { score, fact: `written in ${name} (${certainty})` }
        }
        const reason =
          label !== UNDETERMINED
            ? `perhaps ${name}, ${certainty}`
            : /(?:\p{L}.*){12}/su.test(text.slice(0, 200))
              ? 'a language that it does not know'
              : 'too few letters'
        const fact = `cannot detect the language of ${JSON.stringify(text.slice(0, 40))} (${reason})`
        if (unsure !== 'error') return { score: unsure === 'pass' ? 1 : 0, fact }
        const hint = 'set unsure to "pass" or "fail", or lower minConfidence'
        throw new SifakaError('language-unsure', fact, { hint })
      },
    })
  },
}
