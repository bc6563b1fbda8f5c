import type { AcceptedTexts, AcceptedTextWatcher } from '../core/definitions.ts'
import { ConfigError } from '../core/errors.ts'
import type { Prompt, Thought } from '../core/types.ts'
import { Notifier } from '../util/notifier.ts'

type PromptKey = Pick<Prompt, 'id' | 'index'>

interface Entry extends PromptKey {
  hasEnded: boolean
  acceptedText: string | undefined
  /** Notified when the prompt becomes the first, and when it leaves. */
  readonly turn: Notifier
}

/** The prompts of a run in the order in which they start, and their accepted texts. */
export class PromptOrder implements AcceptedTexts {
  readonly #watchers: AcceptedTextWatcher[] = []
  /** The prompts in flight, and ended prompts that wait for an earlier one to end. */
  readonly #entries = new Map<string, Entry>()
  #hasStarted = false

  /** Whether a validator compares the texts of this run. */
  get isWatched(): boolean {
    return this.#watchers.length > 0
  }

  watch(watcher: AcceptedTextWatcher): void {
    if (this.#hasStarted) {
      throw new ConfigError(
        'the validator distinct compares the texts of all rows, so it cannot differ from row to row',
        'name it once, with --validator or in the settings, and without {{fields}} in its options',
      )
    }
    this.#watchers.push(watcher)
  }

  /** Adds a text that an earlier run has accepted. */
  addEarlier(prompt: PromptKey, text: string): void {
    for (const { onAccepted } of this.#watchers) onAccepted(prompt, text)
  }

  /** Removes a text that an earlier run has accepted, since its prompt is worked on again. */
  removeEarlier(prompt: Pick<Prompt, 'id'>, text: string): void {
    for (const { onRemoved } of this.#watchers) onRemoved(prompt, text)
  }

  /**
   * Runs the work on a prompt, and passes its accepted text to the watchers once all earlier prompts have ended. Must
   * be called in the order of the prompts. Calls for the same prompt may be nested; the outermost call counts.
   */
  async run<Result>(
    prompt: PromptKey,
    work: () => Promise<Result>,
    acceptedTextOf: (result: Result) => string | undefined,
  ): Promise<Result> {
    this.#hasStarted = true
    const key = keyOf(prompt)
    if (this.#watchers.length === 0 || this.#entries.has(key)) return work()
    const entry: Entry = { ...prompt, hasEnded: false, acceptedText: undefined, turn: new Notifier() }
    this.#entries.set(key, entry)
    try {
      const result = await work()
      entry.acceptedText = acceptedTextOf(result)
      return result
    } finally {
      entry.hasEnded = true
      this.#removeEnded()
    }
  }

  /** Wraps a function that works on a prompt in `run`. */
  wrap<Rest extends readonly unknown[], Result>(
    work: (prompt: Prompt, ...rest: Rest) => Promise<Result>,
    acceptedTextOf: (result: Result, ...rest: Rest) => string | undefined,
  ): (prompt: Prompt, ...rest: Rest) => Promise<Result> {
    return (prompt, ...rest) =>
      this.run(
        prompt,
        () => work(prompt, ...rest),
        (result) => acceptedTextOf(result, ...rest),
      )
  }

  async turnOf(prompt: Prompt, signal: AbortSignal): Promise<void> {
    const key = keyOf(prompt)
    const entry = this.#entries.get(key)
    while (entry && this.#entries.has(key) && this.#first !== entry) {
      signal.throwIfAborted()
      await entry.turn.wait(signal)
    }
    signal.throwIfAborted()
  }

  get #first(): Entry | undefined {
    return this.#entries.values().next().value
  }

  #removeEnded(): void {
    for (const [key, entry] of this.#entries) {
      if (!entry.hasEnded) break
      this.#entries.delete(key)
      entry.turn.notifyAll()
      if (entry.acceptedText !== undefined) this.addEarlier(entry, entry.acceptedText)
    }
    this.#first?.turn.notifyAll()
  }
}

/** The text that an ended prompt adds to the accepted texts; undefined if it was not accepted. */
export const acceptedText = ({
  outcome,
  text,
}: Pick<Thought, 'outcome'> & { readonly text: string | undefined }): string | undefined =>
  outcome === 'accepted' ? text : undefined

const keyOf = ({ id, index }: PromptKey): string => `${index}:${id}`
