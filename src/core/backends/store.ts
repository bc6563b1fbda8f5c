/** The store: it keeps thoughts for the record. The folder `storage` contains its implementations. */
import type * as z from 'zod'
import type { Definition } from '../definitions.ts'
import type { ErrorCode } from '../error-codes.ts'
import { SifakaError } from '../errors.ts'
import type { Outcome, StopReason, Thought, Timed, Usage } from '../types.ts'
import { sha256 } from '../../util/hash.ts'

/** What a store keeps of every thought: names, hashes and figures, but no text of the user or of a model. */
export interface ThoughtHead {
  readonly id: string
  /** The id of the run that produced the thought. */
  readonly run: string
  /** The id of the thought on which this one builds. */
  readonly parent?: string | undefined
  readonly label?: string | undefined
  readonly startedAt: string
  readonly durationMs: number
  /** The requested writing model, as `provider:model`. */
  readonly model: string
  readonly outcome: Outcome
  readonly stopReason: StopReason
  readonly errorCode?: ErrorCode | undefined
  readonly iterations: number
  readonly bestIteration: number | null
  /** The names of the validators that failed at least one draft. */
  readonly failedValidators: readonly string[]
  readonly usage: Usage
}

/**
 * A thought as stored. The entries of one writer form a chain: each `hash` covers the entry's place, its head, the hash
 * of its content, and the hash of the entry before it, so that a changed or missing entry is found.
 */
export interface StoredThought {
  /** The process that appended the entry; random. */
  readonly writer: string
  /** The place in the writer's chain, counted from 1. */
  readonly sequence: number
  readonly head: ThoughtHead
  /** The `hash` of the writer's previous entry; empty for the first entry. */
  readonly previousHash: string
  /** The SHA-256 of the content, which stays when the content is deleted. */
  readonly contentHash: string
  readonly hash: string
  /** The thought as JSON, exactly as it was hashed; null if only hashes and figures are kept. */
  readonly content: string | null
}

/** Selects thoughts that match all given conditions. */
export interface ThoughtFilter {
  readonly run?: string | undefined
  readonly label?: string | undefined
  readonly outcome?: Outcome | undefined
  readonly model?: string | undefined
  /** A validator that failed at least one draft. */
  readonly failedValidator?: string | undefined
  /** Thoughts that started at this time or later, in ISO 8601. */
  readonly since?: string | undefined
  /** Thoughts that started before this time, in ISO 8601. */
  readonly before?: string | undefined
  /** True: only thoughts whose content is not stored. */
  readonly lacksContent?: true | undefined
  /** Every word of this text occurs in the prompt or in a draft. */
  readonly text?: string | undefined
}

export interface ThoughtPage {
  readonly thoughts: readonly StoredThought[]
  /** The entries in this part of the list that cannot be read, so that it is unknown whether the filter selects them. */
  readonly damages: readonly StoreDamage[]
  /** Pass it to `list` to get the next page; undefined after the last page. */
  readonly cursor?: string | undefined
}

/** A part of the store that cannot be read, or was changed. */
export interface StoreDamage {
  /** A file, a row or a thought. */
  readonly place: string
  readonly fault: string
}

/**
 * Keeps thoughts for the record: an acknowledged append survives a crash. All methods reject with a `store` error if
 * the store cannot be reached or written, and with a `verification` error if what they need cannot be read.
 */
export interface Store {
  /**
   * Stores all entries or none, and resolves once they cannot be lost when the process or the machine stops. An entry
   * that is already stored is not stored again.
   */
  append(entries: readonly StoredThought[]): Promise<void>
  /** The thoughts whose id begins with `id`, newest first; at most `limit`. Rejects if one of them cannot be read. */
  get(id: string, limit: number): Promise<readonly StoredThought[]>
  /**
   * Newest first; `limit` is for thoughts and damages together. Thoughts that are appended while a caller pages through
   * the list do not disturb it.
   */
  list(
    filter: ThoughtFilter,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<ThoughtPage>
  /**
   * Deletes the contents of the matching thoughts; heads and hashes stay. Returns the number of contents. Entries that
   * cannot be read may stay as they are.
   */
  deleteContents(filter: ThoughtFilter): Promise<number>
  /** Deletes the entries of this time that cannot be read, which leaves gaps in their chains. Returns their number. */
  deleteDamaged(time: Pick<ThoughtFilter, 'since' | 'before'>): Promise<number>
  /** Every entry in any order, and every damage to the storage itself. */
  audit(): AsyncIterable<StoredThought | StoreDamage>
  close(): Promise<void>
}

export interface StoreNeeds {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly warn: (line: string) => void
  /** When it aborts, the store waits no longer for a server that is down. */
  readonly signal: AbortSignal
  /** True for a layer of a layered store. It does not wait for a server that is down, since the other layers answer. */
  readonly isLayer?: boolean | undefined
}

/** `create` opens the store. It rejects with a `store` error if the store cannot be opened. */
export interface StoreDefinition<Options extends z.ZodObject = z.ZodObject> extends Definition<
  Store,
  StoreNeeds,
  Options
> {
  /** Names the storage, without a password: equal for the same storage, whatever the password is. */
  identityOf(options: z.output<Options>, needs: Pick<StoreNeeds, 'env'>): string
}

export const isReadable = (entry: StoredThought | StoreDamage): entry is StoredThought => !('fault' in entry)

type Content = Pick<StoredThought, 'head' | 'content' | 'contentHash'>

/** What is wrong with an entry whose content does not have the hash that was stored with it. */
export const CONTENT_CHANGED = 'its content was changed'

/** Whether the content does not match its hash; it may not even be JSON. */
export const isDamaged = ({ content, contentHash }: Content): boolean =>
  content !== null && sha256(content) !== contentHash

/** The thought of an entry; undefined if its content is not stored. Throws a `verification` error if it was changed. */
export function thoughtOf(entry: Content): Timed<Thought> | undefined {
  if (!isDamaged(entry)) return thoughtIfIntact(entry)
  throw new SifakaError('verification', `thought ${entry.head.id} is damaged: ${CONTENT_CHANGED}`, {
    hint: 'sifaka thoughts verify lists everything that is damaged',
  })
}

/** The thought of an entry; undefined if its content is not stored, or was changed. */
export const thoughtIfIntact = (entry: Content): Timed<Thought> | undefined =>
  entry.content === null || isDamaged(entry) ? undefined : (JSON.parse(entry.content) as Timed<Thought>)
