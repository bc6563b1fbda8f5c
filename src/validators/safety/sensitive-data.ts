/**
 * Finds data that must not be in a text. Messages name the kind and the position of the data, never the data itself.
 */
import * as z from 'zod'
import type { Validator } from '../../core/ports.ts'
import { withAsciiDigits } from '../../util/digits.ts'
import { settledLines } from '../shared/settled.ts'
import { createTextValidator, placedFaultCheck, type Fault } from '../shared/text-validator.ts'

export const allowOption = z.array(z.string().min(1)).max(1000).default([])

export interface SensitiveKind {
  readonly name: string
  /** Must have the flag g, take linear time, and find the same in complete lines whatever lines follow. */
  readonly regex: RegExp
  /**
   * Returns false for a false positive. `value` is the group `value`, `single` or `backtick`, if there is one, else
   * the whole match.
   */
  readonly accepts?: ((value: string, text: string, at: number) => boolean) | undefined
}

/**
 * `what` names the data in messages, as a plural. If several kinds match the same place, the first of them names it.
 * `settled` returns the part of an unfinished text whose matches are final.
 * `allow` lists values to ignore, and e-mail domains such as @example.com.
 */
export function sensitiveDataValidator(
  name: string,
  what: string,
  kinds: readonly SensitiveKind[],
  allow: readonly string[],
  settled: (text: string) => string = settledLines,
): Validator {
  const requirement = `no ${what}`
  const check = (text: string) => {
    const matches = findSensitiveData(text, kinds, allow)
    return placedFaultCheck(matches, requirement, text)
  }
  return createTextValidator({
    name,
    tier: 'local',
    requirement,
    duty: '',
    check,
    checkPrefix: (text) => check(settled(text)),
  })
}

/** Returns the matches in the order of the text. */
function findSensitiveData(text: string, kinds: readonly SensitiveKind[], allow: readonly string[]): Fault[] {
  const matches: Fault[] = []
  let remaining = withAsciiDigits(text)
  for (const { name, regex, accepts } of kinds) {
    const pieces: string[] = []
    let end = 0
    for (const match of remaining.matchAll(regex)) {
      const [whole] = match
      const { value: double, single, backtick } = match.groups ?? {}
      const value = double ?? single ?? backtick ?? whole
      if (accepts?.(value, remaining, match.index) === false || isAllowed(value, allow)) continue
      pieces.push(remaining.slice(end, match.index), ' '.repeat(whole.length))
      end = match.index + whole.length
      matches.push({ message: name, at: match.index, end })
    }
    remaining = pieces.length === 0 ? remaining : pieces.join('') + remaining.slice(end)
  }
  return matches.toSorted((one, other) => one.at - other.at)
}

const isAllowed = (value: string, allow: readonly string[]): boolean =>
  allow.some((each) =>
    each.startsWith('@')
      ? withoutGrouping(value).endsWith(withoutGrouping(each))
      : withoutGrouping(value) === withoutGrouping(each),
  )

/** Removes grouping characters: `555-234-5678` and `(555) 234 5678` are the same value. */
const withoutGrouping = (value: string): string => value.toLowerCase().replace(/[\s().-]/g, '')
