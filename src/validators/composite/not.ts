import * as z from 'zod'
import type { Definition, Validator } from '../../core/ports.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import {
  askParts,
  conclude,
  dearest,
  giveUp,
  isError,
  isFound,
  measuredIn,
  partsOf,
  partsOption,
  passesIn,
} from './parts.ts'

const options = z.strictObject({
  validators: partsOption.describe('none of these may pass'),
})

export const not: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'not',
  summary: 'Another validator does not pass, or none of several',
  options,
  async create({ validators }, needs) {
    const parts = await partsOf(validators, needs)
    const requirement = parts.map((part) => `not: ${part.requirement}`).join('; ')
    return {
      name: 'not',
      tier: dearest(parts),
      requirement,
      here: true,
      fresh: true,
      async validate(draft, scope) {
        const findings = await askParts(parts, draft, scope, passesIn)
        const passed = !passesIn(findings)
        // That somebody could not answer is no proof of the contrary.
        if (passed && findings.some(isError)) return giveUp(findings)
        const measured = measuredIn(findings)
        const found = findings.filter(isFound)
        const broken = found.filter((each) => each.passed)
        return conclude(
          {
            validator: 'not',
            passed,
            score: passed ? 1 : 1 - broken.length / parts.length,
            measured,
            bound: requirement,
            message: passed
              ? `${measured}, as required: ${requirement}`
              : broken.map((each) => `[${each.validator}] ${each.message}; must not be so`).join('; '),
          },
          findings,
        )
      },
    }
  },
}
