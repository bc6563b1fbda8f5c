import type { Settings } from '../config/schema.ts'
import { createEngine } from './create-engine.ts'
import type { EngineIo } from './io.ts'

/** Creates everything that a run needs, rejects with what would end it before it starts, and sends nothing. */
export async function checkEngine(
  settings: Settings,
  io: EngineIo,
): Promise<{ readonly models: readonly string[] }> {
  const engine = await createEngine(settings, io)
  try {
    await engine.prepare()
    return { models: engine.models.names() }
  } finally {
    await engine.close()
  }
}
