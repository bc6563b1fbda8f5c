/** A prompt of a batch, and what a resumed run must still do for it. */
import type { EarlierResult } from '../batch/resume/earlier-results.ts'
import { planFor, type Plan, type Resumption } from '../batch/resume/plan.ts'
import type { Verdict } from '../core/assess.ts'
import { staysPending } from '../core/error-codes.ts'
import { toRecord, toRecordValidation, type ResultRecord } from '../core/record.ts'
import type { Outcome, Prompt, Thought, Usage, Validation, Waste } from '../core/types.ts'
import { addWaste, asWaste, noUsage, totalUsage } from '../core/usage.ts'
import type { Span } from '../batch/results/rewrite.ts'
import type { Engine } from './create-engine.ts'
import { acceptedText, type PromptOrder } from './prompt-order.ts'

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
  /** If true, the text of an earlier run was assessed again and stays; no thought was made. */
  readonly isEarlierText: boolean
}

/** The results of an earlier run, for validators that compare the texts of a run with one another. */
export interface EarlierTexts {
  readonly order: PromptOrder
  readonly results: { forEach(visit: (record: ResultRecord, span: Span) => void): Promise<void> }
}

/** Yields a job for each prompt that needs one, and calls `skip` for the others. */
export async function* planJobs(
  prompts: AsyncIterable<Prompt>,
  resumption: Resumption | undefined,
  skip: (prompt: Prompt, earlier: EarlierResult) => Promise<void>,
  texts?: EarlierTexts,
): AsyncGenerator<Job> {
  const compared = resumption && texts?.order.isWatched ? texts : undefined
  await compared?.results.forEach((record, span) => {
    const isCurrent = record.outcome === 'accepted' && resumption?.earlier.isCurrent(record.id, span)
    if (isCurrent) compared.order.addEarlier(record, record.text)
  })
  for await (const prompt of prompts) {
    const plan: Plan = resumption ? await planFor(prompt, resumption) : { kind: 'run' }
    if (plan.kind === 'done') await skip(prompt, plan.earlier)
    else {
      const earlier = compared && plan.span && (await resumption?.recordAt(plan.span))
      if (earlier?.outcome === 'accepted') compared?.order.removeEarlier(prompt, earlier.text)
      yield { prompt, plan }
    }
  }
}

export interface EarlierWork {
  /** Reads the earlier result to which the plan of a job refers. */
  readonly recordAt: Resumption['recordAt']
  /** What an earlier run spent on the prompt without a result. */
  readonly unused: (promptId: string) => Waste
}

/** Must be called in the order of the prompts. */
export const runJob = (job: Job, engine: Engine, earlier: EarlierWork): Promise<JobResult> =>
  engine.order.run(
    job.prompt,
    () => doJob(job, engine, earlier),
    ({ outcome, record }) => acceptedText({ outcome, text: record?.text }),
  )

async function doJob(
  { prompt, plan }: Job,
  engine: Engine,
  { recordAt, unused }: EarlierWork,
): Promise<JobResult> {
  const stored = plan.span && (await recordAt(plan.span))
  // The result includes what earlier runs spent on the prompt. The usage of a text that is not used any more is waste.
  const spent = stored ? [plan.kind === 'run' ? allWasted(stored.usage) : stored.usage] : []
  const earlier = plan.kind === 'run' ? undefined : stored
  if (plan.kind === 'validate' && earlier) {
    const verdict = await engine.validate(prompt, earlier.text)
    spent.push(verdict.usage)
    // Stays as it is: an accepted text that still passes, and any other text whose validations have not changed.
    const stays = earlier.outcome === 'accepted' ? verdict.passed : isUnchanged(earlier, verdict)
    if (stays) {
      const { outcome, error } = earlier
      const usage = addWaste(totalUsage(spent), unused(prompt.id))
      const record = { ...revalidated(earlier, prompt, verdict), usage }
      return { prompt, outcome, error, record, isEarlierText: true }
    }
  }
  const thought = await engine.improve(earlier ? { ...prompt, draft: earlier.text } : prompt)
  const { outcome, error } = thought
  const isEarlierText = false
  if (staysPending(thought)) return { prompt, outcome, error, record: undefined, isEarlierText }
  const record = toRecord(thought, prompt.model ?? engine.settings.model ?? '')
  const usage = addWaste(totalUsage([...spent, record.usage]), unused(prompt.id))
  return { prompt, outcome, error, record: { ...record, usage }, isEarlierText }
}

const allWasted = (usage: Usage): Usage => addWaste(addWaste(noUsage, asWaste(usage)), usage.wasted)

const isUnchanged = ({ validations }: ResultRecord, verdict: Verdict): boolean => {
  const facts = (each: readonly Validation[]) =>
    JSON.stringify(each.map(({ validator, passed, bound }) => [validator, passed, bound]))
  return verdict.failures.length === 0 && facts(validations) === facts(verdict.validations)
}

const revalidated = (earlier: ResultRecord, prompt: Prompt, { validations }: Verdict): ResultRecord => ({
  ...earlier,
  index: prompt.index,
  validations: validations.map(toRecordValidation),
  meta: prompt.meta ?? {},
})
