/**
 * IFEval's instruction types (Zhou et al. 2023, arXiv 2311.07911), each a validator that takes the arguments of the
 * instruction. The verdicts are those of the reference implementation, including its quirks.
 */
import * as z from 'zod'
import type { Constraint } from '../../core/constraints/constraint.ts'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { once } from '../../util/once.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'
import { createTextValidator, type CheckResult, type TextValidatorOptions } from '../shared/text-validator.ts'

export type InstructionRule = Omit<TextValidatorOptions, 'name' | 'tier' | 'bound'>

interface InstructionDescription<Id extends string, Shape extends z.ZodRawShape> {
  /** `group:name`, as in IFEval's reference implementation. */
  readonly id: Id
  readonly summary: string
  /** The arguments have the names that IFEval's reference implementation gives them. */
  readonly arguments: () => Shape
  readonly rule: (given: z.output<z.ZodObject<Shape>>) => InstructionRule
}

const modeOption = z
  .enum(['strict', 'loose'])
  .default('strict')
  .describe('loose also tries the text without its first line, its last line, both, and without asterisks')

/** The definition of an instruction; its name and options are known to the compiler. */
type Instruction<Id extends string, Shape extends z.ZodRawShape> = ValidatorDefinition<
  z.ZodObject<Shape & { readonly mode: typeof modeOption }>
> & { readonly name: `ifeval:${Id}` }

export function defineInstruction<const Id extends string, Shape extends z.ZodRawShape>(
  instruction: InstructionDescription<Id, Shape>,
): Instruction<Id, Shape> {
  const name = `ifeval:${instruction.id}` as const
  const shape = once(instruction.arguments)
  return {
    name,
    summary: `${instruction.summary} (IFEval)`,
    options: lazyStrictObject(() => ({ ...shape(), mode: modeOption })),
    create(given) {
      const { check, checkPrefix, constraints, ...texts } = instruction.rule(z.object(shape()).parse(given))
      const isStrict = z.object({ mode: modeOption }).parse(given).mode === 'strict'
      return createTextValidator({
        name,
        tier: 'local',
        ...texts,
        // The loose mode drops lines and asterisks, so a text that passes may itself violate the constraints.
        constraints: isStrict ? constraints : [],
        checkPrefix: isStrict ? checkPrefix : undefined,
        async check(text, draft) {
          const results: CheckResult[] = []
          for (const variant of isStrict ? [text] : looseVariants(text)) {
            // As in IFEval's reference implementation, an empty text follows no instruction.
            const result = variant.trim() === '' ? EMPTY_TEXT : await check(variant, draft)
            if (result.score === 1) return result
            results.push(result)
          }
          const [{ fact } = EMPTY_TEXT] = results
          return { fact, score: Math.max(...results.map(({ score }) => score)) }
        },
      })
    },
  }
}

const EMPTY_TEXT: CheckResult = { score: 0, fact: 'an empty text' }

/** The variants of a text that IFEval's reference implementation tries; the first is the text itself. */
function looseVariants(text: string): string[] {
  const lines = text.split('\n')
  const shortened = [lines.slice(1), lines.slice(0, -1), lines.slice(1, -1)]
  const variants = [text, ...shortened.map((rest) => rest.join('\n').trim())]
  return [...new Set([...variants, ...variants.map((variant) => variant.replaceAll('*', ''))])]
}

/** Constraints that the text contains the terms, also within other words; case is ignored. */
export const includes = (...terms: readonly string[]): Constraint[] =>
  terms.map((term) => ({ kind: 'includes', term, caseSensitive: false, wholeWord: false }))
