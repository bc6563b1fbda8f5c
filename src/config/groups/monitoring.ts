/** The settings that show a run to other programs, and to people who compare runs. */
import * as z from 'zod'
import { batchFlag, commonFlag, queueFlag, setting } from '../setting.ts'
import { label, webAddress } from '../setting-types.ts'

/** From the most severe to the least. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]
export const LOG_FORMATS = ['text', 'json'] as const
export type LogFormat = (typeof LOG_FORMATS)[number]

export const monitoringSettings = {
  logLevel: setting(
    z.enum(LOG_LEVELS).default('info'),
    'least severe messages on stderr: error, warn, info or debug',
    commonFlag('output', `--log-level <${LOG_LEVELS.join('|')}>`),
  ),
  logFormat: setting(
    z.enum(LOG_FORMATS).default('text'),
    'format of the messages on stderr; json: one object per line',
    commonFlag('output', `--log-format <${LOG_FORMATS.join('|')}>`),
  ),
  metricsPort: setting(
    z.int().min(0).max(65_535).optional(),
    'port at which Prometheus finds the metrics of a batch or worker; 0 for any free one (default: none)',
    queueFlag('output', '--metrics-port <number>', {
      help: 'serve metrics to Prometheus at this port of 127.0.0.1; 0 for any free one',
    }),
  ),
  notify: setting(
    z.array(webAddress).default([]),
    'addresses to which figures are posted when a batch has ended; refused in settings files found by search',
    batchFlag('output', '--notify <url>', {
      help: 'post figures to this address (Slack or any other) when the batch has ended',
    }),
  ),
  label: setting(
    label.optional(),
    'name of the variant that the run tries, for sifaka compare',
    batchFlag('output', '--label <name>'),
  ),
}
