import { expect, it } from 'vitest'
import type { SifakaEvent } from '../../src/core/events.ts'
import { createRetryNotes } from '../../src/observe/retry-notes.ts'

it('a verbose run says why a call is repeated, and when', () => {
  const lines: string[] = []
  const observer = createRetryNotes((line) => lines.push(line))
  const retry = (delayMs: number, reason: string): SifakaEvent => ({
    type: 'call-retry',
    path: [],
    atMs: 0,
    attempt: 1,
    delayMs,
    kind: 'throttle',
    reason,
  })
  observer.on(retry(1000, 'mine m: 429 rate limit exceeded'))
  observer.on(retry(0, 'mine m: 400 request adapted'))
  observer.on({ type: 'call-start', path: [], atMs: 0, name: 'mine:m' })
  expect(lines).toEqual([
    'attempt 1 failed, next one in 1.0 s: mine m: 429 rate limit exceeded',
    'attempt 1 failed, next one at once: mine m: 400 request adapted',
  ])
})
