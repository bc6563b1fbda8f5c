/** What the SQL databases share: rows as entries, and filters as conditions. */
import { messageOf } from '../core/failure.ts'
import {
  isReadable,
  type Store,
  type StoreDamage,
  type StoredThought,
  type ThoughtFilter,
  type ThoughtHead,
  type ThoughtPage,
} from '../core/backends/store.ts'
import { serializeHead } from './chain.ts'
import { CHANGED } from './store-errors.ts'
import { isThoughtHead } from './entry-shape.ts'
import { wordsIn } from './words.ts'

export interface ThoughtRow {
  readonly writer: string
  readonly sequence: number
  readonly head: string
  readonly previous_hash: string
  readonly content_hash: string
  readonly hash: string
  readonly content: string | null
}

export const ROW_COLUMNS = 'writer, sequence, head, previous_hash, content_hash, hash, content'

export const rowOf = ({ head, previousHash, contentHash, ...rest }: StoredThought): ThoughtRow => ({
  ...rest,
  head: serializeHead(head),
  previous_hash: previousHash,
  content_hash: contentHash,
})

/** Damage if the head is not as `rowOf` wrote it. */
export function entryOf(row: ThoughtRow): StoredThought | StoreDamage {
  const { writer, sequence, previous_hash: previousHash, content_hash: contentHash, hash, content } = row
  const head = parseHead(row.head)
  return head
    ? { writer, sequence, head, previousHash, contentHash, hash, content }
    : { place: `entry ${sequence} of writer ${writer}`, fault: CHANGED }
}

/** Whether the head is as `rowOf` wrote it. */
export const isHeadIntact = (text: string): boolean => parseHead(text) !== undefined

function parseHead(text: string): ThoughtHead | undefined {
  try {
    const head: unknown = JSON.parse(text)
    return isThoughtHead(head) && serializeHead(head) === text ? head : undefined
  } catch {
    return undefined
  }
}

export interface Condition {
  readonly sql: string
  readonly values: readonly unknown[]
}

/** SQL expressions that differ between databases. */
export interface SqlDialect {
  /**
   * The value of an expression that reads the head, or `otherwise` for a row whose head is no JSON, so that no query
   * fails.
   */
  readonly ofHead: (expression: string, otherwise: string) => string
  /** True if the JSON array `head.failedValidators` contains the value. */
  readonly failedValidator: string
  /** True if the thought contains the words of the parameter, which `wordsValue` makes from a text. */
  readonly words: string
  readonly wordsValue: (text: string) => unknown
}

/** The values take the place of the question marks, in order. */
export function conditionOf(
  filter: ThoughtFilter,
  { ofHead, failedValidator, words, wordsValue }: SqlDialect,
): Condition {
  const { text } = filter
  const parts: readonly (readonly [string, unknown])[] = [
    ['run = ?', filter.run],
    [ofHead("head ->> 'label' = ?", 'TRUE'), filter.label],
    [ofHead('outcome = ?', 'TRUE'), filter.outcome],
    [ofHead('model = ?', 'TRUE'), filter.model],
    [ofHead(failedValidator, 'TRUE'), filter.failedValidator],
    ['started_at >= ?', filter.since],
    ['started_at < ?', filter.before],
    [words, text === undefined ? undefined : wordsValue(text)],
  ]
  const given = parts.filter(([, value]) => value !== undefined)
  const hasWords = text === undefined || wordsIn(text).length > 0
  return {
    sql: [
      hasWords ? 'TRUE' : 'FALSE',
      ...given.map(([sql]) => sql),
      ...(filter.lacksContent ? ['content IS NULL'] : []),
    ].join(' AND '),
    values: given.map(([, value]) => value),
  }
}

type Position = readonly [startedAt: string, writer: string, sequence: number]

/**
 * A page begins after the entry at `position`, and after so many entries that cannot be read, whose position is
 * unknown.
 */
interface PageStart {
  readonly position?: Position | undefined
  readonly unreadable: number
}

const NEWEST_FIRST = 'started_at DESC, writer DESC, sequence DESC'

const startOf = (cursor: string | undefined): PageStart =>
  cursor === undefined ? { unreadable: 0 } : (JSON.parse(cursor) as PageStart)

/** Selects the newest thoughts whose id begins with `prefix`. */
export const conditionOfId = (prefix: string, limit: number, { ofHead }: SqlDialect): Condition => ({
  sql: `id >= ? AND id < ? ORDER BY ${ofHead('started_at', 'NULL')} DESC, writer DESC, sequence DESC LIMIT ?`,
  values: [prefix, `${prefix}\u{10ffff}`, limit],
})

/** Selects the rows for `toPage`. */
export function conditionOfPage(
  filter: ThoughtFilter,
  { limit, cursor }: Parameters<Store['list']>[1],
  dialect: SqlDialect,
): Condition {
  const { sql, values } = conditionOf(filter, dialect)
  const { position, unreadable } = startOf(cursor)
  const after = position === undefined ? '' : 'AND (started_at, writer, sequence) < (?, ?, ?)'
  return {
    sql: `${sql} ${after} ORDER BY ${NEWEST_FIRST} LIMIT ? OFFSET ?`,
    values: [...values, ...(position ?? []), limit + 1, unreadable],
  }
}

/** Makes a page from up to `limit + 1` entries: the last one only shows that another page follows. */
export function toPage(
  entries: readonly (StoredThought | StoreDamage)[],
  { limit, cursor }: Parameters<Store['list']>[1],
): ThoughtPage {
  const shown = entries.slice(0, limit)
  return {
    thoughts: shown.filter(isReadable),
    damages: shown.flatMap((each) => (isReadable(each) ? [] : [each])),
    cursor: entries.length > limit ? JSON.stringify(startAfter(shown, startOf(cursor))) : undefined,
  }
}

function startAfter(
  shown: readonly (StoredThought | StoreDamage)[],
  { position, unreadable }: PageStart,
): PageStart {
  const last = shown.findLast(isReadable)
  if (!last) return { position, unreadable: unreadable + shown.length }
  const { head, writer, sequence } = last
  return {
    position: [head.startedAt, writer, sequence],
    unreadable: shown.length - 1 - shown.lastIndexOf(last),
  }
}

/** The entries of all rows; rows that cannot be read, and the end of the reading by an error, are damage. */
export async function* readEntries(
  rows: Iterable<ThoughtRow> | AsyncIterable<ThoughtRow>,
  place: string,
): AsyncGenerator<StoredThought | StoreDamage> {
  try {
    for await (const row of rows) yield entryOf(row)
  } catch (error) {
    yield { place, fault: messageOf(error) }
  }
}
