import type { Settings } from '../../config/schema.ts'

/** With `auto`, as many prompts are in flight as calls are allowed. */
export const promptsInFlight = ({ concurrency, maxCalls, connections }: Settings): number =>
  concurrency === 'auto' ? (maxCalls ?? connections) : concurrency
