/** The settings that limit calls, their cost and the duration of a run. */
import * as z from 'zod'
import { criticFlag, setting } from '../setting.ts'
import { duration } from '../setting-types.ts'

export const limitSettings = {
  maxCalls: setting(
    z.int().min(1).max(10_000).optional(),
    'maximum model calls in flight per provider (default: adapted to the provider)',
    criticFlag('limits', '--max-calls <number>'),
  ),
  rpm: setting(
    z.number().positive().optional(),
    'maximum requests per minute and model (default: learned from responses)',
    criticFlag('limits', '--rpm <number>'),
  ),
  tpm: setting(
    z.number().positive().optional(),
    'maximum tokens per minute and model (default: learned from responses)',
    criticFlag('limits', '--tpm <number>'),
  ),
  maxCost: setting(
    z.number().positive().optional(),
    'maximum cost of the run, in USD',
    criticFlag('limits', '--max-cost <usd>'),
  ),
  maxTotalTokens: setting(
    z.int().min(1).optional(),
    'maximum tokens of the run, input and output',
    criticFlag('limits', '--max-total-tokens <number>'),
  ),
  deadline: setting(
    duration.optional(),
    'maximum duration of the run, for example 2h',
    criticFlag('limits', '--deadline <duration>'),
  ),
}
