/** Where the time and the money of a run went: plain JSON, written by an observer and read by the report formats. */
import type { Wait } from './events.ts'
import type { Outcome } from './types.ts'

export interface TimingReport {
  readonly run: RunInfo
  readonly summary: TimingSummary
  readonly latencyMs: {
    readonly prompt: Distribution
    readonly iteration: Distribution
    /** Calls that a model answered or failed; cache hits are left out. */
    readonly call: Distribution
  }
  readonly components: readonly ComponentTiming[]
  readonly validators: readonly ValidatorTiming[]
  readonly critics: readonly CriticTiming[]
  readonly models: readonly ModelTiming[]
  /** Why calls were not sent at once; those that never waited for something are left out. */
  readonly waits: readonly WaitTiming[]
  readonly quality: {
    readonly successRate: number | null
    /** The share of prompts that were accepted by iteration 1, 2, 3 and so on. */
    readonly passByIteration: readonly number[]
  }
  readonly resources: Resources
}

/** What is known before a run begins. */
export interface RunInfo {
  readonly id: string
  readonly startedAt: string
  readonly model: string
  readonly profile: string | null
  /** The most prompts in flight. */
  readonly concurrency: number
  readonly settings: Readonly<Record<string, unknown>>
}

/** What the process used, measured by whoever runs it. */
export interface Resources {
  readonly peakRssMb: number
  readonly cpuMs: number
  readonly connectionsOpened: number | null
}

/** Prompts that ended, in all and by outcome, and how fast that was. Rates are 0..1, null when nothing was done. */
interface TimingSummary extends Readonly<Record<Outcome, number>> {
  readonly prompts: number
  readonly successRate: number | null
  readonly meanIterations: number | null
  readonly wallMs: number
  /** Every generation, validation, critique and feedback one after another. */
  readonly sequentialMs: number
  /** `sequentialMs` / `wallMs` */
  readonly speedup: number | null
  readonly promptsPerSecond: number | null
  /** No run of the same work at this concurrency is faster: the longest prompt, or an even share of all work. */
  readonly idealMs: number
  /** `idealMs` / `wallMs` */
  readonly efficiency: number | null
}

/** Mean and max are exact, percentiles within 0.1 %; all are null when nothing was recorded. */
export interface Distribution {
  readonly mean: number | null
  readonly p50: number | null
  readonly p90: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly max: number | null
}

/**
 * Generation, validation, critique, feedback and overhead make up the prompts' time. Network and wait lie within
 * generation and critique.
 */
export interface ComponentTiming {
  readonly component: 'generation' | 'validation' | 'critique' | 'feedback' | 'network' | 'wait' | 'overhead'
  /** The sum of all durations; null when it is unknown. */
  readonly busyMs: number | null
  /** How long at least one was under way. Less than `busyMs` is what running in parallel gained. */
  readonly elapsedMs: number | null
  /** `busyMs` in that of the five that make up the prompts' time. */
  readonly share: number | null
  /** Whether several of one prompt run at the same time. */
  readonly parallel: boolean
}

/** A run that failed counts, in `runs` and in the time, but not as a pass. */
export interface ValidatorTiming {
  readonly name: string
  readonly runs: number
  readonly passRate: number
  readonly meanMs: number | null
  readonly p95Ms: number | null
}

/** A critique that failed counts, in `runs` and in the time, but not as an objection. */
export interface CriticTiming {
  readonly name: string
  /** Null when it never answered. */
  readonly model: string | null
  readonly runs: number
  readonly objectionRate: number
  /** The share of objections after which the next draft was better; null when none was followed by a draft. */
  readonly precision: number | null
  readonly meanMs: number | null
  readonly p95Ms: number | null
  readonly sumMs: number
  readonly slowestMs: number | null
}

export interface WaitTiming {
  readonly reason: Wait['reason']
  readonly waits: number
  /** The sum of all waits. */
  readonly busyMs: number
  /** How long at least one call waited for this. */
  readonly elapsedMs: number
}

export interface ModelTiming {
  readonly model: string
  /** Failed ones included, cache hits not. */
  readonly calls: number
  readonly retries: number
  readonly hedges: number
  readonly cacheHits: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cachedInputTokens: number
  /** Null when the cost of any answer is unknown. */
  readonly costUsd: number | null
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  /** Time inside the provider and on the way to it, of the answers that tell them apart; null when none does. */
  readonly processingMs: number | null
  readonly networkMs: number | null
  /** How often the provider asked to slow down. */
  readonly throttled: number
  readonly waitMs: number
  /** Tokens that were not written, of drafts that were given up; an estimate. */
  readonly savedTokens: number
  readonly rateLimitUtilisation: number | null
}
