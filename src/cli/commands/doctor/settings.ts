import { createEngine } from '../../../engine/create-engine.ts'
import { findingOfError, type DoctorCheck } from './check.ts'

/** Creates everything that a run needs, as `sifaka config check` does. */
export const settingsCheck: DoctorCheck = {
  name: 'settings',
  async run({ run: { settings, io, file, profile } }) {
    const source = `${file ?? 'no settings file, the defaults'}${profile === null ? '' : `, profile ${profile}`}`
    try {
      const engine = await createEngine(settings, { ...io, warn: () => undefined })
      try {
        await engine.prepare()
      } finally {
        await engine.close()
      }
      return [{ status: 'ok', text: source }]
    } catch (error) {
      return [findingOfError(error, source)]
    }
  },
}
