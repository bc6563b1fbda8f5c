/**
 * Stores the calls of prompts in flight. Each answer is written to disk before it is used, so that a resumed run does
 * not pay for it again; each attempt before it is sent, so that a resumed run knows what it may have cost. When the
 * result of a prompt is stored, the prompt's calls are dropped, so the file stays small.
 */
import { appendFileSync } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import type { AnswerJournal } from '../../core/ports.ts'
import type { Usage, Waste } from '../../core/types.ts'
import { totalUsage, totalWaste } from '../../core/usage.ts'
import { DefaultMap } from '../../util/default-map.ts'
import { throwWriteError } from '../results/file-errors.ts'
import { replaceFile } from '../results/rewrite.ts'
import { openToAppend, OWNER_ONLY_MODE, readSideFile } from '../results/side-files.ts'
import { formatJournalLine, parseJournalLine, shortKey, type JournalEntry } from './journal-entries.ts'
import { EarlierCalls, PromptCalls } from './prompt-calls.ts'

export interface CallJournal extends AnswerJournal {
  /** What an earlier run spent on prompts whose results are not stored yet. */
  readonly spent: Usage
  /** What an earlier run spent on this prompt without any use for its result. */
  unused(prompt: string): Waste
  /** Drops the calls of this prompt; call it once the prompt's result is stored. */
  forget(prompt: string): void
  /** Drops all calls; call it once every prompt has a result. */
  clear(): void
  /** Deletes the file if no call is left in it. */
  close(): Promise<void>
}

export interface JournalOptions {
  /** If true, keeps the calls of an earlier run that belong to no stored result; otherwise drops all. */
  readonly resume: boolean
  /** Identifies the stored result of a prompt; undefined if there is none. */
  readonly markOf?: ((prompt: string) => number | undefined) | undefined
}

/** When the file exceeds this size, it is rewritten without the dropped calls. */
const COMPACT_BYTES = 8 * 1024 * 1024

/** Throws an `output` error if the file cannot be written. */
export async function openCallJournal(
  path: string,
  { resume, markOf = () => undefined }: JournalOptions,
): Promise<CallJournal> {
  const live = new DefaultMap<string, PromptCalls>(() => new PromptCalls())
  for (const entry of resume ? await read(path) : []) {
    if (entry.after === markOf(entry.prompt)) live.get(entry.prompt).add(entry)
  }
  for (const [, calls] of live) calls.endAll()
  const earlier = new Map([...live].map(([prompt, calls]) => [prompt, new EarlierCalls([calls])]))
  const spent = totalUsage([...live].map(([, calls]) => calls.spent()))
  let attempts = Math.max(0, ...[...live].flatMap(([, calls]) => [...calls.attempts.keys()]))
  let buffered = ''
  const restart = async () => {
    const text = [...live].flatMap(([, calls]) => calls.entries().map(formatJournalLine)).join('')
    buffered = ''
    await replaceFile(path, (write) => write(text), { partial: `${path}.partial`, mode: OWNER_ONLY_MODE })
    return { file: await openToAppend(path), bytes: Buffer.byteLength(text) }
  }
  let { file, bytes } = await restart()
  let compactBytes = COMPACT_BYTES
  /** After a write error this promise stays rejected, and nothing more is written. */
  let writing = Promise.resolve()
  const flush = async (): Promise<void> => {
    const text = buffered
    buffered = ''
    // No fsync is needed: the operating system keeps written data when the process is killed. Copying the text to it
    // takes less time than to wait for another thread that does so.
    try {
      appendFileSync(file.fd, text)
    } catch (error) {
      throwWriteError(path)(error)
    }
    bytes += Buffer.byteLength(text)
    if (bytes < compactBytes) return
    await file.close()
    ;({ file, bytes } = await restart().catch(throwWriteError(path)))
    compactBytes = Math.max(COMPACT_BYTES, 2 * bytes)
  }
  const write = (entry: JournalEntry): Promise<void> => {
    live.get(entry.prompt).add(entry)
    // Entries of one turn of the event loop are written together.
    if (buffered === '') writing = writing.then(() => setImmediate()).then(flush)
    buffered += formatJournalLine(entry)
    return writing
  }
  return {
    spent,
    recall: (prompt, key) => earlier.get(prompt)?.use(shortKey(key)),
    unused: (prompt) => earlier.get(prompt)?.unused() ?? totalWaste([]),
    append: (prompt, key, answer) => write({ prompt, key: shortKey(key), after: markOf(prompt), answer }),
    async startAttempt(prompt, key, expected) {
      const entry = { prompt, key: shortKey(key), after: markOf(prompt), attempt: ++attempts }
      await write({ ...entry, cost: expected, hasEnded: false })
      return (wasted, unusable) => {
        const cost = wasted ?? unusable
        // If this cannot be written, the next `append` or `startAttempt` rejects.
        if (cost) write({ ...entry, cost, hasEnded: wasted !== undefined }).catch(() => undefined)
      }
    },
    forget(prompt) {
      live.delete(prompt)
      earlier.delete(prompt)
    },
    clear: () => live.clear(),
    async close() {
      await writing.catch(() => undefined)
      await file.close()
      const isEmpty = [...live].every(([, calls]) => calls.entries().length === 0)
      if (isEmpty) await unlink(path).catch(() => undefined)
    },
  }
}

async function read(path: string): Promise<readonly JournalEntry[]> {
  const text = (await readSideFile(path)) ?? ''
  return text.split('\n').flatMap((line) => parseJournalLine(line) ?? [])
}
