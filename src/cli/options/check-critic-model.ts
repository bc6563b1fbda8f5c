import type { Loaded } from '../../config/load.ts'
import { builtInRegistry } from '../../config/registry.ts'
import { UsageError } from '../../core/errors.ts'
import type { NamedOptions } from '../../core/types.ts'

/** Throws a `UsageError` if no critic and no validator asks the model of `--critic-model`. */
export function checkCriticModel({ settings: { critics, validators }, registry }: Loaded): void {
  const builtIn = builtInRegistry().validators
  const asksModels = (each: NamedOptions): boolean =>
    each.name === 'judge' ||
    (registry.validators.length > builtIn.length && builtIn.every(({ name }) => name !== each.name)) ||
    (Array.isArray(each['validators']) && (each['validators'] as NamedOptions[]).some(asksModels))
  if (critics.length > 0 || validators.some(asksModels)) return
  throw new UsageError('--critic-model has no effect: there are no critics', 'leave it out, or add --critic')
}
