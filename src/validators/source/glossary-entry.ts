/** One entry of a glossary, from any format. */
import { ConfigError } from '../../core/errors.ts'
import { didYouMean } from '../../util/lookup.ts'
import { wordSet } from '../../util/text/word-set.ts'

export interface GlossaryEntry {
  /** The terms of the source to which the entry applies; none: it applies to every text. */
  readonly source: readonly string[]
  /** One of these must be in the text. */
  readonly required: readonly string[]
  /** Further forms of the required terms. */
  readonly forms: readonly string[]
  /** What replaces a forbidden term; default: the first required term. */
  readonly preferred?: string | undefined
  readonly forbidden: readonly string[]
  readonly caseSensitive: boolean
}

export interface GlossaryLanguages {
  readonly sourceLanguage?: string | undefined
  readonly targetLanguage?: string | undefined
}

const COLUMNS = ['source', 'required', 'forms', 'preferred', 'forbidden', 'caseSensitive'] as const
type Column = (typeof COLUMNS)[number]

/** Other names of the columns, without spaces, hyphens, underscores and case. */
const ALIASES: Readonly<Record<string, Column | undefined>> = {
  ...Object.fromEntries(COLUMNS.map((column) => [column.toLowerCase(), column])),
  sourceterm: 'source',
  target: 'required',
  targetterm: 'required',
  term: 'required',
  approved: 'required',
  inflections: 'forms',
  stems: 'forms',
  use: 'preferred',
  avoid: 'forbidden',
  case: 'caseSensitive',
}

/** Columns that are notes for people. */
const IGNORED = wordSet(
  'partofspeech pos note notes comment comments definition description context domain example status id',
)

/** `where` names the entry in errors. */
export function readEntry(
  row: Readonly<Record<string, unknown>>,
  { sourceLanguage, targetLanguage }: GlossaryLanguages,
  where: string,
): GlossaryEntry {
  const values = new Map<Column, unknown>()
  for (const [name, value] of Object.entries(row)) {
    const plainName = name.toLowerCase().replace(/[\s_-]/g, '')
    const isLanguage = (language: string | undefined) => name.toLowerCase() === language?.toLowerCase()
    const column = isLanguage(sourceLanguage)
      ? 'source'
      : isLanguage(targetLanguage)
        ? 'required'
        : ALIASES[plainName]
    if (column !== undefined) values.set(column, value)
    else if (!IGNORED.has(plainName) && value !== '') {
      throw glossaryError(`has no column "${name}" (${where})`, didYouMean(name, COLUMNS))
    }
  }
  const terms = (column: Column) => termsOf(values.get(column))
  const [preferred] = terms('preferred')
  const entry = {
    source: terms('source'),
    required: terms('required'),
    forms: terms('forms'),
    forbidden: terms('forbidden'),
    preferred,
    caseSensitive: /^(?:true|yes|1|x|sensitive)$/i.test(textOf(values.get('caseSensitive') ?? '')),
  }
  const isEmpty = entry.required.length === 0 && entry.forbidden.length === 0 && preferred === undefined
  if (isEmpty) throw glossaryError(`requires and forbids nothing in ${where}`)
  return entry
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** Several terms in one cell are separated by `|`. */
const termsOf = (value: unknown): string[] =>
  [value ?? []]
    .flat()
    .flatMap((each) => textOf(each).split('|'))
    .map((term) => term.trim())
    .filter((term) => term.replaceAll('*', '').trim() !== '')

export const glossaryError = (
  fault: string,
  hint = 'columns: source, required, forms, preferred, forbidden, caseSensitive',
) => new ConfigError(`the glossary ${fault}`, hint)
