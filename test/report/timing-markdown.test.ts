import { describe, expect, it } from 'vitest'
import type { TimingReport } from '../../src/core/timing-report.ts'
import { createTimingObserver } from '../../src/observe/timing/timing.ts'
import { mdTiming } from '../../src/report/timing/md.ts'
import { report } from './examples.ts'

const empty = createTimingObserver(report.run).report({ wallMs: 0, resources: report.resources })

describe('a timing report as Markdown', () => {
  it('renders tables with numbers aligned right', () => {
    expect(mdTiming.render(report)).toMatchInlineSnapshot(`
      "# Timing of run run-1

      Model openai:gpt-4, profile production, at most 10 prompts in flight, started 2026-01-01T00:00:00.000Z.

      ## Summary

      | Metric                          |       Value |
      | ------------------------------- | ----------: |
      | Prompts                         |         100 |
      | Prompts accepted                |          94 |
      | Prompts not accepted            |           4 |
      | Prompts failed                  |           2 |
      | Success rate                    |         94% |
      | Iterations per prompt           |         2.3 |
      | Model calls per prompt          |         2.3 |
      | Tokens per prompt               |       3,200 |
      | Cost                            |       $1.25 |
      | Cost per accepted prompt        |     $0.0133 |
      | Total time                      |  1 min 25 s |
      | Time if sequential              | 13 min 40 s |
      | Speedup                         |        9.6x |
      | Prompts per second              |        1.18 |
      | Ideal time                      |  1 min 22 s |
      | Efficiency (ideal / total time) |       96.5% |
      | Peak memory                     |      142 MB |
      | CPU time                        |      900 ms |
      | Connections opened              |     unknown |

      ## Components

      | Component  |       Busy |    Elapsed | Share | In parallel |
      | ---------- | ---------: | ---------: | ----: | ----------: |
      | generation | 8 min 40 s | 1 min 24 s |   60% |          no |
      | validation |     15.0 s |      4.0 s |    2% |         yes |
      | critique   | 4 min 40 s | 1 min 10 s |   34% |         yes |
      | feedback   |       5 ms |       5 ms |    0% |          no |
      | network    |    unknown |    unknown |       |         yes |
      | wait       |       0 ms |       0 ms |       |         yes |
      | overhead   |     40.0 s |      9.0 s |    4% |          no |

      Busy is the sum of all durations; elapsed counts overlapping work once. Network and wait are parts of the others.

      ## Scaling

      | Component  | Iterations | One after another | At the same time | Gain |
      | ---------- | ---------: | ----------------: | ---------------: | ---: |
      | validation |        230 |            15.0 s |            4.0 s | 3.8x |
      | critique   |        123 |        4 min 40 s |       1 min 10 s |   4x |

      ## Validators

      | Validator | Runs | Passed |  Mean |  p95 |   Sum | Slowest |
      | --------- | ---: | -----: | ----: | ---: | ----: | ------: |
      | length    |  230 |    50% | <1 ms | 1 ms | 92 ms |    2 ms |

      ## Critics

      | Critic    |   Model |  Runs | Objections | Objected | Precision | Extra accepted |    Cost | Cost per extra |  Mean |   p95 |         Sum | Slowest |
      | --------- | ------: | ----: | ---------: | -------: | --------: | -------------: | ------: | -------------: | ----: | ----: | ----------: | ------: |
      | reflexion | unknown | 1,230 |        308 |      25% |       40% |             60 | $0.3000 |        $0.0050 | 1.2 s | 1.5 s | 24 min 36 s |   2.0 s |

      ## Models

      | Model        | Calls | Retries | Hedged | Cache hits | Input tokens | Cached input | Output tokens | Reasoning tokens | Saved tokens |  Cost |   p50 |   p95 | Provider time | Network | Throttled | Waited | Limit used |
      | ------------ | ----: | ------: | -----: | ---------: | -----------: | -----------: | ------------: | ---------------: | -----------: | ----: | ----: | ----: | ------------: | ------: | --------: | -----: | ---------: |
      | openai:gpt-4 |   230 |       3 |      0 |          5 |      200,000 |        1,000 |       120,000 |                0 |            0 | $1.25 | 3.2 s | 4.0 s |       unknown | unknown |         2 | 700 ms |    unknown |

      ## Aborted calls

      None.

      ## Limits

      None.

      ## Waits

      | Waited for | Waits |    Sum | Elapsed |
      | ---------- | ----: | -----: | ------: |
      | retry      |     3 | 700 ms |  500 ms |

      ## Latency

      | Latency     |   mean |    p50 |    p90 |    p95 |    p99 |        max |
      | ----------- | -----: | -----: | -----: | -----: | -----: | ---------: |
      | prompt      |  8.2 s |  8.0 s | 11.0 s | 12.3 s | 19.0 s | 1 min 05 s |
      | iteration   |  8.2 s |  8.0 s | 11.0 s | 12.3 s | 19.0 s |    unknown |
      | call        |  8.2 s |  8.0 s | 11.0 s | 12.3 s |   1 ms | 1 min 05 s |
      | first token | 420 ms | 400 ms | 500 ms | 600 ms | 700 ms |     800 ms |

      ## Acceptance

      | By iteration | Prompts accepted |
      | ------------ | ---------------: |
      | 1            |              20% |
      | 2            |              94% |

      ## Iterations

      | Iteration | Prompts | Accepted | Fixed | Broke |  Tokens |    Cost | Share of it |
      | --------- | ------: | -------: | ----: | ----: | ------: | ------: | ----------: |
      | 1         |     100 |       20 |     0 |     0 | 100,000 | $0.5000 |         40% |
      | 2         |      80 |       74 |   110 |     2 | 220,000 | $0.7500 |         60% |

      ## Fixed and broken

      | Iteration | Validator or critic | Fixed | Broke |
      | --------- | ------------------: | ----: | ----: |
      | 2         |              length |   110 |     2 |
      "
    `)
  })

  it('names empty tables', () => {
    expect(mdTiming.render(empty).match(/## Validators\n\nNone\./)).not.toBeNull()
    expect(mdTiming.render(empty)).not.toMatch(/NaN|Infinity|null|undefined/)
  })

  it('escapes names, so that they stay in their cells', () => {
    const name = 'a | b\n\n# c `d` <img src=x>'
    const named: TimingReport = {
      ...report,
      validators: report.validators.map((each) => ({ ...each, name })),
    }
    expect(mdTiming.render(named)).toContain('| a \\| b \\# c \\`d\\` \\<img src=x\\> |  230 |')
  })
})
