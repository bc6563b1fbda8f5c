import type { Observer } from '../../core/events.ts'
import type { Resources, RunInfo, TimingReport } from '../../core/timing-report.ts'
import type { Outcome } from '../../core/types.ts'
import { totalUsage } from '../../core/usage.ts'
import { sumOf } from '../../util/statistics.ts'
import { CriticTimes, ValidatorTimes } from './check-times.ts'
import { ComponentTimes } from './component-times.ts'
import { Durations } from './durations.ts'
import { ratio, roundMs } from './aggregate.ts'
import { ModelTimes } from './model-times.ts'
import { IterationGains } from './iteration-gains.ts'
import { OutcomeCounts } from './outcomes.ts'
import { ScalingTimes } from './scaling-times.ts'
import { WaitTimes } from './wait-times.ts'

export interface TimingObserver extends Observer {
  /** The report of the events so far. `wallMs` is the time of the whole run, by the clock of the events. */
  report(end: {
    readonly wallMs: number
    readonly resources: Resources
    /** The number of prompts, if it is known. */
    readonly total?: number | undefined
    /** The largest number of prompts in flight, if it is known only at the end. */
    readonly concurrency?: number
  }): TimingReport
  /** Counts a prompt that an earlier run finished. */
  skip(outcome: Outcome): void
}

/**
 * Computes a timing report from events. Memory grows with the prompts in flight and with the names of models,
 * validators and critics, not with the number of prompts.
 */
export function createTimingObserver(run: RunInfo): TimingObserver {
  const outcomes = new OutcomeCounts()
  const components = new ComponentTimes()
  const validators = new ValidatorTimes()
  const critics = new CriticTimes()
  const models = new ModelTimes()
  const waits = new WaitTimes()
  const scaling = new ScalingTimes()
  const gains = new IterationGains()
  const prompts = new Durations()
  const iterations = new Durations()
  const folds = [outcomes, components, validators, critics, models, waits, scaling, gains]

  return {
    name: 'timing',
    on(event) {
      for (const fold of folds) fold.on(event)
      if (event.type === 'thought-end') prompts.record(event.durationMs)
      if (event.type === 'iteration-end') iterations.record(event.durationMs)
    },
    skip: (outcome) => outcomes.skip(outcome),
    report({ wallMs, resources, total, concurrency = run.concurrency }) {
      const { summary, earlier } = outcomes
      const pending = total === undefined ? null : Math.max(0, total - summary.prompts - earlier.prompts)
      const { sequentialMs } = components
      const idealMs = components.idealMs(Math.max(1, concurrency))
      const calls = models.rows()
      const { costUsd } = totalUsage(calls)
      const networkMs = calls.flatMap((call) => call.networkMs ?? [])
      return {
        run: { ...run, concurrency },
        summary: {
          ...summary,
          earlier,
          pending,
          wallMs: roundMs(wallMs),
          sequentialMs,
          speedup: ratio(sequentialMs, wallMs),
          promptsPerSecond: ratio(summary.prompts * 1000, wallMs),
          idealMs,
          efficiency: ratio(idealMs, wallMs),
          costUsd,
          costPerAcceptedUsd: costUsd === null ? null : ratio(costUsd, summary.accepted),
        },
        latencyMs: {
          prompt: prompts.distribution(),
          iteration: iterations.distribution(),
          call: models.latency,
          firstToken: models.firstToken,
        },
        components: components.rows(networkMs.length === 0 ? null : sumOf(networkMs)),
        scaling: scaling.rows(),
        validators: validators.rows(),
        critics: critics.rows(),
        models: calls,
        waits: waits.rows(),
        quality: {
          successRate: summary.successRate,
          passByIteration: outcomes.passByIteration,
          iterations: gains.iterations(),
          flips: gains.flips(),
        },
        resources,
      }
    },
  }
}
