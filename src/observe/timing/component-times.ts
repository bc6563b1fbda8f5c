/** Where the time of the prompts went, from the starts and ends of their work. */
import type { SifakaEvent } from '../../core/events.ts'
import type { ComponentTiming } from '../../core/timing-report.ts'
import { BusyTime } from './busy-time.ts'
import { ratio, roundMs } from './figures.ts'

type Part = 'generation' | 'validation' | 'critique' | 'feedback'

interface PromptInFlight {
  readonly work: BusyTime
  readonly waits: BusyTime
  /** Between the start of an iteration and of its generation. */
  composing: boolean
}

/** Holds the prompts in flight and no others. */
export class ComponentTimes {
  readonly #parts = {
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
    const key = path[0] ?? ''
    const prompt = this.#inFlight.get(key)
    switch (event.type) {
      case 'thought-start':
        this.#inFlight.set(key, { work: new BusyTime(), waits: new BusyTime(), composing: false })
        return this.#parts.overhead.start(atMs)
      case 'thought-end':
      case 'thought-error':
        this.#inFlight.delete(key)
        return this.#conclude(prompt, atMs)
      case 'iteration-start':
        if (!prompt) return
        prompt.composing = true
        return this.#begin('feedback', prompt, atMs)
      case 'iteration-end':
      case 'iteration-error':
        return this.#composed(prompt, atMs)
      case 'generation-start':
        this.#composed(prompt, atMs)
        return this.#begin('generation', prompt, atMs)
      case 'validation-start':
        return this.#begin('validation', prompt, atMs)
      case 'critique-start':
        return this.#begin('critique', prompt, atMs)
      case 'generation-end':
      case 'generation-error':
        return this.#finish('generation', prompt, atMs)
      case 'validation-end':
      case 'validation-error':
        return this.#finish('validation', prompt, atMs)
      case 'critique-end':
      case 'critique-error':
        return this.#finish('critique', prompt, atMs)
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
    const { generation, validation, critique, feedback } = this.#parts
    return roundMs(generation.busyMs + validation.busyMs + critique.busyMs + feedback.busyMs)
  }

  /**
   * The least that the same work takes with so many prompts in flight: a prompt's own work, waits left out, is a
   * chain that nothing shortens, and `concurrency` chains advance at once.
   */
  idealMs(concurrency: number): number {
    return roundMs(Math.max(this.#longestChainMs, this.#allChainsMs / concurrency))
  }

  rows(networkMs: number | null): ComponentTiming[] {
    const { generation, validation, critique, feedback, overhead } = this.#parts
    const totalMs = this.sequentialMs + overhead.busyMs
    const row = (
      component: ComponentTiming['component'],
      { busyMs, elapsedMs }: { busyMs: number | null; elapsedMs: number | null },
      parallel: boolean,
    ): ComponentTiming => ({
      component,
      busyMs: busyMs === null ? null : roundMs(busyMs),
      elapsedMs: elapsedMs === null ? null : roundMs(elapsedMs),
      share: busyMs === null ? null : ratio(busyMs, totalMs),
      parallel,
    })
    return [
      row('generation', generation, false),
      row('validation', validation, true),
      row('critique', critique, true),
      row('feedback', feedback, false),
      // A provider says how long it took, not when: there is no union to take.
      row('network', { busyMs: networkMs, elapsedMs: null }, true),
      row('wait', this.#waits, true),
      row('overhead', overhead, false),
    ]
  }

  #begin(part: Part, prompt: PromptInFlight | undefined, atMs: number): void {
    this.#parts[part].start(atMs)
    if (!prompt) return
    if (prompt.work.idle) this.#parts.overhead.end(atMs)
    prompt.work.start(atMs)
  }

  #finish(part: Part, prompt: PromptInFlight | undefined, atMs: number): void {
    this.#parts[part].end(atMs)
    if (!prompt) return
    prompt.work.end(atMs)
    if (prompt.work.idle) this.#parts.overhead.start(atMs)
  }

  #composed(prompt: PromptInFlight | undefined, atMs: number): void {
    if (!prompt?.composing) return
    prompt.composing = false
    this.#finish('feedback', prompt, atMs)
  }

  #conclude(prompt: PromptInFlight | undefined, atMs: number): void {
    if (!prompt) return
    if (prompt.work.idle) this.#parts.overhead.end(atMs)
    const chainMs = Math.max(0, prompt.work.elapsedMs - prompt.waits.elapsedMs)
    this.#longestChainMs = Math.max(this.#longestChainMs, chainMs)
    this.#allChainsMs += chainMs
  }
}
