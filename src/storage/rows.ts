/** What the SQL databases share: rows as entries, and filters as conditions. */
import { messageOf } from '../core/failure.ts'
import type {
  Store,
  StoreDamage,
  StoredThought,
  ThoughtFilter,
  ThoughtHead,
  ThoughtPage,
} from '../core/backends/store.ts'
import { serializeHead } from './chain.ts'
import { damagedEntry } from './store-errors.ts'
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

/** Throws a `verification` error if the head is not as `rowOf` wrote it. */
export function entryOf({ head: text, previous_hash, content_hash, ...rest }: ThoughtRow): StoredThought {
  const head = parseHead(text)
  if (!head) throw damagedEntry(`entry ${rest.sequence} of writer ${rest.writer}`, FIGURES_CHANGED)
  const { writer, sequence, hash, content } = rest
  return { writer, sequence, head, previousHash: previous_hash, contentHash: content_hash, hash, content }
}

const FIGURES_CHANGED = 'its figures were changed'

function parseHead(text: string): ThoughtHead | undefined {
  try {
    const head = JSON.parse(text) as ThoughtHead
    return serializeHead(head) === text ? head : undefined
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
  /** True if the JSON array `head.failedValidators` contains the value. */
  readonly failedValidator: string
  /** True if the thought contains the words of the parameter, which `wordsValue` makes from a text. */
  readonly words: string
  readonly wordsValue: (text: string) => unknown
}

/** The values take the place of the question marks, in order. */
export function conditionOf(
  filter: ThoughtFilter,
  { failedValidator, words, wordsValue }: SqlDialect,
): Condition {
  const { text } = filter
  const parts: readonly (readonly [string, unknown])[] = [
    ['run = ?', filter.run],
    ["head ->> 'label' = ?", filter.label],
    ['outcome = ?', filter.outcome],
    ['model = ?', filter.model],
    [failedValidator, filter.failedValidator],
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

const NEWEST_FIRST = 'started_at DESC, writer DESC, sequence DESC'

/** Cursors are the position of the last entry of a page. */
const cursorOf = ({ head, writer, sequence }: StoredThought): string =>
  JSON.stringify([head.startedAt, writer, sequence] satisfies Position)

/** Selects the newest thoughts whose id begins with `prefix`. */
export const conditionOfId = (prefix: string, limit: number): Condition => ({
  sql: `id >= ? AND id < ? ORDER BY ${NEWEST_FIRST} LIMIT ?`,
  values: [prefix, `${prefix}\u{10ffff}`, limit],
})

/** Selects the rows for `toPage`. */
export function conditionOfPage(
  filter: ThoughtFilter,
  { limit, cursor }: Parameters<Store['list']>[1],
  dialect: SqlDialect,
): Condition {
  const { sql, values } = conditionOf(filter, dialect)
  const after = cursor === undefined ? '' : 'AND (started_at, writer, sequence) < (?, ?, ?)'
  const position = cursor === undefined ? [] : (JSON.parse(cursor) as Position)
  return {
    sql: `${sql} ${after} ORDER BY ${NEWEST_FIRST} LIMIT ?`,
    values: [...values, ...position, limit + 1],
  }
}

/** Makes a page from up to `limit + 1` entries: the last one only shows that another page follows. */
export function toPage(entries: readonly StoredThought[], limit: number): ThoughtPage {
  const thoughts = entries.slice(0, limit)
  const last = thoughts.at(-1)
  return { thoughts, cursor: last && entries.length > limit ? cursorOf(last) : undefined }
}

/** The entries of all rows; rows that cannot be read, and the end of the reading by an error, are damage. */
export async function* readEntries(
  rows: Iterable<ThoughtRow> | AsyncIterable<ThoughtRow>,
  place: string,
): AsyncGenerator<StoredThought | StoreDamage> {
  try {
    for await (const row of rows) {
      const head = parseHead(row.head)
      if (head) yield entryOf(row)
      else yield { place: `entry ${row.sequence} of writer ${row.writer}`, fault: FIGURES_CHANGED }
    }
  } catch (error) {
    yield { place, fault: messageOf(error) }
  }
}
