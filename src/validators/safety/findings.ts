/** Finds what must not be in a text, and tells kind and place alone, never the thing itself. */
import type { Validation } from '../../core/types.ts'
import { position } from '../shared/position.ts'
import type { Kind } from './secret-kinds.ts'
import { listed, verdict } from '../shared/verdict.ts'

export interface Finding {
  readonly kind: string
  readonly at: number
}

/** In the order of the text; what is of several kinds is of the first that is listed. */
export function findKinds(text: string, kinds: readonly Kind[], allow: readonly string[]): Finding[] {
  const found: Finding[] = []
  let rest = text
  for (const { name, regex, accepts } of kinds) {
    const pieces: string[] = []
    let end = 0
    for (const match of rest.matchAll(regex)) {
      const [whole] = match
      const { value = whole, single = value } = match.groups ?? {}
      if (accepts && !accepts(single, rest, match.index)) continue
      if (isAllowed(single, allow)) continue
      found.push({ kind: name, at: match.index })
      pieces.push(rest.slice(end, match.index), ' '.repeat(whole.length))
      end = match.index + whole.length
    }
    rest = pieces.length === 0 ? rest : pieces.join('') + rest.slice(end)
  }
  return found.toSorted((one, other) => one.at - other.at)
}

/** A value itself, or the end of it that starts with "@": everybody at one domain. */
const isAllowed = (value: string, allow: readonly string[]): boolean =>
  allow.some((each) => {
    const one = plain(value)
    return each.startsWith('@') ? one.endsWith(plain(each)) : one === plain(each)
  })

/** However its letters and digits are grouped. */
const plain = (value: string): string => value.toLowerCase().replace(/[\s().-]/g, '')

export function findingsVerdict(
  validator: string,
  what: string,
  found: readonly Finding[],
  text: string,
): Validation {
  const faults = found.slice(0, 6).map(({ kind, at }) => `${kind} at ${position(text, at)}`)
  const fact = listed([...faults, ...found.slice(6).map(({ kind }) => kind)]) || `no ${what}`
  const check = { score: 1 / (1 + found.length), fact, duty: `have no ${what}` }
  return verdict(validator, `no ${what}`, [check])
}
