import type { LoadedRun } from '../../load-run.ts'
import { findThought, readThought, storeOf } from './find.ts'

/** Reads the parent thought, and the parts of its prompt that apply unless the settings say otherwise. */
export async function readParent(id: string, loaded: LoadedRun) {
  const store = await storeOf(loaded)
  try {
    const entry = await findThought(store, id)
    const thought = readThought(entry)
    const { system, validators, meta } = thought.prompt
    const { settings } = loaded
    const model = settings.model ?? entry.head.model
    return { thought, defaults: { model, system: settings.system ?? system, validators, meta } }
  } finally {
    await store.close()
  }
}
