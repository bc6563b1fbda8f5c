import { UsageError } from '../../../core/errors.ts'
import { formatCount, formatInteger } from '../../../util/units.ts'

/** Throws a `UsageError` if a row has more validators than `maximum`, counting those that are parts of others. */
export function refuseManyValidators(given: unknown, maximum = Infinity, where: string): void {
  let count = 0
  const lists = [given]
  for (const list of lists) {
    if (!Array.isArray(list)) continue
    count += list.length
    for (const each of list as unknown[]) lists.push(Object(each)['validators'])
  }
  if (count <= maximum) return
  throw new UsageError(
    `${where}: ${formatCount(count, 'validator')}, more than the ${formatInteger(maximum)} that a row may have`,
    'give the row fewer validators, or set maxRowValidators',
  )
}
