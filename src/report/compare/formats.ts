/** The formats of `sifaka compare`. To add one, add it to the list. */
import type { DocumentFormat } from '../../core/formats.ts'
import { alignedLines } from '../../util/align-columns.ts'
import { toJson } from '../../util/json.ts'
import { showInvisible } from '../../util/terminal.ts'
import { formatCount, formatDecimal, formatDuration, formatInteger, formatUsd } from '../../util/units.ts'
import { chooseFormat } from '../shared/choose-format.ts'
import { escapeInline, table } from '../shared/markdown.ts'
import type { Comparison } from './comparison.ts'
import type { RowPair } from './join-rows.ts'
import {
  flippedRows,
  joinedRowsPhrases,
  listIds,
  METRIC_TITLES,
  metricRows,
  outcomeChange,
  runPhrase,
} from './tables.ts'

export interface ComparisonFormat extends DocumentFormat {
  render(comparison: Comparison): string
}

const MAX_LISTED_IDS = 20

const text: ComparisonFormat = {
  name: 'text',
  extensions: ['.txt'],
  render(comparison) {
    const { a, b } = comparison
    const { gained, lost } = flippedRows(comparison)
    const ids = (pairs: readonly RowPair[]) =>
      pairs.length === 0
        ? ''
        : ` (${listIds(
            pairs.map((pair) => pair.a.id),
            MAX_LISTED_IDS,
          )})`
    return [
      `A  ${runPhrase(a)}`,
      `B  ${runPhrase(b)}`,
      ...joinedRowsPhrases(comparison),
      '',
      ...alignedLines([METRIC_TITLES, ...metricRows(comparison)]),
      '',
      `accepted only in B: ${formatCount(gained.length, 'row')}${ids(gained)}`,
      `accepted only in A: ${formatCount(lost.length, 'row')}${ids(lost)}`,
    ]
      .map((line) => `${showInvisible(line.replace(/[\r\n]/g, ' '))}\n`)
      .join('')
  },
}

const json: ComparisonFormat = {
  name: 'json',
  extensions: ['.json'],
  render: (comparison) => `${toJson(comparison, 2)}\n`,
}

const MAX_ROWS = 1000

const md: ComparisonFormat = {
  name: 'md',
  extensions: ['.md'],
  render(comparison) {
    const changed = comparison.rows.filter(
      ({ a, b }) => a.outcome !== b.outcome || a.iterations !== b.iterations,
    )
    const shown = changed.slice(0, MAX_ROWS)
    const cells = shown.map((pair) => [
      escapeInline(pair.a.id),
      outcomeChange(pair),
      `${formatInteger(pair.a.iterations)} -> ${formatInteger(pair.b.iterations)}`,
      `${formatUsd(pair.a.costUsd)} -> ${formatUsd(pair.b.costUsd)}`,
      `${formatDuration(pair.a.durationMs)} -> ${formatDuration(pair.b.durationMs)}`,
    ])
    return [
      '# Comparison\n\n',
      `- A: ${escapeInline(runPhrase(comparison.a))}\n`,
      `- B: ${escapeInline(runPhrase(comparison.b))}\n`,
      ...joinedRowsPhrases(comparison).map((line) => `- ${escapeInline(line)}\n`),
      `\n${table(METRIC_TITLES, metricRows(comparison))}`,
      `\nThe intervals are those of a paired bootstrap with ${formatDecimal(comparison.resamples)} samples of the rows.\n`,
      '\n## Rows that differ\n\n',
      cells.length === 0 ? 'None.\n' : table(['Row', 'Outcome', 'Iterations', 'Cost', 'Time'], cells),
      changed.length > shown.length
        ? `\nThe first ${formatInteger(shown.length)} of ${formatInteger(changed.length)}; the JSON has all.\n`
        : '',
    ].join('')
  },
}

export const comparisonFormats: readonly ComparisonFormat[] = [text, json, md]

/** The format of this name, or for the extension of this path, or text. */
export const chooseComparisonFormat = (
  name: string | undefined,
  path: string | undefined,
): ComparisonFormat => chooseFormat(comparisonFormats, { name, path }, text)
