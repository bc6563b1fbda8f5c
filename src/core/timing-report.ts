/**
 * Where the time and the money of a run were spent: plain JSON, computed by an observer and rendered by the reports.
 */
import type { WaitReason } from './events.ts'
import type { Outcome, RateLimit, Usage } from './types.ts'

export interface TimingReport {
  readonly run: RunInfo
  readonly summary: TimingSummary
  readonly latencyMs: {
    readonly prompt: Distribution
    readonly iteration: Distribution
    /** Includes failed calls, excludes cache hits. */
    readonly call: Distribution
    /** From sending a streamed call to its first text, without waits before it; null if no call was streamed. */
    readonly firstToken: Distribution
  }
  readonly components: readonly ComponentTiming[]
  /** What running validators and critics at the same time gains. */
  readonly scaling: readonly ScalingTiming[]
  readonly validators: readonly ValidatorTiming[]
  readonly critics: readonly CriticTiming[]
  readonly models: readonly ModelTiming[]
  /** The waits of calls by reason, without reasons that never occurred. */
  readonly waits: readonly WaitTiming[]
  readonly quality: {
    readonly successRate: number | null
    /** The share of prompts accepted by iteration 1, 2, 3 and so on. */
    readonly passByIteration: readonly number[]
    readonly iterations: readonly IterationQuality[]
    /** Sorted by iteration; within one, the validators and critics that changed their verdict most come first. */
    readonly flips: readonly VerdictFlips[]
  }
  readonly resources: Resources
}

/** Facts about a run that are known before it starts. */
export interface RunInfo {
  readonly id: string
  readonly startedAt: string
  readonly model: string
  readonly profile: string | null
  readonly label: string | null
  /** Maximum number of prompts in flight. */
  readonly concurrency: number
  readonly settings: Readonly<Record<string, unknown>>
}

/** Resources that the process used; null if they are unknown, as in a report that is made later. */
export interface Resources {
  readonly peakRssMb: number | null
  readonly cpuMs: number | null
  readonly connectionsOpened: number | null
}

/** A number of prompts, in total and by outcome. */
export interface OutcomeTotals extends Readonly<Record<Outcome, number>> {
  readonly prompts: number
}

/** The prompts that ended in this run, and how fast they were. Rates are null if no prompt ended. */
interface TimingSummary extends OutcomeTotals {
  /** The prompts that an earlier run finished and that were not run again. */
  readonly earlier: OutcomeTotals
  /** The prompts that have no result yet; null if the number of prompts is unknown. */
  readonly pending: number | null
  readonly successRate: number | null
  readonly meanIterations: number | null
  readonly wallMs: number
  /** The sum of the durations of all generations, validations, critiques and feedback. */
  readonly sequentialMs: number
  /** `sequentialMs` / `wallMs` */
  readonly speedup: number | null
  readonly promptsPerSecond: number | null
  /**
   * A lower bound for `wallMs` at this concurrency: the duration of the longest prompt or an equal share of all work,
   * whichever is larger.
   */
  readonly idealMs: number
  /** `idealMs` / `wallMs` */
  readonly efficiency: number | null
  /** Null if any part of the cost is unknown. */
  readonly costUsd: number | null
  /** The cost of all prompts divided by the number of accepted ones; null if none was accepted. */
  readonly costPerAcceptedUsd: number | null
}

export const STATISTICS = ['mean', 'p50', 'p90', 'p95', 'p99', 'max'] as const
/**
 * The mean and the maximum are exact, percentiles have an error of at most 0.1 %. All are null if nothing was recorded.
 */
export type Distribution = Readonly<Record<(typeof STATISTICS)[number], number | null>>

/**
 * Generation, validation, critique, feedback and overhead add up to the prompts' time. Network and wait are parts
 * of generation and critique.
 */
