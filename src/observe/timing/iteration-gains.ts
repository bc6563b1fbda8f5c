import type { SifakaEvent } from '../../core/events.ts'
import type { IterationQuality, VerdictFlips } from '../../core/timing-report.ts'
import type { Thought } from '../../core/types.ts'
import { noUsage, totalUsage, usageOf } from '../../core/usage.ts'
import { compareVerdicts } from '../../core/validation/verdicts.ts'
import { DefaultMap } from '../../util/default-map.ts'
import { sumOf } from '../../util/statistics.ts'

const newFlips = () => ({ fixed: 0, broke: 0 })
const newTally = () => ({
  prompts: 0,
  accepted: 0,
  usage: noUsage,
  checks: new DefaultMap<string, ReturnType<typeof newFlips>>(newFlips),
})

/** What each iteration fixed, broke and cost, over all prompts. */
export class IterationGains {
  readonly #iterations: ReturnType<typeof newTally>[] = []

  on(event: SifakaEvent): void {
    if (event.type === 'thought-end') this.#add(event.value)
  }

  iterations(): IterationQuality[] {
    return this.#iterations.map(({ prompts, accepted, usage, checks }, index) => {
      const flips = Array.from(checks, ([, each]) => each)
      const sum = (name: 'fixed' | 'broke') => sumOf(flips.map((each) => each[name]))
      const { inputTokens, outputTokens, costUsd } = usage
      const tokens = inputTokens + outputTokens
      return {
        iteration: index + 1,
        prompts,
        accepted,
        fixed: sum('fixed'),
        broke: sum('broke'),
        tokens,
        costUsd,
      }
    })
  }

  flips(): VerdictFlips[] {
    return this.#iterations.flatMap(({ checks }, index) =>
      Array.from(checks, ([check, flips]) => ({ iteration: index + 1, check, ...flips })).toSorted(
        (first, second) => second.fixed + second.broke - first.fixed - first.broke,
      ),
    )
  }

  #add({ iterations, outcome }: Thought): void {
    for (const [position, iteration] of iterations.entries()) {
      const tally = (this.#iterations[position] ??= newTally())
      tally.prompts += 1
      tally.usage = totalUsage([tally.usage, usageOf([iteration])])
      if (outcome === 'accepted' && position === iterations.length - 1) tally.accepted += 1
      const before = iterations[position - 1]
      if (!before?.generation || !iteration.generation) continue
      const { fixed, broke } = compareVerdicts(before, iteration)
      for (const check of fixed) tally.checks.get(check).fixed += 1
      for (const check of broke) tally.checks.get(check).broke += 1
    }
  }
}
