/** Measures the time of each component of the prompts, from the events for the start and end of work. */
import type { SifakaEvent } from '../../core/events.ts'
import type { ComponentTiming } from '../../core/timing-report.ts'
import { BusyTime } from './busy-time.ts'
import { ratio, roundMs, roundOrNull } from './aggregate.ts'

type Stage = 'generation' | 'validation' | 'critique' | 'feedback'
const stageOf = (type: `${Stage}-${string}`): Stage => type.slice(0, type.indexOf('-')) as Stage

interface PromptInFlight {
  readonly work: BusyTime
  readonly waits: BusyTime
  /** True between the start of an iteration and of its generation, while the request is built. */
  inFeedback: boolean
}

/** Measures the time of each component. Memory grows only with the prompts in flight. */
export class ComponentTimes {
  readonly #times = {
    generation: new BusyTime(),
    validation: new BusyTime(),
    critique: new BusyTime(),
    feedback: new BusyTime(),
    overhead: new BusyTime(),
  }
  readonly #waits = new BusyTime()
  readonly #inFlight = new Map<string, PromptInFlight>()
  #longestChainMs = 0
  #allChainsMs = 0

  on(event: SifakaEvent): void {
    const { path, atMs } = event
    const id = path[0]?.kind === 'thought' ? path[0].name : ''
    const prompt = this.#inFlight.get(id)
    switch (event.type) {
      case 'thought-start':
        this.#inFlight.set(id, { work: new BusyTime(), waits: new BusyTime(), inFeedback: false })
        return this.#times.overhead.start(atMs)
      case 'thought-end':
      case 'thought-error':
        this.#inFlight.delete(id)
        return this.#endPrompt(prompt, atMs)
      case 'iteration-start':
        if (!prompt) return
        prompt.inFeedback = true
        return this.#begin('feedback', prompt, atMs)
      case 'iteration-end':
      case 'iteration-error':
        return this.#endFeedback(prompt, atMs)
      case 'generation-start':
      case 'validation-start':
      case 'critique-start':
        this.#endFeedback(prompt, atMs)
        return this.#begin(stageOf(event.type), prompt, atMs)
      case 'generation-end':
      case 'generation-error':
      case 'validation-end':
      case 'validation-error':
      case 'critique-end':
      case 'critique-error':
        return this.#finish(stageOf(event.type), prompt, atMs)
      case 'wait-start':
        this.#waits.start(atMs)
        return prompt?.waits.start(atMs)
      case 'wait-end':
      case 'wait-error':
        this.#waits.end(atMs)
        return prompt?.waits.end(atMs)
      default:
    }
  }

  get sequentialMs(): number {
    const { generation, validation, critique, feedback } = this.#times
    return roundMs(generation.busyMs + validation.busyMs + critique.busyMs + feedback.busyMs)
  }

  /**
   * A lower bound for the duration of the same work at this concurrency. The work of one prompt, without waits, is
   * sequential, and at most `concurrency` prompts advance at the same time.
   */
  idealMs(concurrency: number): number {
    return roundMs(Math.max(this.#longestChainMs, this.#allChainsMs / concurrency))
  }

  rows(networkMs: number | null): ComponentTiming[] {
    const { generation, validation, critique, feedback, overhead } = this.#times
    const totalMs = this.sequentialMs + overhead.busyMs
    const row = (
      component: ComponentTiming['component'],
      { busyMs, elapsedMs }: { busyMs: number | null; elapsedMs: number | null },
      parallel: boolean,
    ): ComponentTiming => ({
      component,
      busyMs: roundOrNull(busyMs),
      elapsedMs: roundOrNull(elapsedMs),
      share: busyMs === null ? null : ratio(busyMs, totalMs),
      parallel,
    })
    return [
      row('generation', generation, false),
      row('validation', validation, true),
      row('critique', critique, true),
      row('feedback', feedback, false),
      // Providers report how long they worked, not when, so the elapsed time is unknown.
      row('network', { busyMs: networkMs, elapsedMs: null }, true),
      row('wait', this.#waits, true),
      row('overhead', overhead, false),
    ]
  }

  #begin(stage: Stage, prompt: PromptInFlight | undefined, atMs: number): void {
    this.#times[stage].start(atMs)
    if (!prompt) return
    if (prompt.work.isIdle) this.#times.overhead.end(atMs)
    prompt.work.start(atMs)
  }

  #finish(stage: Stage, prompt: PromptInFlight | undefined, atMs: number): void {
    this.#times[stage].end(atMs)
    if (!prompt) return
    prompt.work.end(atMs)
    if (prompt.work.isIdle) this.#times.overhead.start(atMs)
  }

  #endFeedback(prompt: PromptInFlight | undefined, atMs: number): void {
    if (!prompt?.inFeedback) return
    prompt.inFeedback = false
    this.#finish('feedback', prompt, atMs)
  }

  #endPrompt(prompt: PromptInFlight | undefined, atMs: number): void {
    if (!prompt) return
    if (prompt.work.isIdle) this.#times.overhead.end(atMs)
    const chainMs = Math.max(0, prompt.work.elapsedMs - prompt.waits.elapsedMs)
    this.#longestChainMs = Math.max(this.#longestChainMs, chainMs)
    this.#allChainsMs += chainMs
  }
}
