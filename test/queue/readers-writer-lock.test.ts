import { expect, it } from 'vitest'
import { ReadersWriterLock } from '../../src/queue/readers-writer-lock.ts'

const { signal } = new AbortController()
const settled = () => new Promise((resolve) => setImmediate(resolve))

it('lets jobs in together, and one alone once the others have left', async () => {
  const lock = new ReadersWriterLock()
  const order: string[] = []
  const enter = async (name: string, alone = false) => {
    const exit = await lock.acquire(alone, signal)
    order.push(name)
    return exit
  }
  const first = await enter('first')
  const second = await enter('second')
  const alone = enter('alone', true)
  const later = enter('later')
  await settled()
  expect(order).toEqual(['first', 'second'])
  first()
  second()
  const leave = await alone
  await settled()
  expect(order).toEqual(['first', 'second', 'alone'])
  leave()
  await later
  expect(order).toEqual(['first', 'second', 'alone', 'later'])
})

it('a job that is cancelled while it waits delays no other job', async () => {
  const lock = new ReadersWriterLock()
  const exit = await lock.acquire(false, signal)
  const controller = new AbortController()
  const alone = lock.acquire(true, controller.signal)
  controller.abort(new Error('stopped'))
  await expect(alone).rejects.toThrow('stopped')
  await lock.acquire(false, signal)
  exit()
})
