import { expect, it } from 'vitest'
import { Gate } from '../../src/queue/gate.ts'

const { signal } = new AbortController()
const settled = () => new Promise((resolve) => setImmediate(resolve))

it('lets jobs in together, and one alone once the others have left', async () => {
  const gate = new Gate()
  const order: string[] = []
  const enter = async (name: string, alone = false) => {
    const exit = await gate.enter(alone, signal)
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

it('a job that is called off while it waits holds nobody up', async () => {
  const gate = new Gate()
  const exit = await gate.enter(false, signal)
  const controller = new AbortController()
  const alone = gate.enter(true, controller.signal)
  controller.abort(new Error('stopped'))
  await expect(alone).rejects.toThrow('stopped')
  await gate.enter(false, signal)
  exit()
})
