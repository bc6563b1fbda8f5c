import { expect, it } from 'vitest'
import { RateLimitUse } from '../../../src/observe/timing/rate-limit-use.ts'

const requests = { unit: 'requests', periodMs: 60_000, limit: 100 } as const

it('remembers the highest use of each limit, and its latest size', () => {
  const use = new RateLimitUse()
  expect(use.highest).toBeNull()
  use.add([
    { ...requests, remaining: 40 },
    { unit: 'tokens', periodMs: 60_000, limit: 1000, remaining: 500 },
  ])
  use.add([{ ...requests, limit: 200, remaining: 190 }])
  expect(use.rows).toEqual([
    { unit: 'requests', periodMs: 60_000, limit: 200, utilisation: 0.6 },
    { unit: 'tokens', periodMs: 60_000, limit: 1000, utilisation: 0.5 },
  ])
  expect(use.highest).toBe(0.6)
})

it('ignores limits that the provider reports only in part', () => {
  const use = new RateLimitUse()
  use.add([requests, { unit: 'tokens', periodMs: 60_000, remaining: 5 }])
  expect(use.rows).toEqual([])
})
