import { createEngine } from '../../../engine/create-engine.ts'
import { SifakaError } from '../../../core/errors.ts'
import type { DoctorCheck } from './check.ts'

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
      if (!(error instanceof SifakaError)) throw error
      return [{ status: 'mend', text: `${source}: ${error.message}`, cure: error.hint }]
    }
  },
}
