import type { Faults } from './simulated-process.ts'

const FAULT_SHARE = 0.25

export interface Plan {
  readonly prompts: number
  readonly concurrency: number
  readonly budget: number | undefined
  readonly faultsOf: (process: number) => Faults
  readonly faultShare: number
}

/** Draws a run by its seed. Later processes have fewer faults, so that each run ends. */
export function planOf(random: () => number): Plan {
  const draw = (max: number) => Math.floor(random() * max)
  const prompts = 1 + draw(8)
  const killing = random() < 0.6
  const failing = random() < 0.5
  return {
    prompts,
    concurrency: 1 + draw(6),
    budget: random() < 0.3 ? 2000 + draw(20_000) : undefined,
    faultShare: FAULT_SHARE,
    faultsOf: (process) =>
      process > 8
        ? { failedWrites: 0 }
        : {
            killAtStep: killing && random() < 0.7 ? 1 + draw(60 + 40 * prompts) : undefined,
            stopAtStep: random() < 0.25 ? 1 + draw(60 + 40 * prompts) : undefined,
            failedWrites: failing && random() < 0.5 ? 0.02 : 0,
          },
  }
}
