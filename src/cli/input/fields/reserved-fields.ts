import { UsageError } from '../../../core/errors.ts'
import { findSimilar } from '../../../util/lookup.ts'

/**
 * Tables have columns with names of all kinds, so only a long name that resembles a field is taken for a misspelling.
 */
const MIN_LENGTH = { table: 6, other: 4 }

/** Throws a `UsageError` for a field whose name is almost one that sifaka reads: it would have no effect. */
export function refuseMisspelt(
  fields: Readonly<Record<string, unknown>>,
  reserved: readonly string[],
  where: string,
  isTable: boolean,
): void {
  const minLength = isTable ? MIN_LENGTH.table : MIN_LENGTH.other
  for (const field of Object.keys(fields)) {
    if (reserved.includes(field)) continue
    const candidates = reserved.filter(
      (name) => name.length >= minLength && name[0]?.toLowerCase() === field[0]?.toLowerCase(),
    )
    const meant = findSimilar(field, candidates)
    if (meant === undefined) continue
    throw new UsageError(
      `${where}: unknown field "${field}"`,
      `did you mean "${meant}"? For a field of your own, use --allow-extra or put it in "meta"`,
    )
  }
}
