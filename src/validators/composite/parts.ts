/** What validators that are made of others share. */
import * as z from 'zod'
import { SifakaError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import { TIERS, type Draft, type Tier, type Validator } from '../../core/ports.ts'
import type { Scope } from '../../core/scope.ts'
import type { Usage, Validation } from '../../core/types.ts'
import { totalUsage } from '../../core/usage.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'

const part = z.union([z.string(), z.looseObject({ name: z.string() })])

/** Whoever checks settings knows this option by its name, `validators`, and checks what it holds. */
export const partsOption = z
  .union([part, z.array(part).min(1).max(100)])
  .transform((given): readonly unknown[] => [given].flat())

export const partsOf = (given: readonly unknown[], needs: ValidatorNeeds): Promise<Validator[]> =>
  Promise.all(given.map((each) => needs.validator(each)))

/** What each part found, in their order: undefined where it was not asked, an error where it could not answer. */
export type Findings = readonly (Validation | Error | undefined)[]

export const isError = (finding: Findings[number]): finding is Error => finding instanceof Error
export const isFound = (finding: Findings[number]): finding is Validation =>
  finding !== undefined && !isError(finding)
export const passesIn = (findings: Findings): boolean =>
  findings.some((finding) => isFound(finding) && finding.passed)

/** Cheap parts are asked all at once, and dear ones only as long as they can matter. */
const ROUNDS: readonly (readonly Tier[])[] = [['instant', 'local'], ['slow'], ['model']]

export async function askParts(
  parts: readonly Validator[],
  draft: Draft,
  scope: Scope,
  isDecided: (findings: Findings) => boolean,
): Promise<Findings> {
  const findings: (Validation | Error | undefined)[] = parts.map(() => undefined)
  for (const round of ROUNDS) {
    const asked = [...parts.entries()].filter(([, { tier }]) => round.includes(tier))
    await Promise.all(
      asked.map(async ([index, validator]) => {
        findings[index] = await askPart(validator, draft, scope)
      }),
    )
    if (isDecided(findings)) break
  }
  return findings
}

async function askPart(validator: Validator, draft: Draft, scope: Scope): Promise<Validation | Error> {
  try {
    return await validator.validate(draft, scope)
  } catch (error) {
    scope.signal.throwIfAborted()
    const usage = error instanceof SifakaError ? error.usage : undefined
    return new SifakaError('undecided', `${validator.name} could not answer: ${messageOf(error)}`, {
      cause: error,
      usage,
    })
  }
}

/** Throws for the parts that could not answer, with what all of them cost. */
export function giveUp(findings: Findings): never {
  const errors = findings.filter(isError)
  throw new SifakaError('undecided', errors.map(({ message }) => message).join('; '), {
    cause: errors[0],
    usage: usageOf(findings),
  })
}

/** The validation of the whole, with what its parts cost. */
export function conclude(validation: Validation, findings: Findings): Validation {
  const usage = usageOf(findings)
  return usage ? { ...validation, usage } : validation
}

function usageOf(findings: Findings): Usage | undefined {
  const usages = findings.flatMap((finding) =>
    isFound(finding) || finding instanceof SifakaError ? (finding.usage ?? []) : [],
  )
  return usages.length === 0 ? undefined : totalUsage(usages)
}

export const dearest = (parts: readonly Validator[]): Tier =>
  TIERS.findLast((tier) => parts.some((each) => each.tier === tier)) ?? 'instant'

export const stated = ({ validator, message }: Validation): string => `[${validator}] ${message}`

/** What was found, each with the name of who found it. */
export const measuredIn = (findings: Findings): string =>
  findings
    .filter(isFound)
    .map(({ validator, measured, passed }) => `${validator} ${measured ?? (passed ? 'passes' : 'fails')}`)
    .join('; ')
