import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { BULL } from './keys.ts'

/** BullMQ is loaded on first use. In the bundled program, this CommonJS package has only a default export. */
export const loadBullmq = async () => (await import('bullmq')).default

/** Opens the queue for a batch, which adds jobs and removes them. */
export async function openBullQueue(connection: Redis): Promise<Queue> {
  const bullmq = await loadBullmq()
  const queue = new bullmq.Queue(BULL.name, {
    prefix: BULL.prefix,
    connection,
    streams: { events: { maxLen: 1000 } },
    // Faults of a prompt are results, so BullMQ retries a job only after faults of Redis.
    defaultJobOptions: {
      attempts: 1_000_000,
      backoff: { type: 'fixed', delay: 1000 },
      removeOnComplete: true,
      removeOnFail: true,
    },
  })
  queue.on('error', () => undefined)
  return queue
}
