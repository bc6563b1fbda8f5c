/** A record and a report to render, complete, with numbers that are easy to tell apart. */
import { noWaste } from '../../src/core/usage.ts'
import type { TimingReport } from '../../src/core/timing-report.ts'
import type { ResultRecord } from '../../src/core/record.ts'
import { critique, validation } from '../helpers/scripted.ts'

export const record = (more: Partial<ResultRecord> = {}): ResultRecord => ({
  id: 'p1',
  index: 0,
  prompt: 'Write about solar power.',
  text: 'The sun shines.',
  outcome: 'exhausted',
  stopReason: 'max-iterations',
  passed: false,
  iterations: 3,
  bestIteration: 2,
  model: 'openai:gpt-4o-mini',
  validations: [
    validation(),
    validation({ validator: 'content', passed: false, message: 'wind is missing' }),
  ],
  critiques: [
    critique({
      needsImprovement: true,
      confidence: 0.85,
      feedback: 'Too short.',
      suggestions: ['Add wind.'],
    }),
  ],
  failures: [{ role: 'critic', name: 'constitutional', message: 'no answer' }],
  usage: {
    calls: 6,
    inputTokens: 2000,
    outputTokens: 1200,
    cachedInputTokens: 0,
    reasoningTokens: 0,
    retries: 0,
    cacheHits: 0,
    costUsd: null,
    wasted: noWaste,
  },
  durationMs: 8200,
  error: null,
  thoughtId: 'p1',
  meta: { row: 7 },
  ...more,
})

export const noPrompts = {
  prompts: 0,
  accepted: 0,
  exhausted: 0,
  unreviewed: 0,
  failed: 0,
  refused: 0,
  truncated: 0,
  empty: 0,
  cancelled: 0,
}

const spread = { mean: 8200, p50: 8000, p90: 11_000, p95: 12_345, p99: 19_000, max: 65_000 }

/** The example of the performance guide, a hundred times. */
export const report: TimingReport = {
  run: {
    id: 'run-1',
    startedAt: '2026-01-01T00:00:00.000Z',
    model: 'openai:gpt-4',
    profile: 'production',
    concurrency: 10,
    settings: {},
  },
  summary: {
    prompts: 100,
    accepted: 94,
    exhausted: 4,
    unreviewed: 0,
    failed: 2,
    refused: 0,
    truncated: 0,
    empty: 0,
    cancelled: 0,
    earlier: noPrompts,
    pending: 0,
    successRate: 0.94,
    meanIterations: 2.3,
    wallMs: 85_000,
    sequentialMs: 820_000,
    speedup: 820 / 85,
    promptsPerSecond: 100 / 85,
    idealMs: 82_000,
    efficiency: 82 / 85,
    costUsd: 1.25,
    costPerAcceptedUsd: 1.25 / 94,
  },
  latencyMs: {
    prompt: spread,
    iteration: { ...spread, max: null },
    call: { ...spread, p99: 0.5 },
    firstToken: { ...spread, mean: 420, p50: 400, p90: 500, p95: 600, p99: 700, max: 800 },
  },
  components: [
    { component: 'generation', busyMs: 520_000, elapsedMs: 84_000, share: 0.6, parallel: false },
    { component: 'validation', busyMs: 15_000, elapsedMs: 4000, share: 0.02, parallel: true },
    { component: 'critique', busyMs: 280_000, elapsedMs: 70_000, share: 0.34, parallel: true },
    { component: 'feedback', busyMs: 5, elapsedMs: 5, share: 0.0001, parallel: false },
    { component: 'network', busyMs: null, elapsedMs: null, share: null, parallel: true },
    { component: 'wait', busyMs: 0, elapsedMs: 0, share: 0, parallel: true },
    { component: 'overhead', busyMs: 40_000, elapsedMs: 9000, share: 0.04, parallel: false },
  ],
  scaling: [
    { component: 'validation', iterations: 230, sumMs: 15_000, slowestMs: 4000 },
    { component: 'critique', iterations: 123, sumMs: 280_000, slowestMs: 70_000 },
  ],
  validators: [{ name: 'length', runs: 230, passRate: 0.5, meanMs: 0.4, p95Ms: 1, sumMs: 92, slowestMs: 2 }],
  critics: [
    {
      name: 'reflexion',
      model: null,
      runs: 1230,
      objectionRate: 0.25,
      precision: null,
      meanMs: 1200,
      p95Ms: 1500,
      sumMs: 1_476_000,
      slowestMs: 2000,
    },
  ],
  models: [
    {
      model: 'openai:gpt-4',
      calls: 230,
      retries: 3,
      hedges: 0,
      cacheHits: 5,
      inputTokens: 200_000,
      outputTokens: 120_000,
      cachedInputTokens: 1000,
      reasoningTokens: 0,
      costUsd: 1.25,
      wasted: noWaste,
      p50Ms: 3200,
      p95Ms: 4000,
      processingMs: null,
      networkMs: null,
      throttled: 2,
      waitMs: 700,
      earlierHits: 0,
      savedTokens: 0,
      rateLimitUtilisation: null,
    },
  ],
  waits: [{ reason: 'retry', waits: 3, busyMs: 700, elapsedMs: 500 }],
  quality: {
    successRate: 0.94,
    passByIteration: [0.2, 0.94],
    iterations: [
      { iteration: 1, prompts: 100, accepted: 20, fixed: 0, broke: 0, tokens: 100_000, costUsd: 0.5 },
      { iteration: 2, prompts: 80, accepted: 74, fixed: 110, broke: 2, tokens: 220_000, costUsd: 0.75 },
    ],
    flips: [{ iteration: 2, check: 'length', fixed: 110, broke: 2 }],
  },
  resources: { peakRssMb: 142.4, cpuMs: 900, connectionsOpened: null },
}
