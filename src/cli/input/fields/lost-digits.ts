import { UsageError } from '../../../core/errors.ts'

/** Refuses a number of a row that would be printed with other digits than the user wrote. `where` is file and line. */
export function refuseLostDigits(notation: string | undefined, where: string): void {
  if (notation === undefined) return
  const fault = Number.isFinite(Number(notation)) ? 'has too many digits' : 'is too large'
  throw new UsageError(`${where}: the number ${notation} ${fault}`, 'put it in quotes')
}
