/** Lists the scenarios of `sifaka bench`. To add one, write it in a file of its family and register it here. */
import type { Scenario } from './scenario.ts'

export const scenarios: readonly Scenario[] = [
  {
    name: 'single',
    summary: 'one task: time, iterations, calls, tokens and success',
    takesModel: true,
    run: async (context) => (await import('./reference.ts')).single(context),
  },
  {
    name: 'components',
    summary: 'one task: where its time goes',
    takesModel: true,
    run: async (context) => (await import('./reference.ts')).components(context),
  },
  {
    name: 'scaling',
    summary: '1 to 8 validators or critics at the same time: measured, slowest and sum',
    run: async (context) => (await import('./scaling.ts')).scaling(context),
  },
  {
    name: 'limits',
    summary: 'at most 2, 3 and 5 iterations',
    run: async (context) => (await import('./scaling.ts')).iterationLimits(context),
  },
  {
    name: 'batch',
    summary: '1 to 1,000 prompts, 1 to 100 at a time: speed-up and efficiency',
    run: async (context) => (await import('./batches.ts')).batches(context),
  },
  {
    name: 'cache',
    summary: 'the same prompts with an empty and with a full cache',
    run: async (context) => (await import('./reuse.ts')).caching(context),
  },
  {
    name: 'connections',
    summary: 'how many connections the calls of a batch need',
    run: async (context) => (await import('./reuse.ts')).connections(context),
  },
  {
    name: 'rate-limit',
    summary: 'a rate limit, with and without headers that report it',
    run: async (context) => (await import('./pressure.ts')).rateLimits(context),
  },
  {
    name: 'tail',
    summary: '1% of the calls 20 times slower, with and without hedging',
    run: async (context) => (await import('./pressure.ts')).slowCalls(context),
  },
  {
    name: 'faults',
    summary: '5% of the attempts fail',
    run: async (context) => (await import('./pressure.ts')).faults(context),
  },
  {
    name: 'memory',
    summary: 'peak memory with 1,000 to 100,000 prompts',
    run: async (context) => (await import('./processes.ts')).memory(context),
  },
  {
    name: 'start',
    summary: 'how long the program takes to start',
    run: async (context) => (await import('./processes.ts')).startUp(context),
  },
]
