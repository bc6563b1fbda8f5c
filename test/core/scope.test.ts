import { describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { fanOut } from '../../src/core/events.ts'
import { childScope, note, span } from '../../src/core/scope.ts'
import { testScope } from '../helpers/scope.ts'
import { answer } from '../helpers/scripted.ts'

describe('span', () => {
  it('announces work, times it and says where it is', async () => {
    const scope = testScope()
    const value = await span(scope, 'call', 'test:writer', async (inner) => {
      await inner.clock.sleep(250, inner.signal)
      note(inner, 'text-delta', { text: 'a' })
      return answer()
    })
    expect(value.durationMs).toBe(250)
    expect(scope.events).toMatchObject([
      { type: 'call-start', name: 'test:writer', path: ['call:test:writer'], atMs: 0 },
      { type: 'text-delta', text: 'a', path: ['call:test:writer'], atMs: 250 },
      { type: 'call-end', durationMs: 250, value: { text: 'text', durationMs: 250 } },
    ])
  })

  it('announces an error and passes it on', async () => {
    const scope = testScope()
    const failing = span(scope, 'call', 'x', () => Promise.reject(new Error('boom')))
    await expect(failing).rejects.toThrow('boom')
    expect(scope.events.map(({ type }) => type)).toEqual(['call-start', 'call-error'])
  })

  it('does not start once aborted', async () => {
    const scope = testScope()
    scope.abort(new Error('stopped'))
    await expect(span(scope, 'call', 'x', async () => answer())).rejects.toThrow('stopped')
    expect(scope.events).toEqual([])
  })
})

describe('a child scope', () => {
  it('ends with its parent, and alone', () => {
    const parent = testScope()
    const [alone, follower] = [childScope(parent), childScope(parent)]
    alone.abort('alone')
    expect([alone.scope.signal.aborted, parent.signal.aborted]).toEqual([true, false])
    parent.abort('all')
    expect(follower.scope.signal.reason).toBe('all')
    expect(childScope(parent).scope.signal.aborted).toBe(true)
  })

  it('no longer follows once released', () => {
    const parent = testScope()
    const { scope, release } = childScope(parent)
    release()
    parent.abort()
    expect(scope.signal.aborted).toBe(false)
  })
})

it('drops an observer that throws, once, with a warning, and keeps the others informed', () => {
  const warnings: string[] = []
  const seen: string[] = []
  const sink = fanOut(
    [
      {
        name: 'broken',
        on() {
          throw new Error('oops')
        },
      },
      { name: 'good', on: (event) => void seen.push(event.type) },
    ],
    (line) => warnings.push(line),
  )
  const event = { type: 'text-delta', text: 'a', path: [], atMs: 0 } as const
  sink(event)
  sink(event)
  expect(seen).toHaveLength(2)
  expect(warnings).toEqual(['observer "broken" failed at text-delta and was dropped: Error: oops'])
})

it('never hands the timer a delay that it would take for none', async () => {
  const timer = vi.spyOn(globalThis, 'setTimeout')
  const controller = new AbortController()
  const sleeping = systemClock.sleep(2 ** 40, controller.signal)
  expect(timer.mock.lastCall?.[1]).toBe(2 ** 31 - 1)
  controller.abort(new Error('enough'))
  await expect(sleeping).rejects.toThrow('enough')
  timer.mockRestore()
})

it('wakes from a real sleep as soon as the signal aborts, however long it was', async () => {
  const controller = new AbortController()
  const sleeping = systemClock.sleep(2 ** 40, controller.signal)
  controller.abort(new Error('enough'))
  await expect(sleeping).rejects.toThrow('enough')
})
