/** Fills the variables of a prompt into its texts and its own validators, for callers that pass prompts as they are. */
import { validatorKind, readNamed } from '../named.ts'
import { createRuleFiller, fillRule } from './fill-rules.ts'
import { fillPrompt, NO_NOTES } from './fill-texts.ts'
import { placeholdersIn } from './placeholders.ts'
import { fieldsIn, needsFilling } from './rule-fields.ts'
import type { Settings } from '../schema.ts'
import { UsageError } from '../../core/errors.ts'
import type { Prompt } from '../../core/types.ts'
import type { Registry } from '../../plugins/registry.ts'

/**
 * Returns a function that fills prompts. Texts of prompts without variables stay as they are, since braces can be
 * ordinary text. Throws a `UsageError` for a name without a value and, if `refuseUnused`, for variables that are used
 * nowhere.
 */
export function createVarsFiller(
  settings: Settings,
  registry: Registry,
  { refuseUnused }: { readonly refuseUnused: boolean },
): (prompt: Prompt) => Prompt {
  const inSettings = [
    ...createRuleFiller(settings, registry).fields,
    ...placeholdersIn(settings.system ?? ''),
  ]
  const kind = { ...validatorKind(registry), untrusted: true }
  return (prompt) => {
    const { vars = {}, text, system, validators } = prompt
    if (Object.keys(vars).length === 0) return prompt
    const used = new Set(inSettings)
    const notes = { ...NO_NOTES, used: (name: string) => void used.add(name) }
    const rules = validators?.map((each) => readNamed(each, kind))
    for (const rule of rules ?? []) for (const name of fieldsIn(rule)) used.add(name)
    const filled = {
      ...prompt,
      text: fillPrompt(text, vars, 'the prompt', { ...notes, isStrict: true }),
      ...(system !== undefined && {
        system: fillPrompt(system, vars, 'the system prompt', { ...notes, isStrict: true }),
      }),
      ...(rules && {
        validators: rules.map((rule) => (needsFilling(rule) ? fillRule(rule, kind, vars) : rule)),
      }),
    }
    const unused = Object.keys(vars).filter((name) => !used.has(name))
    if (unused.length === 0 || !refuseUnused) return filled
    throw new UsageError(
      `vars: ${unused.map((name) => `{{${name}}}`).join(', ')} occurs nowhere`,
      'write it in the text, the system prompt or a rule, or leave the variable out',
    )
  }
}
