/** Runs a batch on the real engine, with a virtual clock; meant for simulated models. */
import { runBatch } from '../../src/batch/run.ts'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import type { SettingsInput } from '../../src/config/schema.ts'
import type { Prompt, Thought, Timed, Usage } from '../../src/core/types.ts'
import { totalUsage } from '../../src/core/usage.ts'
import { createEngine } from '../../src/engine/create-engine.ts'
import { virtualClock } from './virtual-clock.ts'

export interface SimulatedBatch {
  /** In input order. */
  readonly thoughts: readonly Timed<Thought>[]
  readonly usage: Usage
  /** Virtual time. */
  readonly wallMs: number
}

export async function* streamOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

export async function simulateBatch(
  given: SettingsInput,
  prompts: readonly Prompt[],
): Promise<SimulatedBatch> {
  const clock = virtualClock()
  const { signal } = new AbortController()
  const registry = builtInRegistry()
  // A store writes in real time, in which the virtual clock goes on.
  const settings = parseSettings({ ...given, store: false }, registry)
  const engine = await createEngine(settings, { registry, env: {}, signal, warn: () => undefined, clock })
  const thoughts: Timed<Thought>[] = []
  try {
    await engine.prepare()
    const work = (prompt: Prompt) => engine.improve(prompt)
    const options = { ...engine.admission, ordered: true, signal }
    for await (const thought of runBatch(streamOf(prompts), work, options)) thoughts.push(thought)
  } finally {
    await engine.close()
  }
  return { thoughts, usage: totalUsage(thoughts.map(({ usage }) => usage)), wallMs: clock.now() }
}
