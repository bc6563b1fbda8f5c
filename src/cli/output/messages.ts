/** Messages of a batch on stderr. */
import type { EarlierResults } from '../../batch/resume/earlier-results.ts'
import { formatCount, formatInteger } from '../../util/units.ts'
import { FORMAT_PHRASES } from '../input/formats.ts'
import type { PromptCount, Source } from '../input/prompts.ts'
import type { ResultsWriter } from '../../batch/results/results-writer.ts'
import type { Shell } from '../shell.ts'
import { primaryResultsPath, type Target } from '../../batch/results/targets.ts'

/**
 * Returns "120 prompts from prompts.txt, one per line", or "2 of 120 prompts from prompts.txt, one per line
 * (rows 5 to 6)".
 */
export function announceInput(source: Source, counted: PromptCount | undefined): string {
  const { input, format, range, sample, limit } = source
  const choice = [
    ...(range ? [`rows ${range.from} to ${Math.min(range.to, counted?.rows ?? Infinity)}`] : []),
    ...(sample === undefined ? [] : ['a sample']),
    ...(limit === undefined ? [] : [`the first ${formatInteger(limit)}`]),
  ]
  const of = counted?.complete && choice.length > 0 ? ` of ${formatInteger(counted.rows)}` : ''
  const only = counted?.chosen === 1 && of === ''
  const prompts = `${counted ? `${formatInteger(counted.chosen)}${of} ` : ''}prompt${only ? '' : 's'}`
  const which = choice.length === 0 ? '' : ` (${choice.join(', ').replace('Infinity', 'the end')})`
  const formats = new Set(source.parts?.map((part) => part.format) ?? [format])
  const how = [...formats].map((each) => FORMAT_PHRASES[each]).join('; ')
  return `sifaka: ${prompts} from ${input === '-' ? 'standard input' : input}, ${how}${which}`
}

/** Names the file in which sifaka saves results if it is not one of the files of `-o`. */
export function reportJournal(targets: readonly Target[], say: Shell['say']): void {
  const journal = primaryResultsPath(targets)
  if (journal === undefined || targets.some(({ path }) => path === journal)) return
  say(
    `sifaka: each result is saved in ${journal} as soon as it is finished; the other files are written from it at the end`,
  )
}

/** Names earlier results that are kept although the input has no row for them. */
export async function reportRemovedRows(
  results: ResultsWriter,
  earlier: EarlierResults,
  say: Shell['say'],
): Promise<void> {
  const removed: string[] = []
  let count = 0
  await results.forEach(({ id }) => {
    if (earlier.isUntaken(id) && ++count <= MAX_NAMED) removed.push(id)
  })
  if (count === 0) return
  const more = count > MAX_NAMED ? ` and ${formatInteger(count - MAX_NAMED)} more` : ''
  say(
    `sifaka: kept ${formatCount(count, 'result')} whose prompt is not in the input: ${removed.join(', ')}${more}`,
  )
}

const MAX_NAMED = 5
