import * as z from 'zod'
import type { Definition, Validator } from '../../core/ports.ts'
import type { Validation } from '../../core/types.ts'
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
  stated,
  type Findings,
} from './parts.ts'

const options = z.strictObject({
  validators: partsOption.describe('all of these must pass'),
})

export const all: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'all',
  summary: 'Every one of some other validators passes',
  options,
  async create({ validators }, needs) {
    const parts = await partsOf(validators, needs)
    const requirement = parts.map((part) => part.requirement).join('; ')
    const failsIn = (findings: Findings) => findings.some((finding) => isFound(finding) && !finding.passed)
    const judge = (findings: Findings): Validation => {
      const found = findings.filter(isFound)
      const broken = found.filter(({ passed }) => !passed)
      return {
        validator: 'all',
        passed: broken.length === 0,
        score: found.reduce((sum, { score }) => sum + score, 0) / found.length,
        measured: measuredIn(findings),
        bound: requirement,
        message: (broken.length > 0 ? broken : found).map(stated).join('; '),
      }
    }
    return {
      name: 'all',
      tier: dearest(parts),
      requirement,
      demands: parts.flatMap(({ demands = [] }) => demands),
      here: true,
      fresh: true,
      async validate(draft, scope) {
        const findings = await askParts(parts, draft, scope, failsIn)
        // One that fails is enough to know; one that could not answer is not enough to pass.
        return !failsIn(findings) && findings.some(isError)
          ? giveUp(findings)
          : conclude(judge(findings), findings)
      },
      prefix(text) {
        const finding = parts.map((part) => part.prefix?.(text)).find(isFound)
        return finding && judge([finding])
      },
    }
  },
}
