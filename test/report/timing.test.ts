import { describe, expect, it } from 'vitest'
import type { TimingReport } from '../../src/core/timing-report.ts'
import { timing } from '../../src/observe/timing/timing.ts'
import { timingFormatFor } from '../../src/report/index.ts'
import { json } from '../../src/report/timing/json.ts'
import { md } from '../../src/report/timing/md.ts'
import { text } from '../../src/report/timing/text.ts'
import { report } from './examples.ts'

const empty = timing(report.run).report({ wallMs: 0, resources: report.resources })

describe('a timing report as text', () => {
  it('is a few lines that say how it went, how fast, what dominated and what it cost', () => {
    expect(text.render(report)).toMatchInlineSnapshot(`
      "prompts  100: 94 accepted, 4 exhausted, 2 failed
      quality  94% accepted, 2.3 iterations a prompt
      time     1 min 25 s, one after another 13 min 40 s (9.6x), ideal 1 min 22 s (96.5%)
      latency  p50 8.0 s, p95 12.3 s, max 1 min 05 s a prompt
      mostly   generation 8 min 40 s (60%), critique 4 min 40 s (34%), overhead 40.0 s (4%)
      calls    230, 3 retries, 2 throttled, 5 cache hits
      tokens   200,000 in (1,000 cached), 120,000 out
      cost     $1.25
      "
    `)
  })

  it('tells copies, savings and waits where there were any that matter', () => {
    const models = report.models.map((model) => ({ ...model, hedges: 4, savedTokens: 1234 }))
    const waits = [
      { reason: 'retry', waits: 3, busyMs: 9000, elapsedMs: 4000 },
      { reason: 'slot', waits: 1, busyMs: 800, elapsedMs: 800 },
      { reason: 'rate-limit', waits: 40, busyMs: 90_000, elapsedMs: 12_300 },
    ] as const
    const lines = text.render({ ...report, models, waits }).split('\n')
    expect(lines.slice(5, 8)).toEqual([
      'calls    230, 3 retries, 2 throttled, 4 hedged, 5 cache hits',
      'waits    12.3 s for the rate limit, 4.0 s before retries',
      'tokens   200,000 in (1,000 cached), 120,000 out, about 1,234 saved by early stops',
    ])
  })

  it('says that there were no prompts', () => expect(text.render(empty)).toBe('no prompts\n'))

  it.each([
    'accepted',
    'exhausted',
    'unreviewed',
    'failed',
    'refused',
    'truncated',
    'empty',
    'cancelled',
  ] as const)('counts %s prompts, so that the outcomes make up the prompts', (outcome) => {
    const summary = { ...empty.summary, prompts: 7, [outcome]: 7 }
    expect(text.render({ ...empty, summary })).toContain(`7: 7 ${outcome}\n`)
  })

  it('does not know a sum of which a part is unknown', () => {
    const models = report.models.flatMap((model) => [model, { ...model, costUsd: null }])
    expect(text.render({ ...report, models })).toMatch(/^calls +460, .*\n.*\ncost +unknown$/m)
  })
})

