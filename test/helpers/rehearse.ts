/** The whole engine, wired as ever, on the simulated provider with a clock of its own. */
import { runBatch } from '../../src/batch/run.ts'
import { parseSettings } from '../../src/config/load.ts'
import type { SettingsInput } from '../../src/config/schema.ts'
import type { Prompt, Thought, Timed, Usage } from '../../src/core/types.ts'
import { totalUsage } from '../../src/core/usage.ts'
import { wire } from '../../src/engine/create-engine.ts'
import { virtualClock } from './virtual-clock.ts'

export interface Rehearsal {
  readonly thoughts: readonly Timed<Thought>[]
  readonly usage: Usage
  readonly wallMs: number
}

export async function* streamOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

export async function rehearse(given: SettingsInput, prompts: readonly Prompt[]): Promise<Rehearsal> {
  const clock = virtualClock()
  const { signal } = new AbortController()
  const settings = parseSettings(given)
  const runtime = await wire(settings, { env: {}, signal, observers: [], warn: () => undefined, clock })
  const thoughts: Timed<Thought>[] = []
  try {
    const options = { ...runtime.admission, ordered: true, signal }
    for await (const thought of runBatch(streamOf(prompts), runtime.improve, options)) thoughts.push(thought)
  } finally {
    await runtime.close()
  }
  return { thoughts, usage: totalUsage(thoughts.map(({ usage }) => usage)), wallMs: clock.now() }
}
