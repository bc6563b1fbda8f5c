import { describe, expect, it } from 'vitest'
import { estimatePrompt } from '../../src/estimate/prompt-estimate.ts'
import type { LoopRules, PromptFacts, ReviewCall } from '../../src/estimate/types.ts'
import { RunTotal, type RunSettings } from '../../src/estimate/run-total.ts'
import { exactly, ZERO } from '../../src/estimate/range.ts'
import { answerTokens, draftTokens, tokensIn } from '../../src/estimate/tokens.ts'
import type { ModelAssumptions } from '../../src/core/model-assumptions.ts'
import type { Constraint } from '../../src/core/constraints/constraint.ts'
import type { Model } from '../../src/core/ports.ts'

const latency = { firstTokenMs: exactly(1000), tokenMs: ZERO, maxMs: Infinity }
const reviewCall = (more: Partial<ReviewCall> = {}): ReviewCall => ({
  model: 'test:critic',
  latency,
  inputTokens: exactly(100),
  historyTokens: ZERO,
  outputTokens: exactly(50),
  alwaysSent: true,
  shared: false,
  expectedShare: 1,
  rounds: 1,
  ...more,
})
const facts = (more: Partial<PromptFacts> = {}): PromptFacts => ({
  model: 'test:writer',
  latency,
  openingTokens: exactly(10),
  taskTokens: exactly(10),
  feedbackTokens: exactly(20),
  draftTokens: { least: 50, expected: 100, most: 400 },
  needsNoCalls: false,
  checks: 0,
  stopsEarly: false,
  critics: [],
  judges: [],
  ...more,
})
const rules = (more: Partial<LoopRules> = {}): LoopRules => ({
  maxIterations: 3,
  critique: 'always',
  validation: 'all',
  ...more,
})
const two = [reviewCall(), reviewCall()]
const supplied = exactly(80)

