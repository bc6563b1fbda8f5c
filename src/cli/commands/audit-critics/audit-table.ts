/** Shows the result of an audit as text. */
import type { JudgeAudit } from '../../../critics/audit/audit-critic.ts'
import { JUDGE_FINDINGS } from '../../../critics/audit/judge-figures.ts'
import type { Share } from '../../../critics/audit/share.ts'
import { alignedLines, toTheLeft } from '../../../util/align-columns.ts'
import { formatCount, formatInteger, formatPercent } from '../../../util/units.ts'
import { sumOf } from '../../../util/statistics.ts'

const HEADS = ['critic', 'model', 'false pass', 'false objection', 'flips', 'order flips', 'finding']

/** One row per judge, and below the table what each judge did wrong. */
export function auditTable(audits: readonly JudgeAudit[]): string {
  const rows = audits.map((audit) => [
    audit.critic,
    audit.model,
    describeShare(audit.falsePass),
    describeShare(audit.falseObjection),
    describeShare(audit.flips),
    describeShare(audit.orderFlips),
    audit.finding,
  ])
  const lines = alignedLines([HEADS, ...rows], toTheLeft)
  return [...lines, '', ...audits.flatMap(detailsOf)].map((line) => `${line}\n`).join('')
}

/** "4.2% (1.2% to 14%)": the rate with its 95 % interval. */
const describeShare = ({ rate, low, high }: Share): string =>
  rate === null ? 'none' : `${formatPercent(rate)} (${formatPercent(low)} to ${formatPercent(high)})`

function detailsOf({ critic, model, finding, falsePassByKind, failures, verdicts }: JudgeAudit): string[] {
  const passed = Object.entries(falsePassByKind)
    .filter(([, { count }]) => count > 0)
    .map(([kind, { count, of }]) => `${kind} ${formatInteger(count)} of ${formatInteger(of)}`)
  const missing = sumOf(failures.map(({ count }) => count))
  return [
    `${critic} (${model}) ${JUDGE_FINDINGS[finding]}`,
    ...(passed.length === 0 ? [] : [`  approved bad texts: ${passed.join(', ')}`]),
    ...(missing === 0
      ? []
      : [
          `  no verdict ${formatInteger(missing)} of ${formatCount(missing + verdicts, 'time')}: ${failures[0]?.message}`,
        ]),
  ]
}
