/**
 * Product facts, financial summaries and answers of a support desk, true and with planted errors, in ten languages.
 * LONG=1 checks many more of them.
 */
import { describe, expect, it } from 'vitest'
import { grounded } from '../../../src/validators/source/grounded.ts'
import { CLAIM_KINDS } from '../../../src/validators/source/claims/claim.ts'
import { seededRandom } from '../../../src/util/random.ts'
import type { Finding } from '../../../src/core/validation/finding.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'
import { validatorOf } from '../validate.ts'
import { createCase, type Case } from './facts/cases.ts'
import { PLANTS, type Plant } from './facts/errors.ts'
import { LANGUAGE_NAMES } from './facts/languages.ts'

const isLong = process.env['LONG'] !== undefined
const TRUE_TEXTS = isLong ? 600 : 50
const TEXTS_PER_ERROR = isLong ? 200 : 17
/** On an idle machine, more than 600 texts with as many sources take a second. */
const MIN_TEXTS_PER_CPU_SECOND = 500

function* casesOf(language: string, error: Plant | undefined, seed: number): Generator<Case> {
  const random = seededRandom(seed)
  for (let count = error === undefined ? TRUE_TEXTS : TEXTS_PER_ERROR; count > 0;) {
    const created = createCase(random, language, error)
    if (!created) continue
    count--
    yield created
  }
}

const grounds = validatorOf(grounded, { kinds: [...CLAIM_KINDS] })
const findingsOf = async ({ source, text }: Case): Promise<readonly Finding[]> => {
  const validator = await grounds
  return (await validator.validate({ prompt: prompt('', { source }), text }, testScope())).findings ?? []
}

/** The index at which a finding begins. */
function indexOf(text: string, { line, column }: Finding): number {
  const lines = text.split('\n')
  const before = lines.slice(0, line - 1).reduce((length, each) => length + each.length + 1, 0)
  return before + [...(lines[line - 1] ?? '')].slice(0, column - 1).join('').length
}

describe.each(LANGUAGE_NAMES.map((language, index) => [language, 100 + index] as const))(
  'grounded in %s',
  (language, seed) => {
    it('reports hardly any text that is true to its source', async () => {
      const alarms: string[] = []
      for (const each of casesOf(language, undefined, seed)) {
        const [first] = await findingsOf(each)
        if (first) alarms.push(`${first.message}\n${each.text}\n${JSON.stringify(each.source)}`)
      }
      expect(alarms.length / TRUE_TEXTS, alarms.slice(0, 3).join('\n\n')).toBeLessThanOrEqual(
        isLong ? 0.01 : 0.02,
      )
    })

    it('finds nearly every planted error', async () => {
      const misses: string[] = []
      for (const error of PLANTS) {
        for (const each of casesOf(language, error, seed)) {
          const { at = 0, end = 0 } = each.plant ?? {}
          const isFound = (await findingsOf(each)).some((finding) => {
            const index = indexOf(each.text, finding)
            // A sign or a currency before the number belongs to the claim.
            return index >= at - 1 && index < end
          })
          if (!isFound)
            misses.push(`${error}: ${each.text.slice(at, end)}\n${each.text}\n${JSON.stringify(each.source)}`)
        }
      }
      expect(
        misses.length / (PLANTS.length * TEXTS_PER_ERROR),
        misses.slice(0, 3).join('\n\n'),
      ).toBeLessThanOrEqual(0.01)
    }, 240_000)
  },
)

it('checks hundreds of texts in a second of CPU time', async () => {
  const cases = LANGUAGE_NAMES.flatMap((language) => [...casesOf(language, undefined, 7)].slice(0, 50))
  const check = async () => {
    for (const each of cases) await findingsOf(each)
  }
  // The first pass compiles.
  await check()
  const start = process.cpuUsage()
  await check()
  const { user, system } = process.cpuUsage(start)
  const perSecond = cases.length / ((user + system) / 1e6)
  expect(perSecond).toBeGreaterThan(MIN_TEXTS_PER_CPU_SECOND)
})
