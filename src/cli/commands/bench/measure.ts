/** Runs prompts on the engine, as `sifaka batch` does, and reports where the time went. */
import { runBatch } from '../../../batch/run.ts'
import { parseSettings } from '../../../config/load.ts'
import type { Settings, SettingsInput } from '../../../config/schema.ts'
import { systemClock } from '../../../core/clock.ts'
import type { TimingReport } from '../../../core/timing-report.ts'
import type { Prompt, Thought, Timed } from '../../../core/types.ts'
import { createEngine } from '../../../engine/create-engine.ts'
import type { EngineIo } from '../../../engine/io.ts'
import { createTimingObserver } from '../../../observe/timing/timing.ts'
import { virtualClock } from '../../../sim/virtual-clock.ts'
import { promptsInFlight } from '../../../engine/calls-in-flight.ts'
import { sumOf } from '../../../util/statistics.ts'

export interface Measured {
  readonly report: TimingReport
  readonly thoughts: readonly Timed<Thought>[]
  readonly wallMs: number
}

/** With `isVirtual`, time passes only for the latencies of the simulated provider. */
export async function measure(
  given: Settings | SettingsInput,
  prompts: readonly Prompt[],
  io: EngineIo,
  isVirtual: boolean,
): Promise<Measured> {
  const settings = parseSettings(given, io.registry)
  const clock = isVirtual ? virtualClock() : systemClock
  const timer = createTimingObserver({
    id: 'bench',
    startedAt: clock.date().toISOString(),
    model: settings.model ?? '',
    profile: null,
    label: null,
    concurrency: promptsInFlight(settings),
    settings: {},
  })
  const engine = await createEngine(settings, { ...io, clock, observers: [timer] })
  const { signal } = engine.scope
  const thoughts: Timed<Thought>[] = []
  try {
    await engine.prepare()
    const startedMs = clock.now()
    const results = runBatch(streamOf(prompts), (prompt) => engine.improve(prompt), {
      ...engine.admission,
      ordered: false,
      signal,
    })
    for await (const thought of results) thoughts.push(thought)
    signal.throwIfAborted()
    const wallMs = clock.now() - startedMs
    const connectionsOpened = engine.models.connectionsOpened()
    const report = timer.report({ wallMs, resources: { peakRssMb: null, cpuMs: null, connectionsOpened } })
    return { report, thoughts, wallMs }
  } finally {
    await engine.close()
  }
}

/** The sum of a figure over all models. */
export const totalOf = (
  { models }: Pick<TimingReport, 'models'>,
  pick: (model: TimingReport['models'][number]) => number,
): number => sumOf(models.map(pick))

async function* streamOf(prompts: readonly Prompt[]): AsyncGenerator<Prompt> {
  yield* prompts
}