describe('a timing report as Markdown', () => {
  it('is tables whose figures stand to the right', () => {
    expect(md.render(report)).toMatchInlineSnapshot(`
      "# Timing of run run-1

      Model openai:gpt-4, profile production, at most 10 prompts at once, started 2026-01-01T00:00:00.000Z.

      ## Summary

      | Metric               |       Value |
      | -------------------- | ----------: |
      | Prompts              |         100 |
      | of them accepted     |          94 |
      | of them exhausted    |           4 |
      | of them failed       |           2 |
      | Success rate         |         94% |
      | Iterations a prompt  |         2.3 |
      | Model calls a prompt |         2.3 |
      | Tokens a prompt      |       3,200 |
      | Cost                 |       $1.25 |
      | Total time           |  1 min 25 s |
      | One after another    | 13 min 40 s |
      | Speedup              |        9.6x |
      | Prompts a second     |        1.18 |
      | Ideal time           |  1 min 22 s |
      | Ideal / total time   |       96.5% |
      | Peak memory          |      142 MB |
      | CPU time             |      900 ms |
      | Connections opened   |     unknown |

      ## Components

      | Component  |       Busy |    Elapsed |   Share | In parallel |
      | ---------- | ---------: | ---------: | ------: | ----------: |
      | generation | 8 min 40 s | 1 min 24 s |     60% |          no |
      | validation |     15.0 s |      4.0 s |      2% |         yes |
      | critique   | 4 min 40 s | 1 min 10 s |     34% |         yes |
      | feedback   |       5 ms |       5 ms |   <0.1% |          no |
      | network    |    unknown |    unknown | unknown |         yes |
      | wait       |       0 ms |       0 ms |      0% |         yes |
      | overhead   |     40.0 s |      9.0 s |      4% |          no |

      Busy is a sum, elapsed the time in which any was under way. Network and wait lie within the others.

      ## Validators

      | Validator | Runs | Passed |   Mean |  p95 |
      | --------- | ---: | -----: | -----: | ---: |
      | length    |  230 |    50% | 0.4 ms | 1 ms |

      ## Critics

      | Critic    |   Model |  Runs | Objected | Precision |  Mean |   p95 |         Sum | Slowest |
      | --------- | ------: | ----: | -------: | --------: | ----: | ----: | ----------: | ------: |
      | reflexion | unknown | 1,230 |      25% |   unknown | 1.2 s | 1.5 s | 24 min 36 s |   2.0 s |

      ## Models

      | Model        | Calls | Retries | Hedged | Cache hits | Input tokens | Output tokens | Saved tokens |  Cost |   p50 |   p95 | In the provider | Network | Throttled | Waited |
      | ------------ | ----: | ------: | -----: | ---------: | -----------: | ------------: | -----------: | ----: | ----: | ----: | --------------: | ------: | --------: | -----: |
      | openai:gpt-4 |   230 |       3 |      0 |          5 |      200,000 |       120,000 |            0 | $1.25 | 3.2 s | 4.0 s |         unknown | unknown |         2 | 700 ms |

      ## Waits

      | Waited for | Waits |    Sum | Elapsed |
      | ---------- | ----: | -----: | ------: |
      | retry      |     3 | 700 ms |  500 ms |

      ## Latency

      | Latency   |  mean |   p50 |    p90 |    p95 |    p99 |        max |
      | --------- | ----: | ----: | -----: | -----: | -----: | ---------: |
      | prompt    | 8.2 s | 8.0 s | 11.0 s | 12.3 s | 19.0 s | 1 min 05 s |
      | iteration | 8.2 s | 8.0 s | 11.0 s | 12.3 s | 19.0 s |    unknown |
      | call      | 8.2 s | 8.0 s | 11.0 s | 12.3 s | 0.5 ms | 1 min 05 s |

      ## Acceptance

      | By iteration | Prompts accepted |
      | ------------ | ---------------: |
      | 1            |              20% |
      | 2            |              94% |
      "
    `)
  })

  it('says which tables are empty', () => {
    expect(md.render(empty).match(/## Validators\n\nNone\./)).not.toBeNull()
    expect(md.render(empty)).not.toMatch(/NaN|Infinity|null|undefined/)
  })

  it('keeps names in their cells', () => {
    const name = 'a | b\n\n# c `d` <img src=x>'
    const named: TimingReport = {
      ...report,
      validators: report.validators.map((each) => ({ ...each, name })),
    }
    expect(md.render(named)).toContain('| a \\| b \\# c \\`d\\` \\<img src=x\\> |  230 |')
  })
})

describe('a timing report as JSON', () => {
  it('is the report', () => expect(JSON.parse(json.render(report))).toEqual(report))
})

it.each([
  ['report.json', json],
  ['out/REPORT.MD', md],
  ['report.html', undefined],
])('%s is written as it ends', (path, format) => expect(timingFormatFor(path)).toBe(format))
