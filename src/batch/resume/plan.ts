/** Decides what a resumed run must still do for a prompt. */
import type { ResultRecord } from '../../core/record.ts'
import type { Outcome, Prompt } from '../../core/types.ts'
import type { Span } from '../results/rewrite.ts'
import type { EarlierResult, EarlierResults } from './earlier-results.ts'
import type { Fingerprint, FingerprintMatch } from './fingerprint.ts'

export type Plan =
  /** Run the whole loop: the prompt is new, or what the drafts of the result at `span` depend on has changed. */
  | { readonly kind: 'run'; readonly span?: Span | undefined }
  /** Do nothing: the earlier result is still valid. */
  | { readonly kind: 'done'; readonly earlier: EarlierResult }
  /** Run only the validators: nothing else is known to have changed, and the stored text may pass them. */
  | { readonly kind: 'validate'; readonly span: Span }
  /** Run the loop with the stored text as its first draft: validators, critics or limits have changed. */
  | { readonly kind: 'revise'; readonly span: Span }

export interface Resumption {
  readonly earlier: EarlierResults
  readonly fingerprintOf: (prompt: Prompt) => Promise<Fingerprint>
  /** If true, prompts whose outcome is neither `accepted` nor `exhausted` are run again. */
  readonly retryFailed: boolean
  readonly recordAt: (span: Span) => Promise<ResultRecord | undefined>
}

const WITHOUT_TEXT: readonly Outcome[] = ['failed', 'refused', 'empty']
const FINAL: readonly Outcome[] = ['accepted', 'exhausted']

export async function planFor(prompt: Prompt, resumption: Resumption): Promise<Plan> {
  const { earlier, fingerprintOf, retryFailed, recordAt } = resumption
  const result = earlier.take(prompt.id)
  if (!result) return { kind: 'run' }
  const { span, outcome } = result
  const match = result.match(await fingerprintOf(prompt)) ?? matchByRecord(await recordAt(span), prompt)
  if (!match.generation || (retryFailed && !FINAL.includes(outcome))) return { kind: 'run', span }
  const accepted = outcome === 'accepted'
  if (match.validators && match.critics && (accepted || match.limits)) {
    return { kind: 'done', earlier: result }
  }
  const hasText = !WITHOUT_TEXT.includes(outcome)
  if (!result.hasFingerprint) return hasText ? { kind: 'validate', span } : { kind: 'done', earlier: result }
  if (!hasText) return { kind: 'run', span }
  return accepted && match.critics ? { kind: 'validate', span } : { kind: 'revise', span }
}

/**
 * Used if no fingerprint is stored: compares prompt and model with those in the record. The validators of that run are
 * unknown, so they count as changed.
 */
function matchByRecord(record: ResultRecord | undefined, prompt: Prompt): FingerprintMatch {
  const same = record?.prompt === prompt.text && (prompt.model ?? record.model) === record.model
  return { generation: same, validators: false, critics: true, limits: true }
}
