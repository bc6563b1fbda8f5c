/**
 * The finished calls of the prompts in flight, on disk. Each is written before its answer is used, so that a run
 * that was killed pays for nothing twice; a prompt that has its result needs none of them, so the file stays small.
 */
import { open, readFile, unlink, type FileHandle } from 'node:fs/promises'
import type { Journal } from '../../core/ports.ts'
import type { Answer, Usage } from '../../core/types.ts'
import { noUsage, totalUsage } from '../../core/usage.ts'
import { writeAt, writeError } from '../results/append.ts'
import { replaceFile } from '../results/rewrite.ts'

export interface CallLog extends Journal {
  /** What the calls cost that an earlier run left without a result. */
  readonly spent: Usage
  /** The prompt has its result. */
  forget(prompt: string): void
  /** Goes if nothing is left in it, else stays for the next run. */
  close(): Promise<void>
}

/** Beyond this, what nobody needs any more is dropped. */
const LARGE_BYTES = 8 * 1024 * 1024

interface Line {
  readonly prompt: string
  readonly key: string
  readonly answer: Answer
}

type Calls = Map<string, Map<string, Line>>

/** `resume`: what an earlier run left there is recalled; else it is dropped. Throws an `output` error. */
export async function openCallLog(path: string, { resume }: { resume: boolean }): Promise<CallLog> {
  const known: Calls = resume ? await read(path) : new Map()
  const live: Calls = new Map(known)
  const textOf = () => [...live.values()].flatMap((calls) => [...calls.values()].map(toText)).join('')
  const restart = async (): Promise<{ file: FileHandle; bytes: number }> => {
    const text = textOf()
    await replaceFile(path, (write) => write(text))
    return { file: await open(path, 'r+'), bytes: Buffer.byteLength(text) }
  }
  let { file, bytes } = await restart()
  let largeBytes = LARGE_BYTES
  let waiting = ''
  let busy: Promise<void> | undefined

  /** What comes while one write is under way is written together. */
  const append = async (): Promise<void> => {
    const piece = Buffer.from(waiting)
    waiting = ''
    // No sync: what was handed to the system outlives the process.
    const { error } = await writeAt(file, piece, bytes)
    if (error !== undefined) throw writeError(error, path)
    bytes += piece.length
    if (bytes < largeBytes) return
    await file.close()
    ;({ file, bytes } = await restart())
    largeBytes = Math.max(LARGE_BYTES, 2 * bytes)
  }
  /** Resolves once all that is waiting now is written; after an error nothing is any more. */
  const written = async (): Promise<void> => {
    const before = busy
    busy = (async () => {
      await before
      if (waiting !== '') await append()
    })()
    await busy
  }
  const answers = [...known.values()].flatMap((calls) => [...calls.values()].map(({ answer }) => answer))
  return {
    spent: totalUsage(answers.map(({ usage }) => usage)),
    recall: (prompt, key) => known.get(prompt)?.get(short(key))?.answer,
    async keep(prompt, key, answer) {
      const line = { prompt, key, answer }
      const calls = live.get(prompt) ?? new Map<string, Line>()
      live.set(prompt, calls.set(short(key), line))
      waiting += toText(line)
      await written()
    },
    forget(prompt) {
      live.delete(prompt)
      known.delete(prompt)
    },
    async close() {
      await busy?.catch(() => undefined)
      await file.close()
      if (live.size === 0) await unlink(path).catch(() => undefined)
    },
  }
}

/** A request among those of one prompt: of its hash a part is enough. */
const short = (key: string): string => key.slice(0, 20)

/** Every answer is written once more than its result: so only what differs from the usual. */
function toText({ prompt, key, answer: { text, usage, cached, finishReason, ...others } }: Line): string {
  const used = Object.fromEntries(Object.entries(usage).filter(([, number]) => number !== 0))
  const rest = {
    ...others,
    ...(cached ? { cached } : {}),
    ...(finishReason === 'stop' ? {} : { finishReason }),
    usage: used,
  }
  return `${JSON.stringify([prompt, short(key), text, rest])}\n`
}

/** Whatever is whole; a crash may have torn the last line. */
async function read(path: string): Promise<Calls> {
  const calls: Calls = new Map()
  const text = await readFile(path, 'utf8').catch(() => '')
  for (const each of text.split('\n')) {
    const line = parse(each)
    if (!line) continue
    const known = calls.get(line.prompt) ?? new Map<string, Line>()
    calls.set(line.prompt, known.set(line.key, line))
  }
  return calls
}

function parse(line: string): Line | undefined {
  try {
    const [prompt, key, text, rest] = JSON.parse(line) as [string, string, string, Partial<Answer>]
    const usage = { ...noUsage, ...rest.usage }
    return { prompt, key, answer: { model: '', finishReason: 'stop', cached: false, ...rest, text, usage } }
  } catch {
    return undefined
  }
}
