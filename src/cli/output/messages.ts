/** What a batch says beside its results: what it reads, where it keeps things, how to go on. */
import type { EarlierResults } from '../../batch/resume/earlier-results.ts'
import { integer } from '../../report/shared/units.ts'
import { FORMAT_PHRASES } from '../input/formats.ts'
import type { Count, Source } from '../input/prompts.ts'
import type { Results } from './results.ts'
import type { Shell } from '../shell.ts'
import { journalOf, type Target } from './targets.ts'

/** "120 prompts from prompts.txt, one per line"; "2 of 120 prompts from prompts.txt, one per line (rows 5 to 6)" */
export function announce(source: Source, counted: Count | undefined): string {
  const { input, format, range, sample, limit } = source
  const how = [
    ...(range ? [`rows ${range.from} to ${Math.min(range.to, counted?.rows ?? Infinity)}`] : []),
    ...(sample === undefined ? [] : ['a sample']),
    ...(limit === undefined ? [] : [`the first ${integer(limit)}`]),
  ]
  const of = counted?.complete && how.length > 0 ? ` of ${integer(counted.rows)}` : ''
  const only = counted?.chosen === 1 && of === ''
  const prompts = `${counted ? `${integer(counted.chosen)}${of} ` : ''}prompt${only ? '' : 's'}`
  const which = how.length === 0 ? '' : ` (${how.join(', ').replace('Infinity', 'the end')})`
  return `sifaka: ${prompts} from ${input === '-' ? 'standard input' : input}, ${FORMAT_PHRASES[format]}${which}`
}

/** A file that nobody asked for needs a word. */
export function sayWhereKept(targets: readonly Target[], say: Shell['say']): void {
  const journal = journalOf(targets)
  if (journal === undefined || targets.some(({ path }) => path === journal)) return
  say(`sifaka: each result is kept in ${journal} as soon as it is finished; the other files are made from it`)
}

/** Results whose rows are gone stay, and are named. */
export async function sayRemoved(
  results: Results,
  earlier: EarlierResults,
  say: Shell['say'],
): Promise<void> {
  const left: string[] = []
  let count = 0
  await results.each(({ id }, { offset }) => {
    if (earlier.isLeft(id, offset) && ++count <= MOST_NAMED) left.push(id)
  })
  if (count === 0) return
  const more = count > MOST_NAMED ? ` and ${integer(count - MOST_NAMED)} more` : ''
  say(`sifaka: no row of the input has these results any more, which stay: ${left.join(', ')}${more}`)
}

const MOST_NAMED = 5

/** What is kept, and how to go on. */
export function sayPending(
  targets: readonly Target[],
  done: number,
  { argv, interrupted, say }: Pick<Shell, 'argv' | 'interrupted' | 'say'>,
): void {
  const names = targets.map(({ path }) => (path === '-' ? 'standard output' : path)).join(' and ')
  const why = interrupted() === undefined ? 'stopped' : 'interrupted'
  say(`sifaka: ${why} with ${integer(done)} done, in ${names}; all other prompts are pending`)
  if (journalOf(targets) === undefined) return say('sifaka: name a file with -o, and a run can be resumed')
  const kept = argv.filter((word) => !['--resume', '--force', '--retry-failed'].includes(word))
  return say(`sifaka: go on with:\n  sifaka ${[...kept, '--resume'].map(quoted).join(' ')}`)
}

/** As a POSIX shell reads it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
