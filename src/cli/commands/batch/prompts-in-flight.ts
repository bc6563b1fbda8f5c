import { maxCallsIn } from '../../../engine/calls-in-flight.ts'
import type { Settings } from '../../../config/schema.ts'

/** With `auto`, as many prompts are in flight as calls are allowed. */
export const promptsInFlight = (settings: Settings): number =>
  settings.concurrency === 'auto' ? maxCallsIn(settings) : settings.concurrency
