import { describe, expect, it } from 'vitest'
import type { Estimate } from '../../src/core/estimate.ts'
import { estimateFormats, renderEstimate } from '../../src/report/estimate/index.ts'
import { findByExtension } from '../../src/report/shared/choose-format.ts'

const calls = { least: 1, expected: 3, most: 12 }
const tokens = { least: 100, expected: 1200, most: 9000 }
const estimate: Estimate = {
  prompts: 1,
  repeated: 0,
  meanIterations: 1.756,
  escalation: [],
  calls,
  inputTokens: tokens,
  outputTokens: tokens,
  costUsd: null,
  durationMs: { least: 9.02, expected: 2400, most: 65_000 },
  models: [{ model: 'openai:new', calls, inputTokens: tokens, outputTokens: tokens, costUsd: null }],
  stops: [{ limit: 'maxTotalTokens', reach: 'probable' }],
}

describe('an estimate as text', () => {
  it('is a table with its assumptions', () => {
    expect(renderEstimate(estimate)).toMatchInlineSnapshot(`
      "1 prompt; nothing was sent
                     least   expected         most
      calls              1          3           12
      tokens in        100      1,200        9,000
      tokens out       100      1,200        9,000
      cost         unknown    unknown      unknown
      time            9 ms      2.4 s   1 min 05 s
      Expected assumes 1.76 iterations per prompt and answers of usual length. Least assumes the fewest calls and the shortest answers, most assumes all iterations with the longest answers.
      Retries are not included.
      No price is known for openai:new; set it under "prices" in the settings.
      --max-total-tokens will probably stop this run before it is done.
      "
    `)
  })

  it('names the models whose calls it does not contain', () => {
    expect(renderEstimate({ ...estimate, escalation: ['sim:strong'] })).toContain(
      '\nPrompts that go on with sim:strong cost more than estimated here.\n',
    )
  })

  it('counts prompts that repeat an earlier one', () => {
    expect(renderEstimate({ ...estimate, repeated: 1 })).toContain(
      '\n1 prompt repeats an earlier one and shares its calls.\n',
    )
    expect(renderEstimate({ ...estimate, repeated: 2 })).toContain(
      '\n2 prompts repeat an earlier one and share its calls.\n',
    )
  })
})

describe('an estimate as a file', () => {
  it('is Markdown or JSON by its extension', () => {
    const render = (path: string) => findByExtension(estimateFormats, path)?.render(estimate)
    expect(render('e.md')).toMatch(/^# Estimate for 1 prompt\n\n\| Quantity /)
    expect(JSON.parse(render('e.JSON') ?? '')).toEqual(estimate)
    expect(render('e.csv')).toBeUndefined()
  })
})
