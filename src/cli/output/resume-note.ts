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

const WORK: Readonly<Record<ResumeReason, string>> = {
  new: 'new',
  model: 'run again: the model changed',
  prompt: 'run again: the prompt changed',
  sampling: 'run again: the system prompt, the draft or the sampling changed',
  validators: 'assessed again: the validators or the fields of the row changed',
  critics: 'assessed again: the critics changed',
  limits: 'assessed again: the limits changed',
  unrecorded: 'assessed again: their results do not say by which rules they were checked',
  retry: 'run again: they ended without an accepted text',
}

/** For example "all 25 run again: the model changed", or "28 done, 30 new, 2 run again: the prompt changed". */
function describeResume({ done, todo }: ResumePreview): string {
  const work = [...todo].map(([reason, count]) => `${formatInteger(count)} ${WORK[reason]}`)
  if (work.length === 0) return `nothing to do: ${formatCount(done, 'prompt')} done`
  return done === 0 && work.length === 1
    ? `all ${work.join('')}`
    : [`${formatInteger(done)} done`, ...work].join(', ')
}
