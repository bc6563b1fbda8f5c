/** The metrics of a process, for Prometheus. */
import type { Observer } from '../../core/events.ts'
import { Measurements } from './measure.ts'
import { createMetricStore } from './prometheus.ts'

export interface Metrics extends Observer {
  /** The current values, in the text format of Prometheus. */
  readonly render: () => string
}

/** Memory in use in bytes, and processor time in seconds. */
interface Resources {
  readonly memoryBytes: number
  readonly cpuSeconds: number
}

export const resourcesOf = (own: NodeJS.Process): Resources => {
  const { user, system } = own.cpuUsage()
  return { memoryBytes: own.memoryUsage.rss(), cpuSeconds: (user + system) / 1_000_000 }
}

/** `redact` removes secrets, since names of models and validators can come from outside. */
export function createMetrics(redact: (text: string) => string): Metrics {
  const { record, render } = createMetricStore()
  let recordedSeconds = 0
  const measurements = new Measurements(record)
  return {
    name: 'metrics',
    on: (event) => measurements.on(event),
    render() {
      const { memoryBytes, cpuSeconds } = resourcesOf(process)
      record('process.memory.usage', memoryBytes)
      record('process.cpu.time', cpuSeconds - recordedSeconds)
      recordedSeconds = cpuSeconds
      return redact(render())
    },
  }
}
