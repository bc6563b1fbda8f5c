/**
 * A process of sifaka that is simulated within a test: it has its own clock and its own faults, and it can be killed at
 * any step. Everything that happens in it is decided by one seed.
 */
import type { Clock } from '../../src/core/clock.ts'
import { virtualClock } from '../helpers/virtual-clock.ts'

export interface Faults {
  /** The step at which the process is killed; a step is a file operation or an event of a call. */
  readonly killAtStep?: number | undefined
  /** The step at which the user asks the run to stop. */
  readonly stopAtStep?: number | undefined
  /** The file operation, counted from 1, that fails. */
  readonly failAtWrite?: number | undefined
  /** Share of the file operations that fail. */
  readonly failedWrites: number
}

/** The real module: the test replaces the module that an import would find. */
const { closeSync } = process.getBuiltinModule('node:fs')

export class SimulatedProcess {
  readonly clock: Clock
  #kill: (reason: 'killed') => void = () => undefined
  readonly killed: Promise<'killed'>
  readonly stop = new AbortController()
  readonly abort = new AbortController()
  readonly descriptors = new Set<number>()
  isDead = false
  steps = 0
  writes = 0
  failedWrites = 0
  /** What happened, for the comparison of two runs. */
  trace = ''

  /** Identifies the process, as the start time of a real one does. */
  readonly number: number
  readonly random: () => number
  readonly faults: Faults

  constructor(number: number, random: () => number, faults: Faults) {
    this.number = number
    this.random = random
    this.faults = faults
    const clock = virtualClock(number * 1e7)
    // The wall clock jumps by hours at every step, as one that is set by hand or by a server.
    const jumpMs = () => ((this.steps % 5) - 2) * 3_600_000
    this.clock = { ...clock, date: () => new Date(clock.date().getTime() + jumpMs()) }
    this.killed = new Promise((resolve) => (this.#kill = resolve))
  }

  /** Counts a step; returns false if the process is killed, after which nothing may happen in it. */
  step(name: string): boolean {
    if (this.isDead) return false
    this.steps++
    this.trace += `${name} ${this.clock.now()}\n`
    if (this.steps === this.faults.stopAtStep) this.stop.abort(new Error('stopped by SIGINT'))
    if (this.steps === this.faults.killAtStep) this.end()
    return !this.isDead
  }

  failsWrite(): boolean {
    this.writes++
    const fails = this.writes === this.faults.failAtWrite || this.random() < this.faults.failedWrites
    if (fails) this.failedWrites++
    return fails
  }

  end(): void {
    this.isDead = true
    this.#kill('killed')
    for (const descriptor of this.descriptors) closeSync(descriptor)
    this.descriptors.clear()
  }
}
