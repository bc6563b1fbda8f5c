import { describe, expect, it } from 'vitest'
import { estimatePrompt } from '../../src/estimate/prompt.ts'
import type { Facts, Question, Rules } from '../../src/estimate/facts.ts'
import { estimator, type RunRules } from '../../src/estimate/run.ts'
import { exactly, NOTHING } from '../../src/estimate/range.ts'
import { answerTokens, draftTokens, tokensIn } from '../../src/estimate/tokens.ts'
import type { Demand } from '../../src/core/constraints/demand.ts'

const pace = { firstMs: exactly(1000), tokenMs: NOTHING, mostMs: Infinity }
const question = (more: Partial<Question> = {}): Question => ({
  model: 'test:critic',
  pace,
  inputTokens: exactly(100),
  memoryTokens: NOTHING,
  outputTokens: exactly(50),
  certain: true,
  shared: false,
  ...more,
})
const facts = (more: Partial<Facts> = {}): Facts => ({
  model: 'test:writer',
  pace,
  openingTokens: exactly(10),
  taskTokens: exactly(10),
  adviceTokens: exactly(20),
  draftTokens: { least: 50, expected: 100, most: 400 },
  idle: false,
  checks: 0,
  breakable: false,
  critics: [],
  judges: [],
  ...more,
})
const rules = (more: Partial<Rules> = {}): Rules => ({
  maxIterations: 3,
  critique: 'always',
  validation: 'all',
  onCriticError: 'ignore',
  ...more,
})
const two = [question(), question()]
const given = exactly(80)

describe('the least and the most calls of a prompt', () => {
  it.each<[string, Partial<Facts>, Partial<Rules>, number, number]>([
    ['nothing checks it: one', {}, {}, 1, 1],
    ['nothing checks it, but it may be cut off', {}, { maxTokens: 500 }, 1, 3],
    ['validators', { checks: 1 }, {}, 1, 3],
    ['critics of every draft', { critics: two }, {}, 3, 9],
    ['critics of every draft that get a second try', { critics: two }, { onCriticError: 'retry' }, 3, 15],
    ['critics and validators', { checks: 1, critics: two }, {}, 3, 9],
    ['critics of valid drafts', { checks: 1, critics: two }, { critique: 'when-valid' }, 2, 9],
    ['critics that are called off', { checks: 1, critics: two }, { validation: 'fail-fast' }, 2, 9],
    [
      'a last iteration, which critics see only if valid',
      { checks: 1, critics: two },
      { maxIterations: 1 },
      1,
      3,
    ],
    ['critics that are never asked', { checks: 1, critics: two }, { critique: 'never' }, 1, 3],
    ['drafts that may be given up', { checks: 1, breakable: true, critics: two }, { maxIterations: 2 }, 2, 6],
    ['a judge', { checks: 1, judges: [question()] }, {}, 2, 6],
    ['a judge that may not be asked', { checks: 1, judges: [question({ certain: false })] }, {}, 1, 6],
    ['the same critic twice', { critics: [question(), question({ shared: true })] }, {}, 2, 9],
    ['a given draft', { checks: 1, givenTokens: given }, {}, 0, 2],
    ['a given draft and critics', { checks: 1, critics: two, givenTokens: given }, {}, 2, 8],
    ['rules that exclude each other', { checks: 2, critics: two, idle: true }, {}, 0, 0],
  ])('%s', (_, known, how, least, most) => {
    const { calls } = estimatePrompt(facts(known), rules(how))
    expect([calls.least, calls.most]).toEqual([least, most])
    expect(calls.expected).toBeGreaterThanOrEqual(least)
    expect(calls.expected).toBeLessThanOrEqual(most)
  })

  it('grow with the checks, and not beyond the limit', () => {
    const iterations = (checks: number, maxIterations: number) =>
      estimatePrompt(facts({ checks }), rules({ maxIterations })).iterations
    expect(iterations(1, 1)).toBe(1)
    expect(iterations(1, 3)).toBeGreaterThan(iterations(1, 2))
    expect(iterations(6, 3)).toBeGreaterThan(iterations(1, 3))
    expect(iterations(50, 20)).toBeLessThan(3)
  })
})

