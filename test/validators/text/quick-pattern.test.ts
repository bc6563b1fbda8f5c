import { expect, it } from 'vitest'
import { systemClock } from '../../../src/core/clock.ts'
import { longestQuickText } from '../../../src/validators/text/quick-pattern.ts'

it.each([
  [/solar/u, 1000],
  [/\d+/u, 400],
  [/\d{4}-\d{2}-\d{2}/u, 100],
  [/^#{1,6} /mu, 300],
  [/\b(?:TODO|FIXME)\b/u, 1000],
  [/(ab)+/u, 300],
  [/[.*+?^${}()|]/u, 1000],
  [/\p{Lu}/u, 1000],
])('%s is quick on a short text', (regex, length) => {
  expect(longestQuickText(regex)).toBeGreaterThan(length)
})

it.each([
  /(a+)+$/u,
  /(a|a)*$/u,
  /(a|aa){30}$/u,
  /(a+){30}$/u,
  /(?:a{1,30}){1,30}$/u,
  /(.)\1+/u,
  /(?<x>.)\k<x>+/u,
  RegExp('[[a-z]--[b]]+', 'v'),
  /(a?b?)*c/u,
])('%s may not be', (regex) => {
  expect(longestQuickText(regex)).toBe(0)
})

it.each([/a*a*a*a*b/u, /.*.*x/u, /(?:a?){1}b/u, /a?a?a?a?a?a?a?a?a{8}/u, /\w+\s*=\s*\w+;/u])(
  '%s is called quick only on texts on which it is',
  (regex) => {
    const text = 'a'.repeat(Math.max(0, longestQuickText(regex)))
    const startedMs = systemClock.now()
    void [...text.matchAll(RegExp(regex, 'gu'))].length
    expect(systemClock.now() - startedMs).toBeLessThan(50)
  },
)
