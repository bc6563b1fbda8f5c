import { expect, it } from 'vitest'
import { EarlierResults } from '../../../../src/batch/resume/earlier-results.ts'
import { createSpending } from '../../../../src/cli/commands/batch/spending.ts'
import type { ResultRecord } from '../../../../src/core/record.ts'
import { noUsage } from '../../../../src/core/usage.ts'

type Stored = Pick<ResultRecord, 'id' | 'index' | 'thoughtId' | 'outcome' | 'error' | 'usage'>

const record = (id: string, costUsd: number): ResultRecord => {
  const stored: Stored = {
    id,
    index: 0,
    thoughtId: '00000001',
    outcome: 'accepted',
    error: null,
    usage: { ...noUsage, costUsd },
  }
  return stored as ResultRecord
}

/** The cost of these stored results, in the order of the file. */
async function costOf(records: readonly ResultRecord[], earlier: EarlierResults | undefined) {
  const spending = createSpending(earlier)
  const spanOf = (index: number) => ({ offset: 100 * index, bytes: 100 })
  records.forEach((each, index) => spending.add(each, spanOf(index)))
  const { costUsd } = await spending.total({
    forEach: async (visit) => records.forEach((each, index) => visit(each, spanOf(index))),
  })
  return costUsd
}

it('adds up the results of a run', async () => {
  expect(await costOf([record('a', 1), record('b', 2)], undefined)).toBe(3)
  expect(await costOf([record('a', 1), record('b', 2)], new EarlierResults())).toBe(3)
})

it('counts a result that replaced another one alone, since its usage includes that of the other', async () => {
  expect(await costOf([record('a', 1), record('b', 2), record('a', 5)], new EarlierResults())).toBe(7)
})
