/** Selects, sorts and pages entries for stores that have no query language. */
import {
  isReadable,
  thoughtIfIntact,
  type StoreDamage,
  type StoredThought,
  type ThoughtFilter,
  type ThoughtHead,
  type ThoughtPage,
} from '../core/backends/store.ts'
import { searchedText, wordsIn } from './words.ts'

type HeadFilter = Omit<ThoughtFilter, 'text' | 'lacksContent'>

const matchesHead = (head: ThoughtHead, filter: HeadFilter): boolean =>
  (filter.run === undefined || head.run === filter.run) &&
  (filter.label === undefined || head.label === filter.label) &&
  (filter.outcome === undefined || head.outcome === filter.outcome) &&
  (filter.model === undefined || head.model === filter.model) &&
  (filter.failedValidator === undefined || head.failedValidators.includes(filter.failedValidator)) &&
  (filter.since === undefined || head.startedAt >= filter.since) &&
  (filter.before === undefined || head.startedAt < filter.before)

export function matches(entry: StoredThought, { text, lacksContent, ...filter }: ThoughtFilter): boolean {
  if (!matchesHead(entry.head, filter)) return false
  if (lacksContent && entry.content !== null) return false
  if (text === undefined) return true
  const thought = thoughtIfIntact(entry)
  const wanted = wordsIn(text)
  if (!thought || wanted.length === 0) return false
  const words = new Set(wordsIn(searchedText(thought)))
  return wanted.every((word) => words.has(word))
}

type KeyedEntry = readonly [key: string, entry: StoredThought | StoreDamage]

/** The first entries that were found, each with its key, which is the cursor of a page that ends with it. */
export async function takePage(
  found: Iterable<KeyedEntry> | AsyncIterable<KeyedEntry>,
  limit: number,
): Promise<ThoughtPage> {
  const thoughts: StoredThought[] = []
  const damages: StoreDamage[] = []
  let cursor: string | undefined
  for await (const [key, entry] of found) {
    if (thoughts.length + damages.length === limit) return { thoughts, damages, cursor }
    if (isReadable(entry)) thoughts.push(entry)
    else damages.push(entry)
    cursor = key
  }
  return { thoughts, damages }
}

/** Sorts entries as text, oldest first; two entries never have the same key. */
export const sortKey = ({ writer, sequence, head }: StoredThought): string =>
  `${head.startedAt} ${writer} ${String(sequence).padStart(10, '0')}`
