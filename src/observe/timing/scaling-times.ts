import type { SifakaEvent } from '../../core/events.ts'
import type { ScalingTiming } from '../../core/timing-report.ts'
import { roundMs } from './aggregate.ts'

const newTally = () => ({ sumMs: 0, slowestMs: 0 })
const COMPONENTS = ['validation', 'critique'] as const

/**
 * The time of an iteration's checks one after another, and of the slowest of them. Memory grows with the prompts in
 * flight.
 */
export class ScalingTimes {
  readonly #totals = {
    validation: { ...newTally(), iterations: 0 },
    critique: { ...newTally(), iterations: 0 },
  }
  readonly #inFlight = new Map<
    string,
    Partial<Record<(typeof COMPONENTS)[number], ReturnType<typeof newTally>>>
  >()

  on(event: SifakaEvent): void {
    const prompt = event.path[0]?.name ?? ''
    switch (event.type) {
      case 'iteration-start':
        this.#inFlight.set(prompt, {})
        return
      case 'validation-end':
      case 'validation-error':
        return this.#add(prompt, 'validation', event.durationMs)
      case 'critique-end':
      case 'critique-error':
        return this.#add(prompt, 'critique', event.durationMs)
      case 'iteration-end':
      case 'iteration-error':
        return this.#endIteration(prompt)
      default:
    }
  }

  rows(): ScalingTiming[] {
    return COMPONENTS.map((component) => {
      const { iterations, sumMs, slowestMs } = this.#totals[component]
      return { component, iterations, sumMs: roundMs(sumMs), slowestMs: roundMs(slowestMs) }
    })
  }

  #add(prompt: string, component: (typeof COMPONENTS)[number], durationMs: number): void {
    const iteration = this.#inFlight.get(prompt)
    if (!iteration) return
    const tally = (iteration[component] ??= newTally())
    tally.sumMs += durationMs
    tally.slowestMs = Math.max(tally.slowestMs, durationMs)
  }

  #endIteration(prompt: string): void {
    for (const component of COMPONENTS) {
      const tally = this.#inFlight.get(prompt)?.[component]
      if (!tally) continue
      const total = this.#totals[component]
      total.iterations += 1
      total.sumMs += tally.sumMs
      total.slowestMs += tally.slowestMs
    }
    this.#inFlight.delete(prompt)
  }
}
