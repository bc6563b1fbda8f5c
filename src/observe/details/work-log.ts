import type { SifakaEvent } from '../../core/events.ts'
import type { TimedWork } from '../../core/reporting/run-details.ts'
import { roundMs } from '../timing/aggregate.ts'

/** No chart shows more, and a prompt with very many checks must not fill the memory. */
const MAX_WORK = 400

/** Notes when the work on each prompt in flight started and ended. */
export class WorkLog {
  readonly #inFlight = new Map<string, { readonly startedMs: number; readonly work: TimedWork[] }>()

  on(event: SifakaEvent): void {
    if (event.type === 'thought-start') this.#inFlight.set(event.name, { startedMs: event.atMs, work: [] })
    if (event.type === 'thought-error') this.#inFlight.delete(event.name)
    const prompt = this.#inFlight.get(event.path[0]?.name ?? '')
    if (!prompt || !('durationMs' in event) || prompt.work.length >= MAX_WORK) return
    const { type, path, name, atMs, durationMs } = event
    const kind = path.at(-1)?.kind
    if (kind === undefined || kind === 'thought' || kind === 'iteration') return
    prompt.work.push({
      kind,
      name,
      iteration: Number(path.find((segment) => segment.kind === 'iteration')?.name ?? 0),
      startMs: roundMs(atMs - durationMs - prompt.startedMs),
      durationMs: roundMs(durationMs),
      hasFailed: type.endsWith('-error'),
    })
  }

  /** Forgets the prompt. The returned function sorts the work on it by start. */
  end(prompt: string): () => readonly TimedWork[] {
    const work = this.#inFlight.get(prompt)?.work ?? []
    this.#inFlight.delete(prompt)
    return () =>
      work.toSorted(
        (first, second) =>
          first.startMs - second.startMs ||
          first.iteration - second.iteration ||
          second.durationMs - first.durationMs,
      )
  }
}
