/** Stores each thought of an engine as soon as it ends. */
import { randomBytes } from 'node:crypto'
import type { Settings } from '../config/schema.ts'
import { systemClock } from '../core/clock.ts'
import { SifakaError } from '../core/errors.ts'
import { messageOf, withHint } from '../core/failure.ts'
import { thoughtIfIntact, type Store } from '../core/backends/store.ts'
import { staysPending } from '../core/error-codes.ts'
import type { Thought, Timed } from '../core/types.ts'
import { openStore } from '../storage/open-store.ts'
import { deleteOld, describeDamagedDeletion } from '../storage/retention.ts'
import { createThoughtWriter, type ThoughtWriter } from '../storage/thought-writer.ts'
import { toMs } from '../util/duration.ts'
import { digest } from '../util/hash.ts'
import type { EngineIo } from './io.ts'
import { journalNotes } from './journal-notes.ts'

export interface ThoughtLog {
  /**
   * Opens the store, unless the settings disable it. If the default store cannot be opened, warns and goes on without a
   * store; rejects with a `store` error if it is a store that the settings name.
   */
  open(): Promise<void>
  /**
   * Resolves once the thought is stored. If an earlier run was killed after it stored an equal thought, but before it
   * stored the result, the returned thought has the id of the stored one. If the store fails, the returned thought has
   * the error: the run then stops, and the prompt stays pending.
   */
  append(thought: Timed<Thought>, model: string): Promise<Timed<Thought>>
  /** Why the latest thought could not be stored; further ones cannot be, either. Undefined while the store works. */
  fault(): SifakaError | undefined
  /** The latest stored thoughts whose content is stored, the newest first. */
  latest(limit: number): Promise<readonly Thought[]>
  close(): Promise<void>
}

export function createThoughtLog(
  settings: Pick<Settings, 'store' | 'storeContent' | 'storeRetention'>,
  { env, warn, signal, runId, clock = systemClock, journal, storeRetryMs }: EngineIo,
): ThoughtLog {
  const applyRetention = async (store: Store) => {
    if (settings.storeRetention === undefined) return
    const oldest = clock.date().getTime() - toMs(settings.storeRetention)
    const { damaged = 0, fault } = await deleteOld(store, { before: new Date(oldest).toISOString() })
    if (damaged > 0) warn(`storeRetention: ${describeDamagedDeletion(damaged)}`)
    if (fault) warn(`storeRetention: ${fault.message}`)
  }
  let writer: ThoughtWriter | undefined
  const onFault = (error: unknown) => {
    if (storeRetryMs === undefined) return
    warn(
      error === undefined ? 'the store works again' : `${messageOf(error)}; refusing requests until it works`,
    )
  }
  const open = async () => {
    if (settings.store === false) return undefined
    try {
      const run = runId ?? `run-${randomBytes(6).toString('hex')}`
      const store = await openStore(settings.store, { env, warn, signal })
      await applyRetention(store)
      const options = { run, withContent: settings.storeContent, clock, retryMs: storeRetryMs, onFault }
      writer = createThoughtWriter(store, options)
      return { store, writer }
    } catch (error) {
      if (settings.store !== true || !(error instanceof SifakaError)) throw error
      warn(`thoughts are not stored: ${withHint(error)}`)
      return undefined
    }
  }
  const notes = journalNotes(journal, 'thought')
  /** The id of an equal thought that an earlier, interrupted run has stored. */
  const earlierId = async (
    store: Store,
    { prompt }: Thought,
    content: string,
  ): Promise<string | undefined> => {
    for (let note = notes.recall(prompt.id); note !== undefined; note = notes.recall(prompt.id)) {
      const [earlierContent, id = ''] = note.split(' ')
      if (earlierContent !== content) continue
      if ((await store.get(id, 1)).some(({ head }) => head.id === id)) return id
    }
    return undefined
  }
  let opening: ReturnType<typeof open> | undefined
  const opened = () => (opening ??= open())
  return {
    open: async () => void (await opened()),
    async append(thought, model) {
      const log = await opened()
      if (!log) return thought
      const { prompt, id } = thought
      try {
        const content = journal ? contentDigest(thought) : ''
        const earlier = await earlierId(log.store, thought, content)
        if (earlier !== undefined) return { ...thought, id: earlier }
        if (!staysPending(thought)) await notes.append(prompt.id, `${content} ${id}`)
        await log.writer.append(thought, model)
        return thought
      } catch (error) {
        if (!(error instanceof SifakaError)) throw error
        return { ...thought, error: { code: error.code, message: error.message } }
      }
    },
    fault() {
      const error = writer?.fault()
      return error instanceof SifakaError ? error : undefined
    },
    async latest(limit) {
      const page = await (await opened())?.store.list({}, { limit })
      return page?.thoughts.flatMap((entry) => thoughtIfIntact(entry) ?? []) ?? []
    },
    async close() {
      const log = await opening?.catch(() => undefined)
      await log?.writer.stop()
      await log?.store.close()
    },
  }
}

/** Equal for thoughts that come from equal answers to equal requests, under equal rules. */
const contentDigest = ({ prompt, outcome, iterations }: Thought): string =>
  digest(
    JSON.stringify([
      prompt.text,
      outcome,
      ...iterations.map(({ generation, validations, critiques }) => [
        generation?.text,
        validations.map(({ validator, passed, bound, message }) => [validator, passed, bound, message]),
        critiques.map(({ critic, model, feedback }) => [critic, model, feedback]),
      ]),
    ]),
  )
