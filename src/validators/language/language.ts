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

/** Other codes and names of the known languages. */
const ALIASES: Readonly<Record<string, string>> = {
  nb: 'no',
  nn: 'no',
  fil: 'tl',
  cmn: 'zh',
  bokmål: 'no',
  tagalog: 'tl',
  mandarin: 'zh',
  farsi: 'fa',
}

/** `en`, `EN`, `en-GB`, `eng` and `English` are all English, and `Deutsch` is German. */
function languageCodeOf(given: string): string | undefined {
  const wanted = given.trim().toLowerCase()
  const [language = ''] = wanted.split(/[-_]/)
  const known = LANGUAGES.find((code) => code === language || languageName(code).toLowerCase() === wanted)
  if (known !== undefined) return known
  const names = [wanted, language, canonicalCode(language)].map((each) => ALIASES[each] ?? each)
  return (
    LANGUAGES.find((code) => names.includes(code)) ??
    LANGUAGES.find((code) => nameIn(code).toLowerCase() === wanted)
  )
}

/** The shortest code of a language: `de` for `deu`, `he` for `iw`. */
function canonicalCode(code: string): string {
  try {
    return new Intl.Locale(code).language
  } catch {
    return code
  }
}

/** The name of a language in that language: `Deutsch`. */
const nameIn = (code: string): string => new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code

const code = z.string().superRefine((given, context) => {
  if (languageCodeOf(given) !== undefined) return
  const hint = didYouMean(given, LANGUAGES.map(languageName))
  context.addIssue({ code: 'custom', message: `"${given}" is not a language that can be detected; ${hint}` })
})

const options = lazyStrictObject(() => ({
  codes: z.array(code).min(1).describe('the languages that the text may be in, as ISO 639 codes or names'),
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
    const codes = [...new Set(given.map((each) => languageCodeOf(each) ?? each))]
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
