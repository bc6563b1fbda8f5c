/** Refuses values that would become others than the user wrote. In errors, `where` is file and line. */
import { UsageError } from '../../../core/errors.ts'
import { findLostContent, type LostContent } from '../../../util/json/lost-content.ts'

/** Throws a `UsageError` for valid JSON with a key that occurs twice, or with a number that would lose digits. */
export function refuseAmbiguousJson(json: string, where: string): void {
  const lost = findLostContent(json, ['validators'])
  if (lost) throw lostContentError(lost, where)
}

export const lostContentError = ({ fault, cure }: LostContent, where: string): UsageError =>
  new UsageError(`${where}: ${fault}`, cure)
