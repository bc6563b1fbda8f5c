import { ConfigError } from '../../core/errors.ts'
import type { NamedOptions } from '../../core/types.ts'

const BOUNDS = ['min', 'max'] as const

/**
 * Throws a `ConfigError` for two validators that set different bounds of one kind, such as `max` of `length` in words:
 * the looser bound would have no effect. Kinds are equal if all other options are.
 */
export function checkBounds(validators: readonly NamedOptions[]): void {
  const bounds = new Map<string, number>()
  for (const validator of validators) {
    const { min: _, max: __, ...kind } = validator
    for (const bound of BOUNDS) {
      const value = validator[bound]
      if (typeof value !== 'number') continue
      const key = JSON.stringify([bound, kind])
      const other = bounds.get(key)
      if (other !== undefined && other !== value) {
        throw new ConfigError(
          `two validators ${validator.name} set "${bound}": ${other} and ${value}`,
          'keep one of them; flags add to the validators of a settings file',
        )
      }
      bounds.set(key, value)
    }
  }
}
