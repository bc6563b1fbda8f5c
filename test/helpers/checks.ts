/** Validators as settings make them, with everything that is around them, in real time. */
import { parseSettings } from '../../src/config/load.ts'
import type { SettingsInput } from '../../src/config/schema.ts'
import { systemClock } from '../../src/core/clock.ts'
import type { Validator } from '../../src/core/ports.ts'
import { manyMayListen, type Scope } from '../../src/core/scope.ts'
import type { Validation } from '../../src/core/types.ts'
import { wireChecks } from '../../src/engine/create-engine.ts'
import { prompt } from './scripted.ts'

type Given = NonNullable<SettingsInput['validators']>

export const realScope = (signal = new AbortController().signal): Scope => ({
  signal: manyMayListen(signal),
  clock: systemClock,
  random: () => 0.5,
  emit: () => undefined,
  path: [],
  rank: 0,
})

/** Hands the validators to `work`, and closes what they opened. */
export async function withValidators<T>(
  given: Given,
  work: (validators: readonly Validator[]) => Promise<T>,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<T> {
  const checks = await wireChecks(parseSettings({ validators: given }), env)
  try {
    return await work(checks.validators)
  } finally {
    await checks.close()
  }
}

export const check = (given: unknown, text: string, scope = realScope()): Promise<Validation> =>
  withValidators([given] as Given, async ([validator]) => {
    if (!validator) throw new Error('no validator')
    return validator.validate({ prompt: prompt(), text }, scope)
  })
