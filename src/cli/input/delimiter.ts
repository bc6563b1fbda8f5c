import { sumOf } from '../../util/statistics.ts'

/** Finds the character that separates the columns of a CSV file. */

/** The separators that spreadsheets and databases write, the most common one first. */
const CANDIDATES = [',', ';', '\t', '|']
const SAMPLE_LINES = 20
const MAX_SAMPLE_LENGTH = 50_000

export interface TableDialect {
  readonly delimiter: string
  /** Where the table begins: 0, or behind a first line `sep=;`. */
  readonly start: number
}

export interface DialectOptions {
  /** The delimiter that the user or the format gives, if any. */
  readonly delimiter?: string | undefined
  /** The column that the table most probably has. */
  readonly field: string
  /** True if `text` is the whole input. */
  readonly isWhole: boolean
}

/**
 * Finds the delimiter from whole lines at the start of the input. Obeys the line `sep=;`, which Excel reads. Returns
 * undefined if more lines are needed.
 */
export function findDialect(text: string, options: DialectOptions): TableDialect | undefined {
  const { given, start } = directiveOf(text)
  const delimiter = options.delimiter ?? given ?? detectDelimiter(text, options)
  return delimiter === undefined ? undefined : { delimiter, start }
}

function directiveOf(text: string): { readonly given?: string | undefined; readonly start: number } {
  const found = /^"?sep=(.)"?(?:\r?\n|$)/i.exec(text)
  return found ? { given: found[1], start: found[0].length } : { start: 0 }
}

/**
 * Prefers the candidate that separates the column `field`, else the one that most rows contain as often as the header
 * does. If two candidates tie, as in `id;price, EUR` above `1;3,50`, prefers the one that is less often punctuation.
 */
function detectDelimiter(text: string, { field, isWhole }: DialectOptions): string | undefined {
  const sample = text.slice(0, MAX_SAMPLE_LENGTH)
  const isComplete = isWhole || sample.length < text.length
  // An open quote can hide the end of the header.
  if (!isComplete && sample.split('"').length % 2 === 0) return undefined
  const lines = maskQuoted(sample)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
  if (sample.length < text.length) lines.pop()
  const [header = ''] = lines
  const candidates = CANDIDATES.filter((each) => header.includes(each))
  if (candidates.length <= 1) return candidates[0] ?? CANDIDATES[0]
  const naming = candidates.filter((each) => header.split(each).some((cell) => cell.trim() === field))
  if (naming.length === 1) return naming[0]
  if (!isComplete && lines.length < SAMPLE_LINES) return undefined
  const ranked = candidates.map((delimiter) => ({ delimiter, ...evidenceFor(delimiter, lines) }))
  ranked.sort((one, other) => other.consistent - one.consistent || other.firm - one.firm)
  return ranked[0]?.delimiter
}

/** Removes the quotes, and replaces everything between them that could separate columns or rows. */
const maskQuoted = (text: string): string =>
  text.replace(/"((?:[^"]|"")*)(?:"|$)/g, (_, quoted: string) => quoted.replace(/[,;\t|\r\n]/g, '_'))

/** A comma before a space belongs to a text, and a comma between digits to a number, as in `3,50`. */
const PUNCTUATION = /, |(?<=\d),(?=\d)/g

function evidenceFor(delimiter: string, lines: readonly string[]) {
  const countIn = (line: string): number => line.split(delimiter).length - 1
  const columns = countIn(lines[0] ?? '')
  return {
    consistent: lines.filter((line) => countIn(line) === columns).length,
    firm: sumOf(lines.map((line) => countIn(line.replace(PUNCTUATION, '')))),
  }
}
