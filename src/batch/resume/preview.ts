/** Finds out, before anything is sent, what a resumed run will do and why. */
import type { Prompt } from '../../core/types.ts'
import { planFor, type Resumption } from './plan.ts'

/** Why a prompt is worked on although an earlier run has a result for it; `new`: there is no result. */
export type ResumeReason =
  'new' | 'model' | 'prompt' | 'sampling' | 'validators' | 'critics' | 'limits' | 'unrecorded' | 'retry'

export interface ResumePreview {
  /** Number of prompts whose result stays. */
  readonly done: number
  /** Number of prompts to work on, by reason. */
  readonly todo: ReadonlyMap<ResumeReason, number>
}

/** `model` is the model that writes the drafts of prompts that name none. */
export async function previewResume(
  prompts: AsyncIterable<Prompt>,
  resumption: Resumption,
  model: string | undefined,
): Promise<ResumePreview> {
  const todo = new Map<ResumeReason, number>()
  let done = 0
  for await (const prompt of prompts) {
    const reason = await reasonFor(prompt, resumption, model)
    if (reason === undefined) done++
    else todo.set(reason, (todo.get(reason) ?? 0) + 1)
  }
  return { done, todo }
}

/** Undefined if the earlier result stays. */
async function reasonFor(
  prompt: Prompt,
  resumption: Resumption,
  model: string | undefined,
): Promise<ResumeReason | undefined> {
  const { kind } = await planFor(prompt, resumption)
  if (kind === 'done') return undefined
  const earlier = resumption.earlier.take(prompt.id)
  if (!earlier) return 'new'
  const match = earlier.match(await resumption.fingerprintOf(prompt))
  if (match?.generation) {
    if (kind === 'run') return 'retry'
    return match.validators ? (match.critics ? 'limits' : 'critics') : 'validators'
  }
  const record = await resumption.recordAt(earlier.span)
  if (record?.model !== (prompt.model ?? model)) return 'model'
  if (record?.prompt !== prompt.text) return 'prompt'
  return kind === 'validate' ? 'unrecorded' : 'sampling'
}
