import { describe, expect, it } from 'vitest'
import { createTimingObserver } from '../../src/observe/timing/timing.ts'
import { outcomeLabel } from '../../src/core/outcome-label.ts'
import { timingFormats } from '../../src/report/index.ts'
import { findByExtension } from '../../src/report/shared/choose-format.ts'
import { htmlTiming } from '../../src/report/html/timing.ts'
import { jsonTiming } from '../../src/report/timing/json.ts'
import { mdTiming } from '../../src/report/timing/md.ts'
import { renderTimingText, textTiming } from '../../src/report/timing/text.ts'
import { wholePercents } from '../../src/report/timing/shares.ts'
import { noPrompts, report } from './examples.ts'

const empty = createTimingObserver(report.run).report({ wallMs: 0, resources: report.resources })

describe('a timing report as text', () => {
  const wasted = { attempts: 3, inputTokens: 1234, outputTokens: 56, costUsd: 0.02 }
  const limits = [
    { unit: 'requests', periodMs: 60_000, limit: 500, utilisation: 0.25 },
    { unit: 'tokens', periodMs: 86_400_000, limit: 100_000, utilisation: 1 },
  ] as const
  const aborted = { ...report, models: report.models.map((model) => ({ ...model, wasted, limits })) }

  it('has every table with rows, wide ones with a line per column', () => {
    const text = textTiming.render(aborted)
    const headings = text.match(/^[A-Z].*$/gm)
    expect(headings).toEqual([
      'Summary',
      'Components',
      'Scaling',
      'Validators',
      'Critics',
      'Models',
      'Aborted calls',
      'Limits',
      'Waits',
      'Latency',
      'Acceptance',
      'Iterations',
      'Fixed and broken',
    ])
    expect(text).toMatch(/^ {2}generation +8 min 40 s +1 min 24 s +60% +no$/m)
    expect(text).toMatch(/^ {2}critique +123 +4 min 40 s +1 min 10 s +4x$/m)
    expect(text).toMatch(/^ {2}Reasoning tokens +0$/m)
    expect(text).toMatch(/^ {2}first token +420 ms +400 ms/m)
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(130)
  })

  it('states aborted calls and limits apart, in all formats', () => {
    expect(renderTimingText(aborted, false)).toContain(
      'aborted  3 calls, estimated at 1,234 tokens in, 56 out, $0.0200; in no other figure\n',
    )
    const rows = [
      ['openai:gpt-4', '3', '1,234', '56', '$0.0200'],
      ['openai:gpt-4', 'requests per minute', '500', '25%'],
      ['openai:gpt-4', 'tokens per day', '100,000', '100%'],
    ]
    const documents = [textTiming.render(aborted), mdTiming.render(aborted), htmlTiming.render(aborted)]
    for (const cells of rows) {
      const row = new RegExp(cells.map((cell) => cell.replace(/[$.]/g, '\\$&')).join('[^\\n]*?'))
      for (const document of documents) expect(document.replace(/\\\$/g, '$')).toMatch(row)
    }
    expect(JSON.parse(jsonTiming.render(aborted)).models[0]).toMatchObject({ wasted, limits })
  })

  it('states outcomes, speed, where the time went and the cost in a few lines', () => {
    expect(renderTimingText(report, true)).toMatchInlineSnapshot(`
      "prompts  100: 94 accepted, 4 not accepted, 2 failed
      quality  94% accepted, 2.3 iterations per prompt
      time     1 min 25 s, speedup 9.6x (sequential 13 min 40 s), efficiency 96.5% (ideal 1 min 22 s)
      latency  p50 8.0 s, p95 12.3 s, max 1 min 05 s per prompt
      work     generation 8 min 40 s (60%), critique 4 min 40 s (34%), overhead 40.0 s (4%), validation 15.0 s (2%)
      calls    230, 3 retries, 2 throttled, 5 cache hits
      tokens   200,000 in (1,000 cached), 120,000 out
      cost     $1.25, $0.0133 per accepted prompt
      gain     iteration 1: 20 of 100 prompts accepted for 40% of the cost
      gain     iteration 2: 74 of 100 prompts accepted for 60% of the cost
      critic   reflexion: 308 objections, 40% led to a better draft, 60 prompts accepted after one, $0.0050 per such prompt
      "
    `)
  })

  it('mentions hedged calls, saved tokens and waits only if they matter', () => {
    const models = report.models.map((model) => ({ ...model, hedges: 4, savedTokens: 1234 }))
    const waits = [
      { reason: 'retry', waits: 3, busyMs: 9000, elapsedMs: 4000 },
      { reason: 'slot', waits: 1, busyMs: 800, elapsedMs: 800 },
      { reason: 'rate-limit', waits: 40, busyMs: 90_000, elapsedMs: 12_300 },
    ] as const
    const lines = renderTimingText({ ...report, models, waits }, true).split('\n')
    expect(lines.slice(5, 8)).toEqual([
      'calls    230, 3 retries, 2 throttled, 4 hedged, 5 cache hits',
      'waited   12.3 s: rate limit, 4.0 s: retry backoff',
      'tokens   200,000 in (1,000 cached), 120,000 out, about 1,234 saved by early stops',
    ])
  })

  it('omits the gain of running in parallel for one prompt', () => {
    const summary = { ...report.summary, prompts: 1, meanIterations: 1 }
    const rendered = renderTimingText({ ...report, summary }, true)
    expect(rendered).toContain('time     1 min 25 s\n')
    expect(rendered).toContain('1 iteration per prompt')
  })

  it('tells a resumed run apart from the whole file', () => {
    const earlier = { ...noPrompts, prompts: 28, accepted: 27, exhausted: 1 }
    const summary = { ...report.summary, earlier, pending: 2 }
    expect(renderTimingText({ ...report, summary }, true)).toContain(
      'prompts  130: 121 accepted, 5 not accepted, 2 failed, 2 pending (28 from before)\n' +
        'this run 100: 94 accepted, 4 not accepted, 2 failed\n',
    )
    expect(mdTiming.render({ ...report, summary })).toMatch(
      /Prompts accepted +\| +94 \(121 with earlier runs\)/,
    )
  })

  it('shows neither speed nor ideal without details', () =>
    expect(renderTimingText(report, false)).toContain('time     1 min 25 s\n'))

  it('states that there were no prompts', () =>
    expect(textTiming.render(empty)).toBe('no prompts were run\n'))

  it.each([
    'accepted',
    'exhausted',
    'unreviewed',
    'failed',
    'refused',
    'truncated',
    'empty',
    'cancelled',
  ] as const)('counts prompts that ended as %s', (outcome) => {
    const summary = { ...empty.summary, prompts: 7, [outcome]: 7 }
    expect(renderTimingText({ ...empty, summary }, true)).toContain(`7: 7 ${outcomeLabel(outcome)}\n`)
  })

  it('shows a sum as unknown if a part of it is unknown', () => {
    const models = report.models.flatMap((model) => [model, { ...model, costUsd: null }])
    expect(renderTimingText({ ...report, models }, true)).toMatch(/^calls +460, .*\n.*\ncost +unknown$/m)
  })
})

describe('a timing report as JSON', () => {
  it('contains the whole report', () => expect(JSON.parse(jsonTiming.render(report))).toEqual(report))
})

it.each([
  ['report.json', jsonTiming],
  ['out/REPORT.MD', mdTiming],
  ['report.html', htmlTiming],
  ['report.xml', undefined],
])('the format of %s is chosen by its extension', (path, format) =>
  expect(findByExtension(timingFormats, path)).toBe(format),
)

it.each([
  [
    [0.333, 0.333, 0.334],
    [33, 33, 34],
  ],
  [
    [0.686, 0.307, 0.007],
    [68, 31, 1],
  ],
  [[1], [100]],
  [
    [0, 0],
    [0, 0],
  ],
])('shares %j are shown as percents %j, which add up', (shares, expected) =>
  expect(wholePercents(shares)).toEqual(expected),
)
