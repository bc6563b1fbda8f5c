/** The hash chain of a writer: makes entries from thoughts, and finds entries that are changed or missing. */
import {
  CONTENT_CHANGED,
  isDamaged,
  type StoreDamage,
  type StoredThought,
  type ThoughtHead,
} from '../core/backends/store.ts'
import type { Thought, Timed } from '../core/types.ts'
import { sha256 } from '../util/hash.ts'

type Place = Pick<StoredThought, 'writer' | 'sequence' | 'previousHash'>

/** The head is hashed as JSON, so its fields must be in the same order each time; see `serializeHead`. */
const chainHash = ({ writer, sequence, previousHash }: Place, head: string, contentHash: string): string =>
  sha256(JSON.stringify([writer, sequence, previousHash, head, contentHash]))

export interface EntryOptions extends Place {
  readonly run: string
  /** The requested writing model. */
  readonly model: string
  /** False to store only hashes and figures. */
  readonly withContent: boolean
}

export function toEntry(
  thought: Timed<Thought>,
  { run, model, withContent, ...place }: EntryOptions,
): StoredThought {
  const content = JSON.stringify(thought)
  const contentHash = sha256(content)
  const head = headOf(thought, run, model)
  const hash = chainHash(place, serializeHead(head), contentHash)
  return { ...place, head, contentHash, hash, content: withContent ? content : null }
}

function headOf(thought: Timed<Thought>, run: string, model: string): ThoughtHead {
  const { id, prompt, startedAt, durationMs, outcome, stopReason, error, iterations, bestIteration, usage } =
    thought
  const failed = iterations.flatMap(({ validations }) =>
    validations.filter(({ passed }) => !passed).map(({ validator }) => validator),
  )
  return {
    id,
    run,
    ...(prompt.parent === undefined ? {} : { parent: prompt.parent }),
    ...(prompt.label === undefined ? {} : { label: prompt.label }),
    startedAt,
    durationMs,
    model,
    outcome,
    stopReason,
    ...(error ? { errorCode: error.code } : {}),
    iterations: iterations.length,
    bestIteration,
    failedValidators: [...new Set(failed)],
    usage,
  }
}

/** The hash covers this text. Parsing and serializing it again, as databases and files do, must not change it. */
export const serializeHead = (head: ThoughtHead): string => JSON.stringify(head)

/** What is wrong with the entry itself; undefined if it is as its writer appended it. */
function findFault(entry: StoredThought): string | undefined {
  if (isDamaged(entry)) return CONTENT_CHANGED
  const expected = chainHash(entry, serializeHead(entry.head), entry.contentHash)
  return entry.hash === expected ? undefined : 'its figures, its place or a hash was changed'
}

type Link = Pick<StoredThought, 'sequence' | 'previousHash' | 'hash'> & { readonly id: string }

/** Checks entries that arrive in any order. It keeps only hashes, so memory stays small. */
export class ChainCheck {
  readonly #chains = new Map<string, Link[]>()
  entries = 0
  /** Entries whose content was deleted or never stored. */
  withoutContent = 0

  get writers(): number {
    return this.#chains.size
  }

  /** Returns the damage of this entry alone. */
  add(entry: StoredThought): StoreDamage | undefined {
    const { writer, sequence, previousHash, hash, head, content } = entry
    this.entries++
    if (content === null) this.withoutContent++
    const links = this.#chains.get(writer) ?? []
    this.#chains.set(writer, links)
    links.push({ sequence, previousHash, hash, id: head.id })
    const fault = findFault(entry)
    return fault === undefined ? undefined : { place: `thought ${head.id}`, fault }
  }

  /** Counts the entries that were added to the other check, but not to this one. */
  countMissing(other: ChainCheck): number {
    let count = 0
    for (const [writer, links] of other.#chains) {
      const hashes = new Set(this.#chains.get(writer)?.map(({ hash }) => hash))
      count += links.filter(({ hash }) => !hashes.has(hash)).length
    }
    return count
  }

  /** Finds gaps and broken links, once all entries were added. */
  *finish(): Generator<StoreDamage> {
    for (const [writer, links] of this.#chains) {
      links.sort((one, other) => one.sequence - other.sequence)
      let previous: Link | undefined
      for (const link of links) {
        yield* compare(writer, previous, link)
        previous = link
      }
    }
  }
}

function* compare(writer: string, previous: Link | undefined, link: Link): Generator<StoreDamage> {
  const last = previous?.sequence ?? 0
  const missing = link.sequence - last - 1
  if (missing > 0) {
    const range = missing === 1 ? `entry ${last + 1}` : `entries ${last + 1} to ${link.sequence - 1}`
    yield {
      place: `writer ${writer}`,
      fault: `${range} before thought ${link.id} ${missing === 1 ? 'is' : 'are'} missing`,
    }
  } else if (missing < 0) {
    yield { place: `thought ${link.id}`, fault: `entry ${link.sequence} of writer ${writer} occurs twice` }
  } else if (link.previousHash !== (previous?.hash ?? '')) {
    const before =
      previous === undefined ? 'it is not the first entry' : `it does not follow thought ${previous.id}`
    yield { place: `thought ${link.id}`, fault: `${before} of writer ${writer}` }
  }
}
