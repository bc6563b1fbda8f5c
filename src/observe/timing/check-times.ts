/** The time that validators and critics took, and how useful their answers were. */
import type { SifakaEvent } from '../../core/events.ts'
import type { CriticTiming, ValidatorTiming } from '../../core/timing-report.ts'
import type { Iteration, Thought } from '../../core/types.ts'
import { noUsage, totalUsage } from '../../core/usage.ts'
import { DefaultMap } from '../../util/default-map.ts'
import { ratio } from './aggregate.ts'
import { Durations } from './durations.ts'
import { sumOf } from '../../util/statistics.ts'

const newValidatorTally = () => ({ durations: new Durations(), passed: 0 })

export class ValidatorTimes {
  readonly #validators = new DefaultMap<string, ReturnType<typeof newValidatorTally>>(newValidatorTally)

  on(event: SifakaEvent): void {
    if (event.type !== 'validation-end' && event.type !== 'validation-error') return
    const validator = this.#validators.get(event.name)
    validator.durations.record(event.durationMs)
    if (event.type === 'validation-end' && event.value.passed) validator.passed += 1
  }

  rows(): ValidatorTiming[] {
    return Array.from(this.#validators, ([name, { durations, passed }]) => {
      const { mean, p95, max } = durations.distribution()
      const runs = durations.count
      const passRate = ratio(passed, runs) ?? 0
      return { name, runs, passRate, meanMs: mean, p95Ms: p95, sumMs: durations.sumMs, slowestMs: max }
    })
  }
}

const newCriticTally = () => ({
  durations: new Durations(),
  models: new Set<string>(),
  objections: 0,
  /**
   * `followed`: objections after which another draft was assessed. `helped`: those after which that draft was better.
   */
  followed: 0,
  helped: 0,
  extraAccepted: 0,
  usage: noUsage,
})

export class CriticTimes {
  readonly #critics = new DefaultMap<string, ReturnType<typeof newCriticTally>>(newCriticTally)

  on(event: SifakaEvent): void {
    if (event.type === 'critique-end' || event.type === 'critique-error') {
      const critic = this.#critics.get(event.name)
      critic.durations.record(event.durationMs)
      if (event.type === 'critique-error') return
      critic.models.add(event.value.model)
      if (event.value.needsImprovement) critic.objections += 1
    }
    if (event.type === 'thought-end') this.#follow(event.value)
  }

  rows(): CriticTiming[] {
    return Array.from(
      this.#critics,
      ([name, { durations, models, objections, followed, helped, extraAccepted, usage }]) => {
        const { mean, p95, max } = durations.distribution()
        const runs = durations.count
        return {
          name,
          model: [...models].join(', ') || null,
          runs,
          objections,
          objectionRate: ratio(objections, runs) ?? 0,
          precision: ratio(helped, followed),
          extraAccepted,
          costUsd: usage.costUsd,
          costPerExtraAcceptedUsd: usage.costUsd === null ? null : ratio(usage.costUsd, extraAccepted),
          meanMs: mean,
          p95Ms: p95,
          sumMs: durations.sumMs,
          slowestMs: max,
        }
      },
    )
  }

  #spend(critic: string, usage = noUsage): void {
    const tally = this.#critics.get(critic)
    tally.usage = totalUsage([tally.usage, usage])
  }

  #follow({ iterations, outcome }: Thought): void {
    for (const { critiques, failures } of iterations) {
      const critics = failures.filter(({ role }) => role === 'critic')
      for (const { critic, usage } of critiques) this.#spend(critic, usage)
      for (const { name, usage } of critics) this.#spend(name, usage)
    }
    // Objections to the accepted draft itself were overruled.
    const earlier = outcome === 'accepted' ? iterations.slice(0, -1) : []
    const objections = earlier.flatMap(({ critiques }) => critiques.filter((each) => each.needsImprovement))
    for (const critic of new Set(objections.map((each) => each.critic))) {
      this.#critics.get(critic).extraAccepted += 1
    }
    for (const [index, next] of iterations.entries()) {
      const previous = iterations[index - 1]
      if (!previous || !isAssessed(next)) continue
      const helped = isBetter(next, previous) ? 1 : 0
      for (const { critic } of previous.critiques.filter((critique) => critique.needsImprovement)) {
        const tally = this.#critics.get(critic)
        tally.followed += 1
        tally.helped += helped
      }
    }
  }
}

/** A draft without any assessment shows nothing about the objections to the draft before it. */
const isAssessed = ({ validations, critiques }: Iteration): boolean =>
  validations.length + critiques.length > 0

/**
 * Compares the number of passed validations; if equal, their scores; if equal, the objections and then the scores of
 * critics, unless fewer critics answered.
 */
function isBetter(next: Iteration, previous: Iteration): boolean {
  const gain = passCount(next) - passCount(previous) || scoreSum(next) - scoreSum(previous)
  if (gain !== 0) return gain > 0
  if (next.critiques.length < previous.critiques.length) return false
  const objections = objectionCount(next) - objectionCount(previous)
  return objections === 0 ? criticScore(next) > criticScore(previous) : objections < 0
}

const passCount = ({ validations }: Iteration): number => validations.filter(({ passed }) => passed).length
const scoreSum = ({ validations }: Iteration): number => sumOf(validations.map(({ score }) => score))
const criticScore = ({ critiques }: Iteration): number => sumOf(critiques.map(({ score = 0 }) => score))
const objectionCount = ({ critiques }: Iteration): number =>
  critiques.filter(({ needsImprovement }) => needsImprovement).length
