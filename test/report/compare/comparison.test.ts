import { describe, expect, it } from 'vitest'
import { meanInterval } from '../../../src/report/compare/bootstrap.ts'
import { compareRuns, type ComparisonOptions } from '../../../src/report/compare/comparison.ts'
import { chooseComparisonFormat } from '../../../src/report/compare/formats.ts'
import type { ComparedRow } from '../../../src/report/compare/join-rows.ts'
import { changePhrase } from '../../../src/report/compare/tables.ts'
import { seededRandom } from '../../../src/util/random.ts'

const row = (id: string, more: Partial<ComparedRow> = {}): ComparedRow => ({
  id,
  promptHash: `prompt ${id}`,
  outcome: 'accepted',
  iterations: 1,
  costUsd: 0.01,
  durationMs: 1000,
  ...more,
})
const rows = (count: number, more: (index: number) => Partial<ComparedRow> = () => ({})) =>
  Array.from({ length: count }, (_, index) => row(`p${index}`, more(index)))
const compare = (a: readonly ComparedRow[], b: readonly ComparedRow[], options?: ComparisonOptions) =>
  compareRuns(
    { source: 'a.jsonl', models: ['sim:a'], labels: ['old'], rows: a },
    { source: 'b.jsonl', models: ['sim:b'], labels: [], rows: b },
    options,
  )
const metric = (comparison: ReturnType<typeof compare>, name: string) =>
  comparison.metrics.find((each) => each.metric === name)

describe('rows', () => {
  it('are joined by id, those left by prompt and in order, and the rest is listed', () => {
    const a = [row('1'), row('2'), row('x', { promptHash: 'same' }), row('y', { promptHash: 'same' })]
    const b = [row('2'), row('1'), row('v', { promptHash: 'same' }), row('z')]
    const { joined, rows: pairs } = compare(a, b)
    expect(pairs.map((pair) => [pair.a.id, pair.b.id])).toEqual([
      ['1', '1'],
      ['2', '2'],
      ['x', 'v'],
    ])
    expect(joined).toEqual({ byId: 2, byPrompt: 1, onlyA: ['y'], onlyB: ['z'], otherPrompts: 0 })
  })

  it('with equal ids may have different prompts, as when templates are compared', () => {
    const { joined } = compare([row('1')], [row('1', { promptHash: 'another' })])
    expect(joined).toMatchObject({ byId: 1, otherPrompts: 1 })
  })
})

describe('an interval', () => {
  it('is the same each time, and covers the true mean as often as it claims', () => {
    const random = seededRandom(7)
    const covered = Array.from({ length: 200 }, () => {
      const values = Array.from({ length: 60 }, () => random() - 0.5)
      expect(meanInterval(values)).toEqual(meanInterval(values))
      const { low = 0, high = 0 } = meanInterval(values) ?? {}
      return low <= 0 && 0 <= high
    })
    const share = covered.filter(Boolean).length / covered.length
    expect(share).toBeGreaterThan(0.9)
    expect(share).toBeLessThan(0.99)
  })

  it('agrees with the normal approximation', () => {
    const { low = 0, high = 0 } = meanInterval(Array.from({ length: 400 }, (_, index) => index % 2)) ?? {}
    expect(low).toBeCloseTo(0.5 - (1.96 * 0.5) / 20, 1)
    expect(high).toBeCloseTo(0.5 + (1.96 * 0.5) / 20, 1)
  })

  it('needs two values', () => {
    expect(meanInterval([])).toBeUndefined()
    expect(meanInterval([3])).toBeUndefined()
    expect(meanInterval([3, 3])).toEqual({ low: 3, high: 3 })
  })
})

