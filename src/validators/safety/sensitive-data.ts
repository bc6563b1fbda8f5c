/** Finds data that must not be in a text. Messages name its kind and position, never the data itself. */
import * as z from 'zod'
import type { Validator } from '../../core/ports.ts'
import { position } from '../shared/position.ts'
import { settledLines } from '../shared/settled.ts'
import { createTextValidator, faultCheck } from '../shared/text-validator.ts'

export const allowOption = z.array(z.string().min(1)).max(1000).default([])

export interface SensitiveKind {
  readonly name: string
  /** Must be global and linear, and must not match beyond the end of a line. */
  readonly regex: RegExp
  /** Rejects false positives; `value` is the group `value` or `single`, if there is one, or else the whole match. */
  readonly accepts?: ((value: string, text: string, at: number) => boolean) | undefined
}

/**
 * `what` names the data in messages, as a plural. If several kinds match the same place, the first one names it.
 * `allow` are values that do not count, and e-mail domains such as @example.com.
 */
export function sensitiveDataValidator(
  name: string,
  what: string,
  kinds: readonly SensitiveKind[],
  allow: readonly string[],
): Validator {
  const requirement = `no ${what}`
  const check = (text: string) => {
    const matches = findSensitiveData(text, kinds, allow)
    return faultCheck(matches, requirement, ({ kind, at }) => `${kind} at ${position(text, at)}`)
  }
  return createTextValidator({
    name,
    tier: 'local',
    requirement,
    check,
    checkPrefix: (text) => check(settledLines(text)),
  })
}

/** In the order of the text. */
function findSensitiveData(
  text: string,
  kinds: readonly SensitiveKind[],
  allow: readonly string[],
): { readonly kind: string; readonly at: number }[] {
  const matches: { readonly kind: string; readonly at: number }[] = []
  let remaining = text
  for (const { name, regex, accepts } of kinds) {
    const pieces: string[] = []
    let end = 0
    for (const match of remaining.matchAll(regex)) {
      const [whole] = match
      const { value = whole, single = value } = match.groups ?? {}
      if (accepts?.(single, remaining, match.index) === false || isAllowed(single, allow)) continue
      matches.push({ kind: name, at: match.index })
      pieces.push(remaining.slice(end, match.index), ' '.repeat(whole.length))
      end = match.index + whole.length
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

/** `555-234-5678` and `(555) 234 5678` are the same value. */
const withoutGrouping = (value: string): string => value.toLowerCase().replace(/[\s().-]/g, '')
