import * as z from 'zod'
import { language as classifier, UNDETERMINED } from '../../classifiers/language.ts'
import { LANGUAGES } from '../../classifiers/scripts.ts'
import { SifakaError } from '../../core/errors.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import { nearest } from '../../util/lookup.ts'
import type { Validation } from '../../core/types.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { verdict } from '../shared/verdict.ts'

let names: Intl.DisplayNames | undefined

/** In English. */
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
  const meant = nearest(given, LANGUAGES.map(languageName))
  const hint = meant ? `did you mean "${meant}"?` : `known: ${LANGUAGES.join(', ')}`
  context.addIssue({ code: 'custom', message: `"${given}" is no language that can be told; ${hint}` })
})

const options = z.strictObject({
  codes: z
    .array(code)
    .min(1)
    .describe('the languages that the text may be in, as ISO 639-1 codes or English names'),
  minConfidence: z
    .number()
    .min(0)
    .max(1)
    .default(0.6)
    .describe('how sure the detector must be, 0..1; half is a guess between two languages'),
  unsure: z
    .enum(['error', 'pass', 'fail'])
    .default('error')
    .describe('what becomes of a text whose language cannot be told, such as a very short one'),
})

export const language: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'language',
  summary: 'The text is written in one of the expected languages',
  options,
  create({ codes: given, minConfidence, unsure }) {
    const codes = [...new Set(given.map((each) => codeOf(each) ?? each))]
    const expected = codes.map(languageName).join(' or ')
    const requirement = `written in ${expected}`
    const answer = (score: number, fact: string): Validation =>
      verdict('language', requirement, [{ score, fact, duty: `be written in ${expected}` }])
    return {
      name: 'language',
      tier: 'local',
      requirement,
      demands: unsure === 'pass' ? [] : [{ kind: 'language', anyOf: codes }],
      async validate({ text }) {
        const { label, confidence } = await classifier.classify(text)
        const sureness = `confidence ${confidence.toFixed(2)}`
        if (label === UNDETERMINED || confidence < minConfidence) {
          const guess =
            label === UNDETERMINED ? 'no letters to go by' : `perhaps ${languageName(label)}, ${sureness}`
          const fact = `cannot tell the language of ${JSON.stringify(text.slice(0, 40))} (${guess})`
          if (unsure === 'error') {
            const hint = 'set unsure to "pass" or "fail", or minConfidence lower'
            throw new SifakaError('language-unsure', fact, { hint })
          }
          return answer(unsure === 'pass' ? 1 : 0, fact)
        }
        const fact = `written in ${languageName(label)} (${sureness})`
        return answer(codes.includes(label) ? 1 : 1 - confidence, fact)
      },
    }
  },
}
