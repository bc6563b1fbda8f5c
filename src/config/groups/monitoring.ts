/** The settings that show a run to other programs, and to people who compare runs. */
import * as z from 'zod'
import { batchFlag, setting } from '../setting.ts'
import { label } from '../setting-types.ts'

export const monitoringSettings = {
  metricsPort: setting(
    z.int().min(0).max(65_535).optional(),
    'port at which Prometheus finds the metrics of a batch; 0 for any free one (default: none)',
    batchFlag('output', '--metrics-port <number>', {
      help: 'serve metrics to Prometheus at this port of 127.0.0.1; 0 for any free one',
    }),
  ),
  label: setting(
    label.optional(),
    'name of the variant that the run tries, for sifaka compare',
    batchFlag('output', '--label <name>'),
  ),
}