describe('the tokens', () => {
  it.each([
    ['a request', 'Write a poem about rain', 4, 6],
    ['Chinese', '写一篇关于茶的文章', 4, 9],
    ['numbers', '1234567890 1234567890', 7, 9],
    ['nothing', '', 0, 0],
  ])('of %s lie between least and most', (_, text, from, to) => {
    const { least, most } = tokensIn(text)
    expect(least).toBeLessThanOrEqual(from)
    expect(most).toBeGreaterThanOrEqual(to)
  })

  const habits = { draftTokens: 300, tokensAWord: 1.5, textTokens: 20, terse: false }
  const words = (min: number, max: number): Demand => ({ kind: 'count', unit: 'words', min, max })
  it.each<[string, Demand[], number | undefined, number, number, number]>([
    ['of usual length', [], undefined, 1, 300, 4096],
    ['between two bounds', [words(400, 600)], undefined, 200, 750, 4096],
    ['of at least so much', [words(1000, Infinity)], undefined, 500, 1500, 4500],
    ['of at most so much', [words(0, 100)], undefined, 1, 120, 4096],
    ['up to the token limit', [words(400, 600)], 100, 1, 100, 100],
    ['of JSON', [{ kind: 'json' }], undefined, 1, 90, 4096],
  ])('of a draft %s', (_, demands, maxTokens, least, expected, most) => {
    expect(draftTokens(demands, habits, maxTokens)).toEqual({ least, expected, most })
  })

  it('of an answer follow its shape, a list by its labels', () => {
    const text = { type: 'string' }
    const item = (labels: number[]) => ({ properties: { principle: { enum: labels }, fix: text } })
    const list = (labels: number[]) => ({ properties: { verdicts: { type: 'array', items: item(labels) } } })
    const size = (labels: number[]) => answerTokens(list(labels), habits).expected
    expect(size([1, 2, 3, 4, 5, 6])).toBeGreaterThan(1.8 * size([1, 2, 3]))
  })
})

describe('a run', () => {
  const run = (more: Partial<RunRules> = {}): RunRules => ({
    costOf: () => () => 1,
    concurrency: 10,
    mostCalls: 100,
    cache: true,
    limits: {},
    ...more,
  })
  const total = (count: number, more: Partial<RunRules> = {}, repeated = 0) => {
    const all = estimator(run(more))
    for (let index = 0; index < count; index++)
      all.add(estimatePrompt(facts(), rules()), index < repeated ? 'all' : 'none')
    return all.total()
  }

  it.each<[string, Partial<RunRules>, number]>([
    ['prompts in flight', {}, 10_000],
    ['calls in flight', { mostCalls: 2 }, 50_000],
    ['requests a minute', { rpm: 60 }, 100_000],
    ['tokens a minute', { tpm: 1100 }, 600_000],
  ])('takes as long as its narrowest: %s', (_, more, expected) => {
    expect(total(100, more).durationMs.expected).toBeCloseTo(expected)
  })

  it.each<[RunRules['cache'], number, number, number]>([
    [true, 1, 1, 4],
    ['refresh', 1, 4, 4],
    [false, 4, 4, 4],
  ])('shares the calls of equal prompts, with cache %s', (cache, least, expected, most) => {
    expect(total(4, { cache }, 3).calls).toEqual({ least, expected, most })
  })

  it('has no known cost where a model has none', () => {
    expect(total(1).costUsd).toEqual(exactly(1))
    expect(total(1, { costOf: () => undefined }).costUsd).toBeNull()
    expect(total(1, { costOf: () => () => null }).costUsd).toBeNull()
  })

  it.each([
    [59, 'certain'],
    [109, 'probable'],
    [409, 'possible'],
    [410, undefined],
  ])('is stopped by %i tokens: %s', (maxTotalTokens, reach) => {
    const { stops } = total(1, { limits: { maxTotalTokens } })
    expect(stops).toEqual(reach === undefined ? [] : [{ limit: 'maxTotalTokens', reach }])
  })
})
