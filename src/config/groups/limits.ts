/** The settings that limit calls, their cost and the duration of a run. */
import * as z from 'zod'
import { redisAddress } from '../../util/schemas/redis-address.ts'
import { accountFlag, criticFlag, queueFlag, setting } from '../setting.ts'
import { duration } from '../setting-types.ts'

export const limitSettings = {
  maxCalls: setting(
    z.int().min(1).max(10_000).optional(),
    'maximum model calls in flight per provider (default: adapted to the provider)',
    accountFlag('limits', '--max-calls <number>'),
  ),
  rpm: setting(
    z.number().positive().optional(),
    'maximum requests per minute and model (default: learned from responses)',
    accountFlag('limits', '--rpm <number>'),
  ),
  tpm: setting(
    z.number().positive().optional(),
    'maximum tokens per minute and model (default: learned from responses)',
    accountFlag('limits', '--tpm <number>'),
  ),
  sharedLimits: setting(
    redisAddress().optional(),
    'address of a Redis; all processes that name it observe the limits of an account together',
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
  queue: setting(
    redisAddress().optional(),
    'address of a Redis: workers take the prompts of a batch from the queue there; better in SIFAKA_QUEUE, since arguments are public',
    queueFlag('limits', '--queue <redis://...>', {
      help: 'let workers on this queue (sifaka worker) work on the prompts; better in SIFAKA_QUEUE',
    }),
  ),
}
