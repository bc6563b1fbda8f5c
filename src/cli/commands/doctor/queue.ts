import { redisTitle } from '../../../util/backends/redis.ts'
import { findingOfError, type DoctorCheck } from './check.ts'

/** Asks the Redis of the queue, if the settings name one. */
export const queueCheck: DoctorCheck = {
  name: 'queue',
  async run({ run: { settings } }) {
    if (settings.queue === undefined) {
      return [{ status: 'note', text: 'no queue is named: batches run on this machine' }]
    }
    const { checkQueueServer } = await import('../../../queue/connection.ts')
    try {
      const version = await checkQueueServer(settings.queue)
      return [{ status: 'ok', text: `the queue ${redisTitle(settings.queue)} answers (Redis ${version})` }]
    } catch (error) {
      return [findingOfError(error)]
    }
  },
}
