import { UsageError } from '../../../core/errors.ts'

/** Refuses a number of a row that would be printed with other digits than the user wrote. `where` is file and line. */
export function refuseLostDigits(notation: string | undefined, where: string): void {
  if (notation === undefined) return
  throw new UsageError(`${where}: the number ${notation} has too many digits`, 'put it in quotes')
}
