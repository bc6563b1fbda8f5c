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
  stated,
} from './parts.ts'

const options = z.strictObject({
  validators: partsOption.describe('at least one of these must pass'),
})

export const any: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'any',
  summary: 'At least one of some other validators passes',
  options,
  async create({ validators }, needs) {
    const parts = await partsOf(validators, needs)
    const requirement = parts.map((part) => part.requirement).join(', or ')
    return {
      name: 'any',
      tier: dearest(parts),
      requirement,
      here: true,
      fresh: true,
      async validate(draft, scope) {
        const findings = await askParts(parts, draft, scope, passesIn)
        const passed = passesIn(findings)
        // One that passes is enough to know; else one that could not answer might have.
        if (!passed && findings.some(isError)) return giveUp(findings)
        const found = findings.filter(isFound)
        return conclude(
          {
            validator: 'any',
            passed,
            score: Math.max(...found.map(({ score }) => score)),
            measured: measuredIn(findings),
            bound: requirement,
            message: passed
              ? found
                  .filter((each) => each.passed)
                  .map(stated)
                  .join('; ')
              : `one of these must hold: ${found.map(stated).join('; or ')}`,
          },
          findings,
        )
      },
    }
  },
}
