import type { RuleFiller } from '../config/rules/fill-rules.ts'
import type { Validator } from '../core/ports.ts'
import type { Prompt } from '../core/types.ts'
import type { createValidatorFactory } from '../validators/runtime/factory.ts'

/**
 * Returns the validators of a prompt: those of the settings, with the fields of the prompt filled in, and its own.
 * `shared` are the validators of the settings that are the same for all prompts. Rejects with a `ConfigError`.
 */
export function validatorsOfPrompts(
  shared: readonly Validator[],
  filler: RuleFiller,
  factory: ReturnType<typeof createValidatorFactory>,
): (prompt: Prompt) => Promise<readonly Validator[]> {
  const byRule = new Map(filler.shared.validators.map((rule, index) => [rule, shared[index]]))
  const filled = async ({ vars }: Prompt): Promise<readonly Validator[]> => {
    if (filler.fields.length === 0) return shared
    const created = filler.fill(vars).validators.map(async (rule) => {
      const existing = byRule.get(rule)
      return existing ? [existing] : factory.create([rule])
    })
    return (await Promise.all(created)).flat()
  }
  return async (prompt) => {
    const { validators: own = [] } = prompt
    const named = await filled(prompt)
    return own.length === 0 ? named : [...named, ...(await factory.createUntrusted(own))]
  }
}
