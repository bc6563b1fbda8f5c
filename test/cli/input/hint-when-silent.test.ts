import { expect, it } from 'vitest'
import { hintWhenSilent } from '../../../src/cli/input/hint-when-silent.ts'
import { virtualClock } from '../../helpers/virtual-clock.ts'

const { signal } = new AbortController()

it.each([
  ['once after two seconds of silence', 5000, 1],
  ['not when the first chunk is there before', 1999, 0],
])('hints %s', async (_, delayMs, expected) => {
  const clock = virtualClock()
  async function* late(): AsyncGenerator<Buffer> {
    for (const text of ['a', 'b']) {
      await clock.sleep(delayMs, signal)
      yield Buffer.from(text)
    }
  }
  let hints = 0
  const heard: string[] = []
  for await (const chunk of hintWhenSilent(late(), clock, () => hints++)) heard.push(String(chunk))
  expect({ heard, hints, sleeping: clock.sleeping() }).toEqual({
    heard: ['a', 'b'],
    hints: expected,
    sleeping: 0,
  })
})

it('leaves no timer when reading stops', async () => {
  const clock = virtualClock()
  async function* one(): AsyncGenerator<Buffer> {
    yield Buffer.from('a')
    yield Buffer.from('b')
  }
  for await (const _ of hintWhenSilent(one(), clock, () => expect.unreachable())) break
  expect(clock.sleeping()).toBe(0)
})
