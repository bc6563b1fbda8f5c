/** What the stored results of a batch have cost. */
import type { ResultsWriter } from '../../../batch/results/results-writer.ts'
import type { Span } from '../../../batch/results/rewrite.ts'
import type { EarlierResults } from '../../../batch/resume/earlier-results.ts'
import type { ResultRecord } from '../../../core/record.ts'
import type { Usage } from '../../../core/types.ts'
import { noUsage, totalUsage } from '../../../core/usage.ts'

export function createSpending(earlier: EarlierResults | undefined) {
  let spent = noUsage
  let hasReplaced = false
  return {
    add: (record: ResultRecord, span: Span): void => {
      hasReplaced ||= earlier?.markOf(record.id) !== undefined
      earlier?.add(record, span)
      spent = totalUsage([spent, record.usage])
    },
    /** The usage of the current result of each prompt, which includes that of the results that it replaced. */
    async total(results: Pick<ResultsWriter, 'forEach'>): Promise<Usage> {
      if (!earlier || !hasReplaced) return spent
      let current = noUsage
      await results.forEach(({ id, usage }, span) => {
        if (earlier.isCurrent(id, span)) current = totalUsage([current, usage])
      })
      return current
    },
  }
}