describe('the least and the most calls of a prompt', () => {
  it.each<[string, Partial<PromptFacts>, Partial<LoopRules>, number, number]>([
    ['nothing assesses it: one', {}, {}, 1, 1],
    ['nothing assesses it, but it may be truncated', {}, { maxTokens: 500 }, 1, 3],
    ['validators', { checks: 1 }, {}, 1, 3],
    ['critics of every draft, whose answers may need a repair', { critics: two }, {}, 3, 15],
    ['critics and validators', { checks: 1, critics: two }, {}, 3, 15],
    ['critics of valid drafts', { checks: 1, critics: two }, { critique: 'when-valid' }, 2, 15],
    [
      'critics that a failed validator cancels',
      { checks: 1, critics: two },
      { validation: 'fail-fast' },
      2,
      15,
    ],
    [
      'a last iteration, which critics see only if valid',
      { checks: 1, critics: two },
      { maxIterations: 1 },
      1,
      5,
    ],
    ['critics that never run', { checks: 1, critics: two }, { critique: 'never' }, 1, 3],
    [
      'drafts that may be stopped early',
      { checks: 1, stopsEarly: true, critics: two },
      { maxIterations: 2 },
      2,
      10,
    ],
    ['a judge', { checks: 1, judges: [reviewCall()] }, {}, 2, 6],
    ['a judge that may not run', { checks: 1, judges: [reviewCall({ alwaysSent: false })] }, {}, 1, 6],
    ['the same critic twice', { critics: [reviewCall(), reviewCall({ shared: true })] }, {}, 2, 15],
    ['a supplied draft', { checks: 1, suppliedTokens: supplied }, {}, 0, 2],
    ['a supplied draft and critics', { checks: 1, critics: two, suppliedTokens: supplied }, {}, 2, 14],
    ['infeasible constraints', { checks: 2, critics: two, needsNoCalls: true }, {}, 0, 0],
  ])('%s', (_, known, how, least, most) => {
    const { calls } = estimatePrompt(facts(known), rules(how))
    expect([calls.least, calls.most]).toEqual([least, most])
    expect(calls.expected).toBeGreaterThanOrEqual(least)
    expect(calls.expected).toBeLessThanOrEqual(most)
  })

  it('of a critic with several calls follow one another', () => {
    const once = estimatePrompt(facts({ critics: [reviewCall()] }), rules({ maxIterations: 1 }))
    const thrice = estimatePrompt(
      facts({ critics: [reviewCall({ rounds: 3 })] }),
      rules({ maxIterations: 1 }),
    )
    expect(thrice.durationMs.expected - once.durationMs.expected).toBe(2000)
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

  const assumptions: ModelAssumptions = {
    draftTokens: 300,
    tokensPerWord: 1.5,
    jsonTextTokens: 20,
    suggestionTokens: 60,
    writesMinimum: false,
    countsSchema: true,
    latency: () => latency,
  }
  const words = (min: number, max: number): Constraint => ({ kind: 'count', unit: 'words', min, max })
  it.each<[string, Constraint[], number | undefined, number, number, number]>([
    ['of usual length', [], undefined, 1, 300, 4096],
    ['between two bounds', [words(400, 600)], undefined, 200, 750, 4096],
    ['of at least so much', [words(1000, Infinity)], undefined, 500, 1500, 4500],
    ['of at most so much', [words(0, 100)], undefined, 1, 120, 4096],
    ['up to the token limit', [words(400, 600)], 100, 1, 100, 100],
    ['of JSON', [{ kind: 'json' }], undefined, 1, 90, 4096],
  ])('of a draft %s', (_, constraints, maxTokens, least, expected, most) => {
    expect(draftTokens(constraints, assumptions, maxTokens)).toEqual({ least, expected, most })
  })

  it('of an answer follow its shape, a list by its labels', () => {
    const text = { type: 'string' }
    const item = (labels: number[]) => ({ properties: { principle: { enum: labels }, fix: text } })
    const list = (labels: number[]) => ({ properties: { verdicts: { type: 'array', items: item(labels) } } })
    const size = (labels: number[]) => answerTokens(list(labels), assumptions).expected
    expect(size([1, 2, 3, 4, 5, 6])).toBeGreaterThan(1.8 * size([1, 2, 3]))
  })
})

describe('a run', () => {
  const run: RunSettings = { escalation: [], concurrency: 10, connections: 100, cache: true }
  const total = (
    count: number,
    more: Partial<RunSettings> = {},
    repeated = 0,
    costOf: () => Model['cost'] = () => () => 1,
  ) => {
    const runTotal = new RunTotal({ ...run, ...more }, costOf)
    for (let index = 0; index < count; index++) {
      runTotal.add(estimatePrompt(facts(), rules()), index < repeated ? 'all' : 'none')
    }
    return runTotal.estimate()
  }

  it.each<[string, Partial<RunSettings>, number]>([
    ['prompts in flight', {}, 10_000],
    ['calls in flight', { maxCalls: 2 }, 50_000],
    ['requests per minute', { rpm: 60 }, 100_000],
    ['tokens per minute', { tpm: 1100 }, 600_000],
  ])('takes as long as its narrowest bottleneck: %s', (_, more, expected) => {
    expect(total(100, more).durationMs.expected).toBeCloseTo(expected)
  })

  it.each<[RunSettings['cache'], number, number, number]>([
    [true, 1, 1, 4],
    ['refresh', 1, 4, 4],
    [false, 4, 4, 4],
  ])('shares the calls of equal prompts, with cache %s', (cache, least, expected, most) => {
    expect(total(4, { cache }, 3).calls).toEqual({ least, expected, most })
  })

  it('has no known cost where a model has none', () => {
    expect(total(1).costUsd).toEqual(exactly(1))
    expect(total(1, {}, 0, () => undefined).costUsd).toBeNull()
    expect(total(1, {}, 0, () => () => null).costUsd).toBeNull()
  })

  it.each([
    [59, 'certain'],
    [109, 'probable'],
    [409, 'possible'],
    [410, undefined],
  ])('is stopped by %i tokens: %s', (maxTotalTokens, reach) => {
    const { stops } = total(1, { maxTotalTokens })
    expect(stops).toEqual(reach === undefined ? [] : [{ limit: 'maxTotalTokens', reach }])
  })
})
