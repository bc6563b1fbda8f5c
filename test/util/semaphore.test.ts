import { expect, it } from 'vitest'
import { combineSemaphores, createSemaphore } from '../../src/util/semaphore.ts'

const never = new AbortController().signal

it('a semaphore grants its permits first come, first served', async () => {
  const semaphore = createSemaphore(1)
  const granted: number[] = []
  const acquire = (caller: number) => semaphore.acquire(never).then(() => granted.push(caller))
  const all = [1, 2, 3].map(acquire)
  await all[0]
  expect(granted).toEqual([1])
  semaphore.release()
  semaphore.release()
  await Promise.all(all)
  expect(granted).toEqual([1, 2, 3])
})

it('an aborted caller neither waits nor keeps a permit', async () => {
  const semaphore = createSemaphore(1)
  await semaphore.acquire(never)
  const controller = new AbortController()
  const waiting = semaphore.acquire(controller.signal)
  controller.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  await expect(semaphore.acquire(controller.signal)).rejects.toThrow('enough')
  semaphore.release()
  await semaphore.acquire(never)
})

it('a combined semaphore releases the first permit if waiting for the second is aborted', async () => {
  const [first, second] = [createSemaphore(1), createSemaphore(0)]
  const controller = new AbortController()
  const both = combineSemaphores(first, second).acquire(controller.signal)
  await Promise.resolve()
  controller.abort(new Error('enough'))
  await expect(both).rejects.toThrow('enough')
  await first.acquire(never)
})
