import { ConfigError } from '../core/errors.ts'
import { didYouMean } from '../util/lookup.ts'

/** The definition of this name. Throws a `ConfigError` that says what there is. */
export function pick<D extends { readonly name: string }>(definitions: readonly D[], name: string): D {
  const found = definitions.find((definition) => definition.name === name)
  const known = definitions.map((definition) => definition.name)
  if (!found) throw new ConfigError(`nothing is called "${name}"`, didYouMean(name, known))
  return found
}
