import { describe, expect, it } from 'vitest'
import { batches } from '../../../../src/cli/commands/bench/batches.ts'
import { rateLimits, slowCalls } from '../../../../src/cli/commands/bench/pressure.ts'
import { components, single } from '../../../../src/cli/commands/bench/reference.ts'
import { caching } from '../../../../src/cli/commands/bench/reuse.ts'
import { iterationLimits, scaling } from '../../../../src/cli/commands/bench/scaling.ts'
import type { BenchContext, BenchTable } from '../../../../src/cli/commands/bench/scenario.ts'
import { builtInRegistry } from '../../../../src/config/registry.ts'

const isLong = process.env['LONG'] !== undefined

const context: BenchContext = {
  scale: 1,
  isVirtual: true,
  io: { registry: builtInRegistry(), env: {}, signal: new AbortController().signal, warn: () => undefined },
  real: undefined,
  say: () => undefined,
}

const missed = (...tables: readonly BenchTable[]) =>
  tables.flatMap(({ rows }) => rows.filter(({ passed }) => !passed))

describe('the benchmark in virtual time', { timeout: 90_000 }, () => {
  it('measures a single task within 5 % of the arithmetic of its latencies, and its components', async () => {
    const task = await single(context)
    expect(missed(task, await components(context))).toEqual([])
    expect(task.rows[0]?.target).toContain('within 5% of the calls')
  })

  it('divides the work of a task into shares that add up to 100 %', async () => {
    const { columns, rows } = await components(context)
    const at = Object.keys(columns).indexOf('of all')
    const shares = rows.map(({ values }) => Number(values[at] ?? 0))
    expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1)
  })

  it('measures 10 prompts at concurrency 10 at least 9.5 times faster than one after the other', async () => {
    const { rows } = await batches(context, [10])
    const row = rows.find(({ values: [prompts, concurrency] }) => prompts === 10 && concurrency === 10)
    expect(row).toMatchObject({ passed: true, simulated: true })
    expect(row?.values[3]).toBeGreaterThanOrEqual(9.5)
  })

  it('measures that validators and critics take as long as the slowest of them', async () => {
    const table = await scaling(context)
    expect(table.rows).toHaveLength(8)
    expect(missed(table)).toEqual([])
  })

  it('measures that a warm cache sends no call', async () => {
    expect(missed(await caching(context))).toEqual([])
  })

  it('measures that a rate limit is used and hardly exceeded, whether headers report it or not', async () => {
    expect(missed(await rateLimits(context))).toEqual([])
  })

  it('measures slow calls without hedging and with the default', { timeout: 300_000 }, async () => {
    // Hedging must learn the usual durations first, so that the target needs many prompts.
    const table = await slowCalls(context, isLong ? undefined : 100)
    expect(table.rows.map(({ values: [name, , , , extra] }) => [name, extra === 0])).toEqual([
      ['off', true],
      ['auto', false],
    ])
    expect(isLong ? missed(table, await iterationLimits(context)) : []).toEqual([])
  })
})
