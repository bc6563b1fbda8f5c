/** Says what a resumed run will do. */
import type { Resumption } from '../../batch/resume/plan.ts'
import { previewResume, type ResumePreview, type ResumeReason } from '../../batch/resume/preview.ts'
import { formatCount, formatInteger } from '../../util/units.ts'
import { readPrompts, type PromptCount, type Source } from '../input/prompts.ts'

/** Input that can be read only once cannot be compared with the results before the run. */
export async function resumeNote(
  resumption: Resumption,
  source: Source,
  counted: PromptCount | undefined,
  model: string | undefined,
): Promise<string> {
  if (!counted) return `found ${formatCount(resumption.earlier.size, 'result')} of an earlier run`
  return describeResume(await previewResume(readPrompts(source, counted), resumption, model))
}

const REASONS: Readonly<Record<Exclude<ResumeReason, 'new'>, string>> = {
  model: 'the model changed',
  prompt: 'the prompt changed',
  sampling: 'the system prompt, the draft or the sampling changed',
  validators: 'the validators changed',
  critics: 'the critics changed',
  limits: 'the limits changed',
  unrecorded: 'their results do not say by which rules they were checked',
  retry: 'they ended without an accepted text',
}

/** For example "25 done; all run again: the model changed", or "28 done; 30 new, 2 run again: the prompt changed". */
function describeResume({ done, todo }: ResumePreview): string {
  const { new: fresh = 0, ...counts } = Object.fromEntries(todo) as Partial<Record<ResumeReason, number>>
  const again = Object.entries(counts) as [keyof typeof REASONS, number][]
  const repeated = again.reduce((sum, [, count]) => sum + count, 0)
  if (fresh + repeated === 0) return `nothing to do: ${formatCount(done, 'prompt')} done`
  const [only] = again
  const isAll = done + fresh === 0 && again.length === 1
  const changes = again.map(([reason, count]) => `${formatInteger(count)} run again: ${REASONS[reason]}`)
  const parts = [
    ...(fresh > 0 ? [`${formatInteger(fresh)} to do`] : []),
    ...(isAll && only ? [`all run again: ${REASONS[only[0]]}`] : changes),
  ]
  return `${formatInteger(done + repeated)} done; ${parts.join(', ')}`
}
