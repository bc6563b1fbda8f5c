import { describe, expect, it } from 'vitest'
import { PromptOrder } from '../../src/engine/prompt-order.ts'
import { prompt } from '../helpers/scripted.ts'

const prompts = [0, 1, 2, 3].map((index) => prompt('', { id: `p${index}`, index }))
const { signal } = new AbortController()

function watched() {
  const order = new PromptOrder()
  const accepted: string[] = []
  order.watch({ onAccepted: (_, text) => void accepted.push(text), onRemoved: () => undefined })
  return { order, accepted }
}

describe('the order of prompts', () => {
  it('tells of accepted texts in the order of the prompts, whichever ends first', async () => {
    const { order, accepted } = watched()
    const ends: (() => void)[] = []
    const running = prompts.map((each) =>
      order.run(
        each,
        () => new Promise<void>((resolve) => ends.push(resolve)),
        () => (each.index === 1 ? undefined : each.id),
      ),
    )
    for (const index of [3, 1, 0]) {
      ends[index]?.()
      await running[index]
    }
    expect(accepted).toEqual(['p0'])
    ends[2]?.()
    await running[2]
    expect(accepted).toEqual(['p0', 'p2', 'p3'])
  })

  it('lets a prompt wait for earlier ones only, also for those that fail', async () => {
    const { order } = watched()
    const turns: string[] = []
    const work = (position: number) => async () => {
      const each = prompts[position] ?? prompt()
      await order.turnOf(each, signal)
      turns.push(each.id)
      if (position === 1) throw new Error('failed')
    }
    const running = prompts.map((each, position) => order.run(each, work(position), () => undefined))
    expect((await Promise.allSettled(running)).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ])
    expect(turns).toEqual(['p0', 'p1', 'p2', 'p3'])
  })

  it('ends the wait when the signal aborts', async () => {
    const { order } = watched()
    const controller = new AbortController()
    const [first = prompt(), second = prompt()] = prompts
    void order.run(
      first,
      () => new Promise(() => undefined),
      () => undefined,
    )
    const waiting = order.run(
      second,
      () => order.turnOf(second, controller.signal),
      () => undefined,
    )
    controller.abort(new Error('stopped'))
    await expect(waiting).rejects.toThrow('stopped')
  })

  it('refuses a watcher that comes after the first prompt', async () => {
    const { order } = watched()
    await order.run(
      prompts[0] ?? prompt(),
      async () => undefined,
      () => undefined,
    )
    expect(() => order.watch({ onAccepted: () => undefined, onRemoved: () => undefined })).toThrow(
      'cannot differ from row to row',
    )
  })
})
