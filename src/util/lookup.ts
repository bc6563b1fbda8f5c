/** Lookups by name, with a hint for names that do not exist. */
import { distance } from 'fastest-levenshtein'

/** The object's own value: `constructor` and `toString` are names like any other. */
export const ownValue = <T>(from: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(from, name) ? from[name] : undefined

/** Throws the error that `createError` returns if no item has this name; its hint comes from `didYouMean`. */
export function getByName<T extends { readonly name: string }>(
  items: readonly T[],
  name: string,
  createError: (hint: string) => Error,
): T {
  const found = items.find((item) => item.name === name)
  if (found) return found
  throw createError(
    didYouMean(
      name,
      items.map((item) => item.name),
    ),
  )
}

/** Longer lists, as of the columns of a wide table, hide the message. All validators but those of IFEval are listed. */
const MAX_LISTED = 45

/** For example `did you mean "length"?`; if no known name is similar, lists the known names. */
export function didYouMean(name: string, known: readonly string[]): string {
  const similar = findSimilar(name, known)
  if (similar !== undefined) return `did you mean "${similar}"?`
  const more = known.length > MAX_LISTED ? ` and ${known.length - MAX_LISTED} more` : ''
  return `known: ${known.slice(0, MAX_LISTED).join(', ')}${more}`
}

/** Two neighbours that are swapped, as in "modle", are one edit. */
const editsBetween = (one: string, other: string): number =>
  areSwapped(one, other) ? 1 : distance(one, other)

function areSwapped(one: string, other: string): boolean {
  const at = [...one].findIndex((letter, index) => letter !== other[index])
  if (at === -1 || one.length !== other.length) return false
  return one.slice(0, at) + one.charAt(at + 1) + one.charAt(at) + one.slice(at + 2) === other
}

const maxEdits = (candidate: string): number => Math.max(1, Math.floor(candidate.length / 3))

/** The most similar known name, with at most one edit for every three characters; ignores case. */
export function findSimilar(name: string, known: readonly string[]): string | undefined {
  const similar = known
    // At least as many edits are needed as the lengths differ. To count the edits of a very long name would take too long.
    .filter((candidate) => Math.abs(candidate.length - name.length) <= maxEdits(candidate))
    .map((candidate) => ({ candidate, edits: editsBetween(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= maxEdits(candidate))
  return similar.toSorted((first, second) => first.edits - second.edits)[0]?.candidate
}
