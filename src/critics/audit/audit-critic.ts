/** Asks a critic about texts of known quality, several times each. */
import { isUnrelatedToPrompt } from '../../core/error-codes.ts'
import { SifakaError } from '../../core/errors.ts'
import type { Critic } from '../../core/ports.ts'
import { openChildScope, type Scope } from '../../core/scope.ts'
import type { Usage } from '../../core/types.ts'
import { noUsage, totalUsage } from '../../core/usage.ts'
import { auditTexts, type AuditText } from './audit-texts.ts'
import {
  findingOf,
  judgeFigures,
  type AuditVerdict,
  type JudgeFinding,
  type JudgeFigures,
} from './judge-figures.ts'

export interface JudgeAudit extends JudgeFigures {
  readonly critic: string
  readonly model: string
  readonly finding: JudgeFinding
  /** False if the judge gave no verdicts, or approved too many bad texts. */
  readonly isTrusted: boolean
  readonly verdicts: number
  /** The errors because of which the critic gave no verdict, the most frequent first. */
  readonly failures: readonly { readonly message: string; readonly count: number }[]
  readonly usage: Usage
}

export interface AuditLimits {
  readonly repeats: number
  /** The share of bad texts, from 0 to 1, that a judge may approve. */
  readonly maxFalsePass: number
}

type Reply = { readonly usage: Usage } & (
  | { readonly verdict: AuditVerdict; readonly failure?: undefined }
  | { readonly verdict?: undefined; readonly failure: string }
)

/** Rejects if the model cannot be reached or the run is interrupted; a reply without a verdict is a failure. */
export async function auditCritic(
  critic: Critic,
  { repeats, maxFalsePass }: AuditLimits,
  outer: Scope,
): Promise<JudgeAudit> {
  const { scope, abort, release } = openChildScope(outer)
  const questions = Array.from({ length: repeats }, (_, repeat) =>
    auditTexts.map((text) => ({ text, repeat })),
  ).flat()
  try {
    const replies = await Promise.all(questions.map((question) => askCritic(critic, question, scope)))
    const verdicts = replies.flatMap(({ verdict }) => verdict ?? [])
    const figures = judgeFigures(verdicts)
    const finding = findingOf(figures, maxFalsePass)
    return {
      critic: critic.name,
      model: critic.model,
      finding,
      isTrusted: finding !== 'unanswered' && (figures.falsePass.rate ?? 1) <= maxFalsePass,
      verdicts: verdicts.length,
      ...figures,
      failures: countFailures(replies.flatMap(({ failure }) => failure ?? [])),
      usage: totalUsage(replies.map(({ usage }) => usage)),
    }
  } catch (error) {
    abort(error)
    throw error
  } finally {
    release()
  }
}

async function askCritic(
  critic: Critic,
  { text, repeat }: { readonly text: AuditText; readonly repeat: number },
  scope: Scope,
): Promise<Reply> {
  const prompt = { id: 'audit', index: 0, text: text.task }
  try {
    // The sample number keeps the cache from answering repeated questions.
    const request = { history: [], sample: repeat, critiques: [], validations: Promise.resolve([]) }
    const { needsImprovement, usage } = await critic.critique({ prompt, text: text.text }, request, scope)
    return { verdict: { text, repeat, isApproved: !needsImprovement }, usage }
  } catch (error) {
    if (!(error instanceof SifakaError) || isUnrelatedToPrompt(error)) throw error
    return { failure: error.message, usage: error.usage ?? noUsage }
  }
}

function countFailures(messages: readonly string[]): JudgeAudit['failures'] {
  const counts = new Map<string, number>()
  for (const message of messages) counts.set(message, (counts.get(message) ?? 0) + 1)
  return [...counts]
    .map(([message, count]) => ({ message, count }))
    .toSorted((first, second) => second.count - first.count)
}
