/** What a row of the input still needs, after an earlier run. */
import type { Earlier, EarlierResults, Making } from './earlier-results.ts'
import type { Span } from '../results/rewrite.ts'
import type { Settings } from '../../config/schema.ts'
import { digest } from '../../util/hash.ts'
import type { Prompt } from '../../core/types.ts'
import type { ResultRecord } from '../../core/record.ts'

export type Plan =
  /** Everything: it is new, or what it is made of has changed. */
  | { readonly kind: 'run' }
  /** Nothing. */
  | { readonly kind: 'done'; readonly earlier: Earlier }
  /** Only the validators have changed: the text may pass them as it is. */
  | { readonly kind: 'validate'; readonly span: Span }
  /** The rules have changed: the text is a draft to begin with. */
  | { readonly kind: 'revise'; readonly span: Span }

const json = (...parts: readonly unknown[]): string =>
  digest(JSON.stringify(parts.map((part) => part ?? null)))

/** Of what a prompt's result is made under these settings. */
export function makingOf(settings: Settings): (prompt: Prompt) => Making {
  const { temperature, maxTokens, seed, criticModel, quorum, critique, onCriticError } = settings
  const { maxIterations, plateau, feedback } = settings
  const writing = json(temperature, maxTokens, seed)
  const validators = json(settings.validators)
  const critics = json(settings.critics, criticModel ?? settings.model, quorum, critique, onCriticError)
  const limits = json(maxIterations, plateau, feedback)
  return (prompt) => ({
    writing: json(
      writing,
      prompt.text,
      prompt.system ?? settings.system,
      prompt.model ?? settings.model,
      prompt.draft,
    ),
    validators: json(validators, prompt.validators),
    critics,
    limits,
  })
}

export interface Resuming {
  readonly earlier: EarlierResults
  readonly making: (prompt: Prompt) => Making
  /** Errors, refusals and the like are tried once more. */
  readonly retryFailed: boolean
  readonly at: (span: Span) => Promise<ResultRecord | undefined>
}

const WITHOUT_TEXT: readonly string[] = ['failed', 'refused', 'empty']
const DEFINITE: readonly string[] = ['accepted', 'exhausted']

export async function planFor(prompt: Prompt, { earlier, making, retryFailed, at }: Resuming): Promise<Plan> {
  const found = earlier.take(prompt.id)
  if (!found) return { kind: 'run' }
  const { span, outcome } = found
  const same = found.same(making(prompt)) ?? (await sameAs(await at(span), prompt))
  if (!same.writing || (retryFailed && !DEFINITE.includes(outcome))) return { kind: 'run' }
  const accepted = outcome === 'accepted'
  if (same.validators && same.critics && (accepted || same.limits)) return { kind: 'done', earlier: found }
  if (WITHOUT_TEXT.includes(outcome)) return { kind: 'run' }
  return accepted && same.critics ? { kind: 'validate', span } : { kind: 'revise', span }
}

/** Where nobody kept of what a result was made: by what it says of itself. */
async function sameAs(record: ResultRecord | undefined, prompt: Prompt) {
  const same = record?.prompt === prompt.text && (prompt.model ?? record.model) === record.model
  return { writing: same, validators: true, critics: true, limits: true }
}
