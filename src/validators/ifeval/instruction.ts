/**
 * IFEval's instruction types (Zhou et al. 2023, arXiv 2311.07911), each a validator under its own name and with its
 * own arguments. The verdicts are those of the reference implementation, its oddities included.
 */
import * as z from 'zod'
import type { Demand } from '../../core/constraints/demand.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { verdict } from '../shared/verdict.ts'

export interface Finding {
  /** 1 when the instruction is followed, else less. */
  readonly score: number
  readonly fact: string
}

export interface Rule {
  /** As one would tell a writer: "at least 300 words". */
  readonly requirement: string
  /** What follows "must": "have at least 300 words". */
  readonly duty: string
  readonly check: (text: string) => Finding | Promise<Finding>
  /** What breaks the rule for good in a text that is still being written. */
  readonly prefix?: (text: string) => Finding | undefined
  readonly demands?: readonly Demand[]
}

export type Instruction = Definition<Validator, ValidatorNeeds, z.ZodObject>

interface Description<Shape extends z.ZodRawShape> {
  /** `group:name` in the reference. */
  readonly id: string
  readonly summary: string
  /** The instruction's arguments under the reference's names. */
  readonly arguments: Shape
  readonly rule: (given: z.output<z.ZodObject<Shape>>) => Rule
}

const reading = z.object({
  mode: z
    .enum(['strict', 'loose'])
    .default('strict')
    .describe('loose also tries the text without its first line, its last line, both, and without asterisks'),
})

export function instruction<Shape extends z.ZodRawShape>(description: Description<Shape>): Instruction {
  const { id, summary, arguments: shape, rule } = description
  const name = `ifeval:${id}`
  return {
    name,
    summary: `${summary} (IFEval)`,
    options: z.strictObject({ ...shape, ...reading.shape }),
    create(given) {
      const { mode } = reading.parse(given)
      const { requirement, duty, check, prefix, demands = [] } = rule(z.object(shape).parse(given))
      const judge = async (text: string) => {
        const findings: Finding[] = []
        for (const variant of mode === 'loose' ? looseVariants(text) : [text]) {
          // The reference counts an empty answer as none, whatever it was asked for.
          const blank = variant.trim() === ''
          const finding = blank ? { score: 0, fact: 'an empty text' } : await check(variant)
          if (finding.score === 1) return verdict(name, requirement, [{ ...finding, duty }])
          findings.push(finding)
        }
        const [first = { score: 0, fact: 'an empty text' }] = findings
        const score = Math.max(...findings.map((finding) => finding.score))
        return verdict(name, requirement, [{ fact: first.fact, score, duty }])
      }
      return {
        name,
        tier: 'local',
        requirement,
        // A loose reading leaves out lines and asterisks, so that it implies little about the text itself.
        demands: mode === 'strict' ? demands : [],
        validate: ({ text }) => judge(text),
        prefix(text) {
          const finding = mode === 'strict' ? prefix?.(text) : undefined
          return finding && verdict(name, requirement, [{ ...finding, duty }])
        },
      }
    },
  }
}

/** The text itself first. */
function looseVariants(text: string): string[] {
  const lines = text.split('\n')
  const cut = [lines.slice(1), lines.slice(0, -1), lines.slice(1, -1)].map((kept) => kept.join('\n').trim())
  const variants = [text, ...cut]
  return [...new Set([...variants, ...variants.map((variant) => variant.replaceAll('*', ''))])]
}
