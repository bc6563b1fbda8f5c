import { ConfigError } from '../../../core/errors.ts'
import { allKeyVariables, keyVariablesOf } from '../../../engine/models.ts'
import { modelsIn } from '../models.ts'
import type { DoctorCheck } from './check.ts'

/** Names the variables that hold keys, never the keys. */
export const keysCheck: DoctorCheck = {
  name: 'keys',
  async run({ run: { settings, io } }) {
    const isSet = (variable: string) => Boolean(io.env[variable]?.trim())
    const needed = new Set(modelsIn(settings).flatMap((model) => keysOf(model, settings)))
    const found = allKeyVariables(settings).filter(isSet)
    const missing = [...needed].filter((variable) => !isSet(variable))
    return [
      ...(found.length === 0
        ? [{ status: 'note' as const, text: 'no key is set' }]
        : found.map((variable) => ({ status: 'ok' as const, text: `${variable} is set` }))),
      ...missing.map((variable) => ({
        status: 'mend' as const,
        text: `${variable} is not set, and the settings need it`,
        cure: `set ${variable}, or choose another model`,
      })),
    ]
  },
}

/** None for an unknown provider, which the check of the settings reports. */
function keysOf(model: string, settings: Parameters<typeof keyVariablesOf>[1]): readonly string[] {
  try {
    return keyVariablesOf(model, settings)
  } catch (error) {
    if (error instanceof ConfigError) return []
    throw error
  }
}
