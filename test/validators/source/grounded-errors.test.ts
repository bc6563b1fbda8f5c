import { describe, expect, it } from 'vitest'
import { grounded } from '../../../src/validators/source/grounded.ts'
import { CLAIM_KINDS } from '../../../src/validators/source/claims/claim.ts'
import { seededRandom } from '../../../src/util/random.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'
import { validatorOf } from '../validate.ts'
import { ERRORS } from './claim-facts.ts'
import { createCases, LANGUAGES } from './claim-texts.ts'

const MIN_PLANTED = 1000
const SEED = 2026

describe('grounded: planted errors', () => {
  it('finds 99 % of 1,000 planted errors and reports no more than 1 % of the true texts', async () => {
    const validator = await validatorOf(grounded, { kinds: [...CLAIM_KINDS] })
    const findingsOf = async (source: string, text: string) =>
      (await validator.validate({ prompt: prompt('', { source }), text }, testScope())).findings ?? []
    const alarms: string[] = []
    const misses: string[] = []
    const planted = new Set<string>()
    let trueTexts = 0
    let plantedErrors = 0
    for (const { language, error, source, text, errorAt, errorEnd } of createCases(seededRandom(SEED))) {
      const findings = await findingsOf(source, text)
      if (error === undefined) {
        trueTexts++
        if (findings.length > 0) alarms.push(`${language}: ${text} (${findings[0]?.message}) from ${source}`)
        continue
      }
      plantedErrors++
      planted.add(`${language} ${error}`)
      const isFound = findings.some(({ column }) => column > errorAt && column <= errorEnd)
      if (!isFound) misses.push(`${language} ${error}: ${text} from ${source}`)
      if (plantedErrors >= MIN_PLANTED) break
    }
    expect(plantedErrors).toBe(MIN_PLANTED)
    expect(planted.size).toBe(ERRORS.length * Object.keys(LANGUAGES).length)
    expect(misses.length / plantedErrors, misses.slice(0, 5).join('\n')).toBeLessThanOrEqual(0.01)
    expect(alarms.length / trueTexts, alarms.slice(0, 5).join('\n')).toBeLessThanOrEqual(0.01)
  })
})
