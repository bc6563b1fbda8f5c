/** Validators as an engine creates them, in real time. */
import { noMeter } from '../../src/core/usage.ts'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import type { SettingsInput } from '../../src/config/schema.ts'
import { systemClock } from '../../src/core/clock.ts'
import type { Validator } from '../../src/core/ports.ts'
import { raiseListenerLimit, type Scope } from '../../src/core/scope.ts'
import type { Validation } from '../../src/core/types.ts'
import { createEngine } from '../../src/engine/create-engine.ts'
import { prompt } from './scripted.ts'

type Given = NonNullable<SettingsInput['validators']>

export const realScope = (signal = new AbortController().signal): Scope => ({
  signal: raiseListenerLimit(signal),
  clock: systemClock,
  random: () => 0.5,
  emit: () => undefined,
  path: [],
  priority: 0,
  meter: noMeter,
})

/** Creates the validators, passes them to `work`, and closes their engine. */
export async function withValidators<T>(
  given: Given,
  work: (validators: readonly Validator[]) => Promise<T>,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<T> {
  const registry = builtInRegistry()
  const { signal } = new AbortController()
  const io = { registry, env, signal, warn: () => undefined }
  const engine = await createEngine(parseSettings({ validators: given }, registry), io)
  try {
    return await work(engine.validators)
  } finally {
    await engine.close()
  }
}

export const check = (given: unknown, text: string, scope = realScope()): Promise<Validation> =>
  withValidators([given] as Given, async ([validator]) => {
    if (!validator) throw new Error('no validator')
    return validator.validate({ prompt: prompt(), text }, scope)
  })
