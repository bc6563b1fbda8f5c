import { describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { fanOut } from '../../src/core/events.ts'
import { emitEvent, openChildScope, span } from '../../src/core/scope.ts'
import { testScope } from '../helpers/scope.ts'
import { answer } from '../helpers/scripted.ts'

describe('span', () => {
  it('emits the start and end of the work with its path and duration', async () => {
    const scope = testScope()
    const value = await span(scope, 'call', 'test:writer', async (inner) => {
      await inner.clock.sleep(250, inner.signal)
      emitEvent(inner, 'text-delta', { text: 'a' })
      return answer()
    })
    expect(value.durationMs).toBe(250)
    const path = [{ kind: 'call', name: 'test:writer' }]
    expect(scope.events).toMatchObject([
      { type: 'call-start', name: 'test:writer', path, atMs: 0 },
      { type: 'text-delta', text: 'a', path, atMs: 250 },
      { type: 'call-end', durationMs: 250, value: { text: 'text', durationMs: 250 } },
    ])
  })

  it('emits an error and rethrows it', async () => {
    const scope = testScope()
    const failing = span(scope, 'call', 'x', () => Promise.reject(new Error('boom')))
    await expect(failing).rejects.toThrow('boom')
    expect(scope.events.map(({ type }) => type)).toEqual(['call-start', 'call-error'])
  })

  it('does not start if the scope is aborted', async () => {
    const scope = testScope()
    scope.abort(new Error('stopped'))
    await expect(span(scope, 'call', 'x', async () => answer())).rejects.toThrow('stopped')
    expect(scope.events).toEqual([])
  })
})

describe('a child scope', () => {
  it('aborts with its parent, or alone', () => {
    const parent = testScope()
    const [alone, follower] = [openChildScope(parent), openChildScope(parent)]
    alone.abort('alone')
    expect([alone.scope.signal.aborted, parent.signal.aborted]).toEqual([true, false])
    parent.abort('all')
    expect(follower.scope.signal.reason).toBe('all')
    expect(openChildScope(parent).scope.signal.aborted).toBe(true)
  })

  it('no longer aborts with its parent after release', () => {
    const parent = testScope()
    const { scope, release } = openChildScope(parent)
    release()
    parent.abort()
    expect(scope.signal.aborted).toBe(false)
  })
})

it('removes an observer that throws, with one warning, and keeps notifying the others', () => {
  const warnings: string[] = []
  const received: string[] = []
  const sink = fanOut(
    [
      {
        name: 'broken',
        on() {
          throw new Error('oops')
        },
      },
      { name: 'good', on: (event) => void received.push(event.type) },
    ],
    (line) => warnings.push(line),
  )
  const event = { type: 'text-delta', text: 'a', path: [], atMs: 0 } as const
  sink(event)
  sink(event)
  expect(received).toHaveLength(2)
  expect(warnings).toEqual(['observer "broken" failed at text-delta and was removed: Error: oops'])
})

it('limits timer delays, since Node fires longer ones at once', async () => {
  const timer = vi.spyOn(globalThis, 'setTimeout')
  const controller = new AbortController()
  const sleeping = systemClock.sleep(2 ** 40, controller.signal)
  expect(timer.mock.lastCall?.[1]).toBe(2 ** 31 - 1)
  controller.abort(new Error('enough'))
  await expect(sleeping).rejects.toThrow('enough')
  timer.mockRestore()
})

it('ends a sleep as soon as the signal aborts', async () => {
  const controller = new AbortController()
  const sleeping = systemClock.sleep(2 ** 40, controller.signal)
  controller.abort(new Error('enough'))
  await expect(sleeping).rejects.toThrow('enough')
})
