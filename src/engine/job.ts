/** The rows of a batch, each with what it still needs, and how that is done. */
import type { Earlier } from '../batch/resume/earlier-results.ts'
import { leavesPending } from '../batch/run.ts'
import type { Outcome, Prompt, Thought } from '../core/types.ts'
import { totalUsage } from '../core/usage.ts'
import { toRecord, validationOf, type ResultRecord } from '../core/record.ts'
import type { Runtime } from './create-engine.ts'
import { planFor, type Plan, type Resuming } from '../batch/resume/plan.ts'

export interface Job {
  readonly prompt: Prompt
  readonly plan: Exclude<Plan, { readonly kind: 'done' }>
}

/** What came of a row. Without a record it stays pending. */
export interface Finished {
  readonly prompt: Prompt
  readonly outcome: Outcome
  readonly error: Thought['error']
  readonly record: ResultRecord | undefined
}

/** Passes over what needs nothing more, and tells of it. */
export async function* jobsOf(
  prompts: AsyncIterable<Prompt>,
  resuming: Resuming | undefined,
  passOver: (prompt: Prompt, earlier: Earlier) => void,
): AsyncGenerator<Job> {
  for await (const prompt of prompts) {
    const plan: Plan = resuming ? await planFor(prompt, resuming) : { kind: 'run' }
    if (plan.kind === 'done') passOver(prompt, plan.earlier)
    else yield { prompt, plan }
  }
}

export interface WorkNeeds {
  readonly runtime: Runtime
  readonly at: Resuming['at']
  /** The model of prompts that name none. */
  readonly model: string
}

export async function work({ prompt, plan }: Job, { runtime, at, model }: WorkNeeds): Promise<Finished> {
  const earlier = plan.kind === 'run' ? undefined : await at(plan.span)
  if (plan.kind === 'validate' && earlier) {
    const { passed, validations } = await runtime.validate(prompt, earlier.text)
    if (passed)
      return { prompt, outcome: 'accepted', error: null, record: renewed(earlier, prompt, validations) }
  }
  const thought = await runtime.improve(earlier ? { ...prompt, draft: earlier.text } : prompt)
  const { outcome, error } = thought
  if (leavesPending(thought)) return { prompt, outcome, error, record: undefined }
  const record = toRecord(thought, prompt.model ?? model)
  // What the draft cost is a part of what the text cost.
  const usage = earlier ? totalUsage([earlier.usage, record.usage]) : record.usage
  return { prompt, outcome, error, record: { ...record, usage } }
}

const renewed = (
  earlier: ResultRecord,
  prompt: Prompt,
  validations: Awaited<ReturnType<Runtime['validate']>>['validations'],
): ResultRecord => ({
  ...earlier,
  index: prompt.index,
  validations: validations.map(validationOf),
  meta: prompt.meta ?? {},
})
