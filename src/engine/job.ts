/** A prompt of a batch, and what a resumed run must still do for it. */
import type { EarlierResult } from '../batch/resume/earlier-results.ts'
import { planFor, type Plan, type Resumption } from '../batch/resume/plan.ts'
import type { Verdict } from '../core/assess.ts'
import { leavesPending } from '../core/error-codes.ts'
import { toRecord, toRecordValidation, type ResultRecord } from '../core/record.ts'
import type { Outcome, Prompt, Thought } from '../core/types.ts'
import { totalUsage } from '../core/usage.ts'
import type { Engine } from './create-engine.ts'

export interface Job {
  readonly prompt: Prompt
  readonly plan: Exclude<Plan, { readonly kind: 'done' }>
}

export interface JobResult {
  readonly prompt: Prompt
  readonly outcome: Outcome
  readonly error: Thought['error']
  /** Undefined if the prompt stays pending. */
  readonly record: ResultRecord | undefined
}

/** Yields a job for each prompt that needs one, and calls `skip` for the others. */
export async function* planJobs(
  prompts: AsyncIterable<Prompt>,
  resumption: Resumption | undefined,
  skip: (prompt: Prompt, earlier: EarlierResult) => Promise<void>,
): AsyncGenerator<Job> {
  for await (const prompt of prompts) {
    const plan: Plan = resumption ? await planFor(prompt, resumption) : { kind: 'run' }
    if (plan.kind === 'done') await skip(prompt, plan.earlier)
    else yield { prompt, plan }
  }
}

/** Runs one job; `recordAt` reads the earlier result to which the job's plan refers. */
export async function runJob(
  { prompt, plan }: Job,
  engine: Engine,
  recordAt: Resumption['recordAt'],
): Promise<JobResult> {
  const earlier = plan.kind === 'run' ? undefined : await recordAt(plan.span)
  if (plan.kind === 'validate' && earlier) {
    const verdict = await engine.validate(prompt, earlier.text)
    if (verdict.passed) {
      return { prompt, outcome: 'accepted', error: null, record: revalidated(earlier, prompt, verdict) }
    }
  }
  const thought = await engine.improve(earlier ? { ...prompt, draft: earlier.text } : prompt)
  const { outcome, error } = thought
  if (leavesPending(error)) return { prompt, outcome, error, record: undefined }
  const record = toRecord(thought, prompt.model ?? engine.settings.model ?? '')
  // The earlier text is the first draft, so its cost is part of the cost of the result.
  const usage = earlier ? totalUsage([earlier.usage, record.usage]) : record.usage
  return { prompt, outcome, error, record: { ...record, usage } }
}

const revalidated = (earlier: ResultRecord, prompt: Prompt, { validations }: Verdict): ResultRecord => ({
  ...earlier,
  index: prompt.index,
  validations: validations.map(toRecordValidation),
  meta: prompt.meta ?? {},
})
