/**
 * Stores the finished calls of prompts in flight. Each call is written to disk before its answer is used, so that a
 * resumed run does not pay for it again. When the result of a prompt is stored, the prompt's calls are dropped, so
 * the file stays small.
 */
import { unlink } from 'node:fs/promises'
import type { AnswerJournal } from '../../core/ports.ts'
import type { Answer, Usage } from '../../core/types.ts'
import { noUsage, totalUsage } from '../../core/usage.ts'
import { parseJson } from '../../util/json.ts'
import { throwWriteError } from '../results/file-errors.ts'
import { replaceFile } from '../results/rewrite.ts'
import { openToAppend, OWNER_ONLY, readSideFile } from '../results/side-files.ts'

export interface CallJournal extends AnswerJournal {
  /** Usage of the calls that an earlier run made for prompts without a result. */
  readonly spent: Usage
  /** Drops the calls of this prompt; call it once the prompt's result is stored. */
  forget(prompt: string): void
  /** Drops all calls; call it once every prompt has a result. */
  clear(): void
  /** Deletes the file if no call is left in it. */
  close(): Promise<void>
}

/** When the file exceeds this size, it is rewritten without the dropped calls. */
const COMPACT_BYTES = 8 * 1024 * 1024

interface Entry {
  readonly prompt: string
  readonly key: string
  readonly answer: Answer
}

/** The stored calls of each prompt, by prompt id. */
type Calls = Map<string, readonly Entry[]>

/** With `resume`, keeps the calls that an earlier run stored; otherwise drops them. Throws an `output` error. */
export async function openCallJournal(path: string, { resume }: { resume: boolean }): Promise<CallJournal> {
  const known: Calls = resume ? await read(path) : new Map()
  const live: Calls = new Map(known)
  let buffered = ''
  const restart = async () => {
    const text = [...live.values()].flat().map(toText).join('')
    buffered = ''
    await replaceFile(path, (write) => write(text), { partial: `${path}.partial`, mode: OWNER_ONLY })
    return { file: await openToAppend(path), bytes: Buffer.byteLength(text) }
  }
  let { file, bytes } = await restart()
  let compactBytes = COMPACT_BYTES
  /** After a write error this promise stays rejected, and nothing more is written. */
  let writing = Promise.resolve()
  const flush = async (): Promise<void> => {
    // Entries that arrive during a write are written together.
    const text = buffered
    buffered = ''
    if (text === '') return
    // No fsync is needed: the operating system keeps written data when the process is killed.
    await file.appendFile(text).catch(throwWriteError(path))
    bytes += Buffer.byteLength(text)
    if (bytes < compactBytes) return
    await file.close()
    ;({ file, bytes } = await restart())
    compactBytes = Math.max(COMPACT_BYTES, 2 * bytes)
  }
  return {
    spent: totalUsage([...known.values()].flat().map(({ answer }) => answer.usage)),
    recall: (prompt, key) => known.get(prompt)?.find((entry) => entry.key === shortKey(key))?.answer,
    async append(prompt, key, answer) {
      const entry = { prompt, key: shortKey(key), answer }
      addEntry(live, entry)
      buffered += toText(entry)
      await (writing = writing.then(flush))
    },
    forget(prompt) {
      live.delete(prompt)
      known.delete(prompt)
    },
    clear: () => live.clear(),
    async close() {
      await writing.catch(() => undefined)
      await file.close()
      if (live.size === 0) await unlink(path).catch(() => undefined)
    },
  }
}

const addEntry = (calls: Calls, entry: Entry): void =>
  void calls.set(entry.prompt, [...(calls.get(entry.prompt) ?? []), entry])

/** A part of the request's hash is enough to distinguish the requests of one prompt. */
const shortKey = (key: string): string => key.slice(0, 20)

/** Omits default values to keep the file small. */
function toText({ prompt, key, answer: { text, usage, cached, finishReason, ...others } }: Entry): string {
  const used = Object.fromEntries(Object.entries(usage).filter(([, number]) => number !== 0))
  const rest = {
    ...others,
    ...(cached ? { cached } : {}),
    ...(finishReason === 'stop' ? {} : { finishReason }),
    usage: used,
  }
  return `${JSON.stringify([prompt, key, text, rest])}\n`
}

/** Skips incomplete lines, which a crash can leave, and all that is not an entry. */
async function read(path: string): Promise<Calls> {
  const calls: Calls = new Map()
  const text = (await readSideFile(path)) ?? ''
  for (const line of text.split('\n')) {
    const entry = parse(line)
    if (entry) addEntry(calls, entry)
  }
  return calls
}

function parse(line: string): Entry | undefined {
  const parsed = parseJson(line)
  const fields = 'value' in parsed && Array.isArray(parsed.value) ? (parsed.value as unknown[]) : []
  const [prompt, key, text, rest] = fields
  if (typeof prompt !== 'string' || typeof key !== 'string' || typeof text !== 'string') return undefined
  const { usage, ...others } = Object(rest) as Partial<Answer>
  const used = { ...noUsage, ...usage }
  const isUsage = Object.values(used).every(
    (count) => count === null || (Number.isFinite(count) && count >= 0),
  )
  if (!isUsage) return undefined
  const answer = { model: '', finishReason: 'stop', cached: false, ...others, text, usage: used } as const
  return typeof answer.model === 'string' ? { prompt, key, answer } : undefined
}
