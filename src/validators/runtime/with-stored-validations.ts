import type { Cache, Draft, Validator } from '../../core/ports.ts'
import type { Validation } from '../../core/types.ts'
import { noUsage } from '../../core/usage.ts'
import { parseJson } from '../../util/json.ts'
import { fieldsRead } from './with-validation-cache.ts'
import { sha256 } from '../../util/hash.ts'

export interface StoredValidations {
  readonly cache: Cache
  /** If true, stored validations are not used, but replaced. */
  readonly refresh: boolean
  /** The version of the program: other versions may validate differently. */
  readonly version: string
  /** Receives whether a stored validation was found, and the time that it saved. */
  readonly onValidation?: ((isHit: boolean, savedMs: number) => void) | undefined
}

interface StoredValidation {
  readonly validation: Validation
  readonly durationMs: number
}

/** Uses validations of earlier runs, and stores new ones. Validations that throw are not stored. */
export function withStoredValidations(validator: Validator, stored: StoredValidations): Validator {
  const { cache, refresh, version, onValidation } = stored
  if (!isWorthStoring(validator)) return validator
  return {
    ...validator,
    async validate(draft, scope) {
      if (isQuick(validator, draft)) return validator.validate(draft, scope)
      const key = keyOf(validator, draft, version)
      const found = refresh ? undefined : parse(await cache.get(key))
      onValidation?.(found !== undefined, found?.durationMs ?? 0)
      if (found) return found.validation.usage ? { ...found.validation, usage: noUsage } : found.validation
      const startedMs = scope.clock.now()
      const validation = await validator.validate(draft, scope)
      const text = JSON.stringify({ validation, durationMs: scope.clock.now() - startedMs })
      // The cache has warned the user; the validation is good without it. The cache waits for its writes when it is
      // closed.
      void cache.set(key, text).catch(() => undefined)
      return validation
    },
  }
}

/** Instant validators take less time than a lookup, so they are stored only if they ask for it. */
const isWorthStoring = ({ identity, cacheable, tier }: Validator): boolean =>
  identity !== undefined && (cacheable ?? tier !== 'instant')

/** A local validator takes less time for a shorter text than a lookup, which can open a database first. */
const MIN_LOCAL_LENGTH = 20_000

const isQuick = ({ cacheable, tier }: Validator, { text }: Draft): boolean =>
  tier === 'local' && cacheable === undefined && text.length < MIN_LOCAL_LENGTH

function keyOf({ identity, readsPrompt }: Validator, { prompt, text }: Draft, version: string): string {
  const read = readsPrompt ? [fieldsRead(prompt)] : []
  return `validation:${sha256(JSON.stringify([version, identity, text, ...read]))}`
}

function parse(text: string | undefined): StoredValidation | undefined {
  const parsed = text === undefined ? {} : parseJson(text)
  const stored = ('value' in parsed ? parsed.value : undefined) as StoredValidation | undefined
  return typeof stored?.validation?.passed === 'boolean' ? stored : undefined
}
