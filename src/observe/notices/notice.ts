/** The content of a notice at the end of a batch: figures, and no text of a prompt, a result or an error. */
import type { TimingReport } from '../../core/timing-report.ts'
import type { Usage } from '../../core/types.ts'
import { totalUsage } from '../../core/usage.ts'
import { formatCount, formatDuration, formatInteger, formatUsd } from '../../util/units.ts'

export interface BatchEnd {
  readonly status: 'finished' | 'interrupted' | 'stopped' | 'failed'
  readonly exitCode: number
  /** The code of the error that ended the batch. */
  readonly error: string | null
}

/**
 * `text` is the message that Slack, Mattermost and others show. A batch that ended before its first prompt has none of
 * the optional fields. The figures are those of this run, except that `text` also counts the results of earlier runs.
 */
export interface BatchNotice extends BatchEnd {
  readonly text: string
  readonly run?: string
  readonly startedAt?: string
  readonly model?: string
  readonly summary?: TimingReport['summary']
  readonly usage?: Pick<Usage, 'calls' | 'inputTokens' | 'outputTokens' | 'costUsd'>
}

export function createNotice(
  { status, exitCode, error }: BatchEnd,
  report: TimingReport | undefined,
): BatchNotice {
  const head = `sifaka batch ${status}${error === null ? '' : ` (${error})`}`
  const end = `exit code ${exitCode}`
  if (!report) return { text: `${head}, ${end}`, status, exitCode, error }
  const { summary, run, models } = report
  const { earlier, pending } = summary
  const { calls, inputTokens, outputTokens, costUsd } = totalUsage(models)
  const failed = summary.failed + earlier.failed
  const accepted = summary.accepted + earlier.accepted
  const figures = [
    `${formatInteger(accepted)} of ${formatCount(summary.prompts + earlier.prompts, 'prompt')} accepted`,
    ...(failed > 0 ? [`${formatInteger(failed)} failed`] : []),
    ...(pending === null || pending === 0 ? [] : [`${formatInteger(pending)} left`]),
    formatDuration(summary.wallMs),
    costUsd === null ? 'cost unknown' : formatUsd(costUsd),
    end,
  ]
  const { id, startedAt, model } = run
  const usage = { calls, inputTokens, outputTokens, costUsd }
  const text = `${head}: ${figures.join(', ')}`
  return { text, status, exitCode, error, run: id, startedAt, model, summary, usage }
}
