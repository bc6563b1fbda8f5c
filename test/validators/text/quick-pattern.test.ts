import { expect, it } from 'vitest'
import { maxQuickCharacters } from '../../../src/validators/text/quick-pattern.ts'
import { cpuMsOf } from '../../helpers/linear-time.ts'

it.each([
  [/solar/u, 1000],
  [/\d+/u, 400],
  [/\d{4}-\d{2}-\d{2}/u, 100],
  [/^#{1,6} /mu, 300],
  [/\b(?:TODO|FIXME)\b/u, 1000],
  [/(ab)+/u, 300],
  [/[.*+?^${}()|]/u, 1000],
  [/\p{Lu}/u, 1000],
])('%s needs no time limit on a text of %d characters', (regex, length) => {
  expect(maxQuickCharacters(regex)).toBeGreaterThan(length)
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
])('%s always needs a time limit', (regex) => {
  expect(maxQuickCharacters(regex)).toBe(0)
})

it.each([/a*a*a*a*b/u, /.*.*x/u, /(?:a?){1}b/u, /a?a?a?a?a?a?a?a?a{8}/u, /\w+\s*=\s*\w+;/u])(
  '%s takes a few milliseconds at most on a text that needs no time limit',
  async (regex) => {
    const text = 'a'.repeat(Math.max(0, maxQuickCharacters(regex)))
    let bestMs = Infinity
    // The best of several runs, since each may be disturbed.
    for (let run = 0; run < 5; run++) {
      bestMs = Math.min(bestMs, await cpuMsOf(() => [...text.matchAll(RegExp(regex, 'gu'))].length))
    }
    expect(bestMs).toBeLessThan(100)
  },
)
