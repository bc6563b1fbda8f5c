/** Which calls wait, for what and since when. */
import type { SifakaEvent, Wait } from '../../core/events.ts'

type Reason = Wait['reason']

interface Waiting {
  readonly provider: string
  readonly sinceMs: number
  /** When the next attempt is due. */
  readonly untilMs: number | undefined
  /** Work of the same name at the same place waits along. */
  calls: number
}

/** All calls that wait for the same. */
export interface Held {
  readonly reason: Reason
  readonly calls: number
  readonly providers: readonly string[]
  /** How long the first of them has waited. */
  readonly longestMs: number
  /** How long until one of them goes on, where that is known. */
  readonly nextMs: number | undefined
  /** What went wrong last. */
  readonly trouble: string | undefined
}

/** The most serious first. */
const REASONS: readonly Reason[] = ['circuit', 'retry', 'throttle', 'rate-limit', 'budget', 'slot']
/** Shorter waits are how calls take turns. */
const WORTH_TELLING_MS = 1000

type Event<Type extends SifakaEvent['type']> = Extract<SifakaEvent, { readonly type: Type }>

export class Waits {
  readonly #waiting = new Map<Reason, Map<string, Waiting>>(REASONS.map((reason) => [reason, new Map()]))
  /** The latest, whose wait begins at once. */
  #retry: Event<'call-retry'> | undefined
  /** Why calls to a provider were repeated last. */
  readonly #troubles = new Map<string, string>()

  retry(event: Event<'call-retry'>): void {
    this.#retry = event
    this.#troubles.set(providerOf(event.path.at(-1)), event.reason)
  }

  start({ name, path, atMs }: Event<'wait-start'>): void {
    const kind = this.#waiting.get(name as Reason)
    const key = path.join('\n')
    const known = kind?.get(key)
    if (known) known.calls++
    else {
      const delayMs = name === 'retry' && isAt(this.#retry, path) ? this.#retry?.delayMs : undefined
      const untilMs = delayMs === undefined ? undefined : atMs + delayMs
      kind?.set(key, { provider: providerOf(path.at(-2)), sinceMs: atMs, untilMs, calls: 1 })
    }
  }

  end({ name, path }: Event<'wait-end' | 'wait-error'>): void {
    const kind = this.#waiting.get(name as Reason)
    const key = path.join('\n')
    const known = kind?.get(key)
    if (known && --known.calls === 0) kind?.delete(key)
  }

  /** Leaves out what has only just begun. */
  held(nowMs: number): Held[] {
    return REASONS.flatMap((reason) => {
      const all = [...(this.#waiting.get(reason)?.values() ?? [])]
      const longestMs = nowMs - Math.min(...all.map(({ sinceMs }) => sinceMs))
      if (all.length === 0 || longestMs < WORTH_TELLING_MS) return []
      const providers = [...new Set(all.map(({ provider }) => provider))]
      const untilMs = all.flatMap((each) => each.untilMs ?? [])
      return [
        {
          reason,
          calls: all.reduce((sum, { calls }) => sum + calls, 0),
          providers,
          longestMs,
          nextMs: untilMs.length === 0 ? undefined : Math.max(0, Math.min(...untilMs) - nowMs),
          trouble: providers.flatMap((provider) => this.#troubles.get(provider) ?? []).at(-1),
        },
      ]
    })
  }
}

const isAt = (retry: Event<'call-retry'> | undefined, path: readonly string[]): boolean =>
  retry?.path.length === path.length - 1 && retry.path.every((place, index) => place === path[index])

/** `call:openai:gpt-4o` is a call to openai. */
const providerOf = (place = ''): string => place.split(':')[1] ?? ''
