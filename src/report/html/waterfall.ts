/** A chart of the work on one prompt over time, which shows what ran concurrently. */
import type { PromptDetail, TimedWork } from '../../core/reporting/run-details.ts'
import { formatDuration } from '../../util/units.ts'
import { barChart } from './bars.ts'
import type { Markup } from './markup.ts'

/** Bars would be invisible below this share of the width: shorter work is omitted, and generations get this length. */
const MIN_SHARE = 0.002
const MAX_BARS = 60

export function waterfall({ thought, work }: PromptDetail): Markup {
  const totalMs = Math.max(thought.durationMs, 1)
  const visible = work.filter(
    ({ kind, durationMs }) => kind === 'generation' || durationMs >= totalMs * MIN_SHARE,
  )
  const shown = visible.slice(0, MAX_BARS)
  const bars = shown.map((each) => ({
    label: labelOf(each),
    text: `${formatDuration(each.durationMs)}${each.hasFailed ? ', failed' : ''}`,
    start: each.startMs / totalMs,
    length: Math.max(each.durationMs / totalMs, MIN_SHARE),
    kind: each.hasFailed ? 'failed' : each.kind,
  }))
  const cut = visible.length > shown.length ? ` (the first ${shown.length} of ${visible.length} parts)` : ''
  return barChart(`What ran when, in ${formatDuration(thought.durationMs)}${cut}`, bars)
}

const labelOf = ({ kind, name, iteration }: TimedWork): string =>
  `${iteration}: ${kind === 'generation' ? 'generation' : `${kind} ${name}`}`
