/** Says what a resumed run will do. */
import type { Resumption } from '../../batch/resume/plan.ts'
import { previewResume, type ResumePreview, type ResumeReason } from '../../batch/resume/preview.ts'
import { sumOf } from '../../util/statistics.ts'
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
  model: 'run again (the model changed)',
  prompt: 'run again (the prompt changed)',
  sampling: 'run again (the system prompt, the draft or the sampling changed)',
  validators: 'assessed again (the validators or the fields of the row changed)',
  critics: 'assessed again (the critics changed)',
  limits: 'assessed again (the limits changed)',
  unrecorded: 'assessed again (their results do not say by which rules they were checked)',
  retry: 'run again (ended without an accepted text)',
}

/** For example "1 prompt: new", or "60 prompts: 28 done, 30 new, 2 run again (the prompt changed)". */
export function describeResume({ done, todo }: ResumePreview): string {
  const work = Array.from(todo, ([reason, count]) => ({ count, text: WORK[reason] }))
  const parts = [{ count: done, text: work.length === 0 ? 'done, nothing to do' : 'done' }, ...work]
  const some = parts.filter(({ count }) => count > 0)
  const texts = some.map(({ count, text }) => (some.length === 1 ? text : `${formatInteger(count)} ${text}`))
  const total = formatCount(sumOf(parts.map(({ count }) => count)), 'prompt')
  return `${total}: ${texts.join(', ') || 'nothing to do'}`
}