describe('a change', () => {
  it('has means and sums over the joined rows', () => {
    const comparison = compare(
      rows(4),
      rows(4, (index) => ({ outcome: index === 0 ? 'exhausted' : 'accepted', iterations: 2 })),
    )
    expect(metric(comparison, 'success')).toMatchObject({
      sumA: 4,
      sumB: 3,
      meanA: 1,
      meanB: 0.75,
      change: -0.25,
    })
    expect(metric(comparison, 'iterations')).toMatchObject({ sumA: 4, sumB: 8, change: 1, verdict: 'worse' })
    expect(metric(comparison, 'time')).toMatchObject({
      sumA: 4000,
      meanB: 1000,
      change: 0,
      verdict: 'unclear',
    })
  })

  it('is the same for rows in any order, since a store lists them in another order than a file', () => {
    const before = rows(30, (index) => ({ costUsd: index / 7, durationMs: index * 3 }))
    const after = rows(30, (index) => ({ costUsd: (index % 7) / 3, durationMs: (index % 11) * 5 }))
    const { metrics } = compare(before, after)
    const shuffled = before.toSorted((a, b) => b.id.localeCompare(a.id))
    expect(compare(shuffled, after).metrics).toEqual(metrics)
  })

  it('leaves out rows whose cost is unknown', () => {
    const comparison = compare(
      rows(3),
      rows(3, (index) => ({ costUsd: index === 0 ? null : 0.02 })),
    )
    expect(metric(comparison, 'cost')).toMatchObject({ rows: 2, sumA: 0.02, sumB: 0.04 })
    expect(chooseComparisonFormat('text', undefined).render(comparison)).toContain(
      'the cost of 1 row is unknown',
    )
    const unknown = compare(
      rows(3),
      rows(3, () => ({ costUsd: null })),
    )
    expect(metric(unknown, 'cost')).toMatchObject({
      rows: 0,
      change: null,
      verdict: 'unknown',
      isRegression: false,
    })
  })

  // Of 200 rows, half are accepted in both runs; `lost` of these only in the first, and `gained` others only in the second.
  const flips = (lost: number, gained: number, options?: ComparisonOptions) =>
    compare(
      rows(200, (index) => ({ outcome: index < 100 ? 'accepted' : 'exhausted' })),
      rows(200, (index) => ({
        outcome: (index >= lost && index < 100) || index >= 200 - gained ? 'accepted' : 'exhausted',
      })),
      options,
    ).metrics[0]
  it.each([
    [20, 0, 'worse', true],
    [0, 20, 'better', false],
    [20, 18, 'unclear', false],
    [0, 0, 'unclear', false],
  ])('of %i rows lost and %i gained is %s', (lost, gained, verdict, isRegression) => {
    expect(flips(lost, gained)).toMatchObject({ verdict, isRegression })
  })

  it('is no regression within the tolerance, a share of the first mean', () => {
    expect(flips(20, 0, { tolerance: 0.3 })).toMatchObject({ verdict: 'worse', isRegression: false })
    expect(flips(20, 0, { tolerance: 0.05 })).toMatchObject({ isRegression: true })
  })

  it('is stated with its sign and its interval', () => {
    const [success] = compare(
      rows(2),
      rows(2, () => ({ outcome: 'failed' })),
    ).metrics
    expect(success && changePhrase(success)).toBe('success rate -100 points (-100 to -100 points)')
  })

  it('is computed for the chosen metrics only', () => {
    const { metrics } = compare(rows(2), rows(2), { metrics: ['cost', 'time'] })
    expect(metrics.map((each) => each.metric)).toEqual(['cost', 'time'])
  })
})

describe('the formats of a comparison', () => {
  const comparison = compare(
    [...rows(30), row('gone')],
    rows(30, (index) => ({ outcome: index < 10 ? 'exhausted' : 'accepted' })),
  )
  const render = (name: string) => chooseComparisonFormat(name, undefined).render(comparison)

  it('state which rows were compared, and which outcomes differ', () => {
    const text = render('text')
    expect(text).toContain('A  a.jsonl: 31 rows, sim:a, label old\n')
    expect(text).toContain('30 rows compared: 30 joined by id, 0 by prompt')
    expect(text).toContain('only in A: 1 of 31 (gone)')
    expect(text).toContain('accepted only in A: 10 rows (p0, p1,')
    expect(render('md')).toContain('accepted -> not accepted')
    expect(JSON.parse(render('json'))).toEqual(comparison)
  })

  it('say that few rows give narrow intervals', () => {
    expect(chooseComparisonFormat('text', undefined).render(compare(rows(3), rows(3)))).toContain(
      'too narrow',
    )
    expect(render('text')).not.toContain('too narrow')
  })

  it('are chosen by name or by extension', () => {
    expect(chooseComparisonFormat(undefined, undefined).name).toBe('text')
    expect(chooseComparisonFormat(undefined, 'x.MD').name).toBe('md')
    expect(() => chooseComparisonFormat(undefined, 'x.html')).toThrow('-o must be a .txt, .json or .md file')
    expect(() => chooseComparisonFormat('jsn', undefined)).toThrow('no format is called "jsn"')
  })
})
