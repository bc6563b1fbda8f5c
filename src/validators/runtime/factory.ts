/** Makes validators as settings and rows of an input ask for them, each once for as long as it is remembered. */
import type * as z from 'zod'
import type { Definition, Validator } from '../../core/ports.ts'
import { ConfigError } from '../../core/errors.ts'
import { didYouMean } from '../../util/lookup.ts'
import type { NamedOptions } from '../../core/types.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { openThreads } from './threads.ts'
import { withMemory } from './with-memory.ts'
import { withThreads } from './with-threads.ts'

export interface WorkshopOptions extends Omit<ValidatorNeeds, 'validator'> {
  readonly definitions: readonly Definition<Validator, ValidatorNeeds, z.ZodObject>[]
  /** A name, a spec or options as options that were checked; `foreign` ones may not run code. */
  readonly check: (given: unknown, foreign: boolean) => NamedOptions
}

export interface Workshop {
  /** Those of the settings: their options were checked where they came in. */
  readonly make: (options: readonly NamedOptions[]) => Promise<Validator[]>
  /** Those of a prompt, from wherever it came. Rejects with a `ConfigError` for what cannot be used. */
  readonly makeForeign: (given: readonly unknown[]) => Promise<Validator[]>
  readonly close: () => Promise<void>
}

const MOST = 1000

export function openWorkshop({ definitions, check, ...others }: WorkshopOptions): Workshop {
  const threads = openThreads()
  const made = new Map<string, Promise<Validator>>()

  const create = async ({ name, severity, ...options }: NamedOptions): Promise<Validator> => {
    const definition = definitions.find((each) => each.name === name)
    const known = definitions.map((each) => each.name)
    if (!definition) throw new ConfigError(`no validator is called "${name}"`, didYouMean(name, known))
    const plain = await definition.create(options, needs)
    const validator = withMemory(withThreads(plain, { name, ...options }, threads))
    return severity === 'warning' ? asWarning(validator) : validator
  }
  const once = (key: string, work: () => Promise<Validator>): Promise<Validator> => {
    const held = made.get(key)
    if (held) return held
    if (made.size >= MOST) made.clear()
    const making = work()
    made.set(key, making)
    making.catch(() => made.delete(key))
    return making
  }
  const needs: ValidatorNeeds = {
    ...others,
    validator: async (given) => create(check(given, false)),
  }
  return {
    make: (options) => Promise.all(options.map((each) => once(JSON.stringify(each), () => create(each)))),
    makeForeign: (given) =>
      Promise.all(
        given.map((each) => once(`foreign ${JSON.stringify(each)}`, async () => create(check(each, true)))),
      ),
    close: () => threads.close(),
  }
}

/** It demands nothing, and no draft is broken off for it. */
const asWarning = (validator: Validator): Validator => ({
  name: validator.name,
  tier: validator.tier,
  requirement: validator.requirement,
  severity: 'warning',
  validate: async (draft, scope) => ({ ...(await validator.validate(draft, scope)), severity: 'warning' }),
})
