/** What validators and critics took, and what their verdicts were worth. */
import type { SifakaEvent } from '../../core/events.ts'
import type { CriticTiming, ValidatorTiming } from '../../core/timing-report.ts'
import type { Iteration } from '../../core/types.ts'
import { Durations } from './durations.ts'
import { ratio, tallies } from './figures.ts'

export class ValidatorTimes {
  readonly #validators = tallies(() => ({ durations: new Durations(), passed: 0 }))

  on(event: SifakaEvent): void {
    if (event.type !== 'validation-end' && event.type !== 'validation-error') return
    const validator = this.#validators.of(event.name)
    validator.durations.record(event.durationMs)
    if (event.type === 'validation-end' && event.value.passed) validator.passed += 1
  }

  rows(): ValidatorTiming[] {
    return this.#validators.rows((name, { durations, passed }) => {
      const { mean, p95 } = durations.distribution()
      const runs = durations.count
      return { name, runs, passRate: ratio(passed, runs) ?? 0, meanMs: mean, p95Ms: p95 }
    })
  }
}

const newCritic = () => ({
  durations: new Durations(),
  models: new Set<string>(),
  objections: 0,
  /** Objections that another draft followed, and those after which it was better. */
  followed: 0,
  helped: 0,
})

export class CriticTimes {
  readonly #critics = tallies(newCritic)

  on(event: SifakaEvent): void {
    if (event.type === 'critique-end' || event.type === 'critique-error') {
      const critic = this.#critics.of(event.name)
      critic.durations.record(event.durationMs)
      if (event.type === 'critique-error') return
      critic.models.add(event.value.model)
      if (event.value.needsImprovement) critic.objections += 1
    }
    if (event.type === 'thought-end') this.#follow(event.value.iterations)
  }

  rows(): CriticTiming[] {
    return this.#critics.rows((name, { durations, models, objections, followed, helped }) => {
      const { mean, p95, max } = durations.distribution()
      const runs = durations.count
      return {
        name,
        model: models.size === 0 ? null : [...models].join(', '),
        runs,
        objectionRate: ratio(objections, runs) ?? 0,
        precision: ratio(helped, followed),
        meanMs: mean,
        p95Ms: p95,
        sumMs: durations.sumMs,
        slowestMs: max,
      }
    })
  }

  #follow(iterations: readonly Iteration[]): void {
    for (const [index, next] of iterations.entries()) {
      const previous = iterations[index - 1]
      if (!previous || !assessed(next)) continue
      const helped = better(next, previous) ? 1 : 0
      for (const { critic } of previous.critiques.filter((critique) => critique.needsImprovement)) {
        const tally = this.#critics.of(critic)
        tally.followed += 1
        tally.helped += helped
      }
    }
  }
}

/** Without an answer about the next draft there is no evidence for or against what led to it. */
const assessed = ({ validations, critiques }: Iteration): boolean => validations.length + critiques.length > 0

/** More rules kept; if as many, kept more nearly; if as nearly, fewer objections from as many critics. */
function better(next: Iteration, previous: Iteration): boolean {
  const passed = passes(next) - passes(previous)
  if (passed !== 0) return passed > 0
  const score = scores(next) - scores(previous)
  if (score !== 0) return score > 0
  return next.critiques.length >= previous.critiques.length && objections(next) < objections(previous)
}

const passes = ({ validations }: Iteration): number => validations.filter(({ passed }) => passed).length
const scores = ({ validations }: Iteration): number => validations.reduce((sum, { score }) => sum + score, 0)
const objections = ({ critiques }: Iteration): number =>
  critiques.filter(({ needsImprovement }) => needsImprovement).length
