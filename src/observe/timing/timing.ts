import type { Observer } from '../../core/events.ts'
import type { Resources, RunInfo, TimingReport } from '../../core/timing-report.ts'
import { CriticTimes, ValidatorTimes } from './check-times.ts'
import { ComponentTimes } from './component-times.ts'
import { Durations } from './durations.ts'
import { ratio, roundMs } from './figures.ts'
import { ModelTimes } from './model-times.ts'
import { Outcomes } from './outcomes.ts'
import { WaitTimes } from './wait-times.ts'

export interface TimingObserver extends Observer {
  /** The report of what was seen so far. `wallMs` is the whole run's, by the same clock as the events. */
  report(end: { readonly wallMs: number; readonly resources: Resources }): TimingReport
}

/**
 * Folds events into a timing report. Reads no clock, keeps no thought: memory grows with the names of models,
 * validators and critics and with the prompts in flight, never with the prompts.
 */
export function timing(run: RunInfo): TimingObserver {
  const outcomes = new Outcomes()
  const components = new ComponentTimes()
  const validators = new ValidatorTimes()
  const critics = new CriticTimes()
  const models = new ModelTimes()
  const waits = new WaitTimes()
  const prompts = new Durations()
  const iterations = new Durations()
  const folds = [outcomes, components, validators, critics, models, waits]

  return {
    name: 'timing',
    on(event) {
      for (const fold of folds) fold.on(event)
      if (event.type === 'thought-end') prompts.record(event.durationMs)
      if (event.type === 'iteration-end') iterations.record(event.durationMs)
    },
    report({ wallMs, resources }) {
      const { summary } = outcomes
      const { sequentialMs } = components
      const idealMs = components.idealMs(run.concurrency)
      const calls = models.rows()
      const networkMs = calls.flatMap((call) => call.networkMs ?? [])
      return {
        run,
        summary: {
          ...summary,
          wallMs: roundMs(wallMs),
          sequentialMs,
          speedup: ratio(sequentialMs, wallMs),
          promptsPerSecond: ratio(summary.prompts * 1000, wallMs),
          idealMs,
          efficiency: ratio(idealMs, wallMs),
        },
        latencyMs: {
          prompt: prompts.distribution(),
          iteration: iterations.distribution(),
          call: models.latency,
        },
        components: components.rows(networkMs.length === 0 ? null : sum(networkMs)),
        validators: validators.rows(),
        critics: critics.rows(),
        models: calls,
        waits: waits.rows(),
        quality: { successRate: summary.successRate, passByIteration: outcomes.passByIteration },
        resources,
      }
    },
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
