import { describe, expect, it } from 'vitest'
import { benchFormats, type BenchResult } from '../../../../src/cli/commands/bench/render.ts'

const result: BenchResult = {
  ok: false,
  date: '2026-11-28',
  machine: { node: '24.1.0', platform: 'linux x64', cores: 2 },
  model: 'simulated models',
  scale: 0.5,
  tables: [
    {
      scenario: 'batch',
      title: 'Batches',
      columns: { kind: 'text', time: 'ms', rate: 'share' },
      rows: [
        { values: ['a', 9400, 1], target: 'fast', passed: true, simulated: true },
        { values: ['long', null, 0.25], target: 'fast', passed: false, simulated: false },
      ],
    },
  ],
}

describe('the tables of a benchmark', () => {
  it('are aligned as text, with target and result', () => {
    expect(benchFormats.text(result)).toBe(
      `2026-11-28, Node 24.1.0, linux x64, 2 cores, simulated models, latencies times 0.5: 1 of 2 targets met; "simulated" rows ran in virtual time

Batches
  kind   time  rate  target  result
  a     9.4 s  100%  fast    pass (simulated)
  long           25%  fast    MISS
`.replace('long           25%', 'long          25%'),
    )
  })

  it('are tables in Markdown', () => {
    expect(benchFormats.md(result)).toContain(`### Batches

| kind | time | rate | target | result |
| --- | ---: | ---: | --- | --- |
| a | 9.4 s | 100% | fast | pass (simulated) |`)
  })

  it('have their values by name in JSON, in base units', () => {
    const { ok, tables } = JSON.parse(benchFormats.json(result)) as { ok: boolean; tables: object[] }
    expect(ok).toBe(false)
    expect(tables).toMatchObject([
      {
        scenario: 'batch',
        rows: [
          { kind: 'a', time: 9400, rate: 1, passed: true, simulated: true },
          { kind: 'long', time: null, rate: 0.25, target: 'fast', passed: false },
        ],
      },
    ])
  })
})
