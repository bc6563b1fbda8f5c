/** Which simulated process the calling code runs in. It imports no part of the program, since tests replace parts by it. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Clock } from '../../src/core/clock.ts'
import type { SimulatedProcess } from './simulated-process.ts'

export const never = <T>(): Promise<T> => new Promise<T>(() => undefined)

const processes = new AsyncLocalStorage<SimulatedProcess>()

/** The process in which the calling code runs; undefined outside of a simulation. */
export const currentProcess = (): SimulatedProcess | undefined => processes.getStore()

export const runInProcess = <T>(process: SimulatedProcess, work: () => Promise<T>): Promise<T | 'killed'> =>
  processes.run(process, () => Promise.race([work(), process.killed]))

/** Replaces the clock of the system by that of the current process. */
export const processClock = (system: Clock): Clock => {
  const clock = () => currentProcess()?.clock ?? system
  return {
    now: () => clock().now(),
    date: () => clock().date(),
    after: (delayMs, action) => clock().after(delayMs, action),
    sleep: (delayMs, signal) => clock().sleep(delayMs, signal),
  }
}