export interface ComponentTiming {
  readonly component: 'generation' | 'validation' | 'critique' | 'feedback' | 'network' | 'wait' | 'overhead'
  /** The sum of all durations; null if unknown. */
  readonly busyMs: number | null
  /**
   * The time in which the component was active at least once. `busyMs` minus `elapsedMs` is the time saved by
   * concurrency.
   */
  readonly elapsedMs: number | null
  /** `busyMs` divided by the total time of all prompts, from 0 to 1. */
  readonly share: number | null
  /** Whether this component can run more than once at the same time for one prompt. */
  readonly parallel: boolean
}

/**
 * Sums over all iterations: if the checks of an iteration ran one after another, they would take `sumMs`; at the same
 * time they take as long as the slowest of them, `slowestMs`.
 */
export interface ScalingTiming {
  readonly component: 'validation' | 'critique'
  /** The number of iterations with at least one such check. */
  readonly iterations: number
  readonly sumMs: number
  readonly slowestMs: number
}

/** What the iteration of this index did for all prompts that reached it. */
export interface IterationQuality {
  /** Counted from 1. */
  readonly iteration: number
  readonly prompts: number
  readonly accepted: number
  /** Verdicts that changed from an objection to none, compared with the iteration before. */
  readonly fixed: number
  /** Verdicts that changed from none to an objection. */
  readonly broke: number
  /** Input and output tokens. */
  readonly tokens: number
  readonly costUsd: number | null
}

/** How often an iteration changed the verdict of one validator or critic. */
export interface VerdictFlips {
  readonly iteration: number
  /** The name of a validator or a critic. */
  readonly check: string
  readonly fixed: number
  readonly broke: number
}

/** A validator that could not answer counts in `runs` and in the times, but not as a pass. */
export interface ValidatorTiming {
  readonly name: string
  readonly runs: number
  readonly passRate: number
  readonly meanMs: number | null
  readonly p95Ms: number | null
  readonly sumMs: number
  readonly slowestMs: number | null
}

/** A critic that could not answer counts in `runs` and in the times, but not as an objection. */
export interface CriticTiming {
  readonly name: string
  /** Null if the critic never answered. */
  readonly model: string | null
  readonly runs: number
  readonly objections: number
  readonly objectionRate: number
  /**
   * The share of objections after which the validators' or the critics' scores rose; null if no objection was followed
   * by a draft.
   */
  readonly precision: number | null
  /** The prompts that were accepted after the critic had objected to an earlier draft. */
  readonly extraAccepted: number
  /** The cost of all its calls; null if any part is unknown. */
  readonly costUsd: number | null
  /** `costUsd` / `extraAccepted` */
  readonly costPerExtraAcceptedUsd: number | null
  readonly meanMs: number | null
  readonly p95Ms: number | null
  readonly sumMs: number
  readonly slowestMs: number | null
}

export interface WaitTiming {
  readonly reason: WaitReason
  readonly waits: number
  /** The sum of the durations of all waits. */
  readonly busyMs: number
  /** The time in which at least one call waited for this reason. */
  readonly elapsedMs: number
}

export interface ModelTiming extends Usage {
  readonly model: string
  /** Includes failed calls, excludes cache hits. */
  readonly calls: number
  readonly hedges: number
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  /** Summed over the answers for which the provider reports its processing time; null if it reports none. */
  readonly processingMs: number | null
  readonly networkMs: number | null
  /** How often the provider rejected a call for too many requests. */
  readonly throttled: number
  readonly waitMs: number
  /** Cache hits on answers of earlier runs. */
  readonly earlierHits: number
  /** An estimate of the tokens not generated, because drafts were stopped early. */
  readonly savedTokens: number
  /** The highest utilisation of any rate limit, from 0 to 1. */
  readonly rateLimitUtilisation: number | null
  /** The limits that the provider reported. */
  readonly limits: readonly RateLimitTiming[]
}

export interface RateLimitTiming {
  readonly unit: RateLimit['unit']
  readonly periodMs: number
  /** As last reported. */
  readonly limit: number
  /** The highest share of the limit in use, from 0 to 1. */
  readonly utilisation: number
}
