/** What validators that look for fixed texts share. */
import * as z from 'zod'
import { foldCase } from '../../core/constraints/terms.ts'

export const nonBlankString = z.string().regex(/\S/, 'must be a non-blank string')

/** One fixed text or several alternatives. */
export const fixedTextOption = z.union([nonBlankString, z.array(nonBlankString).min(1).max(1000)])

export const caseOption = z.boolean().default(false).describe('distinguish upper and lower case')

/** One text, several or none. */
export const toList = (given: string | readonly string[] | undefined): readonly string[] =>
  typeof given === 'string' ? [given] : (given ?? [])

/** `"a"`, `"a" or "b"`, `"a", "b" or "c"` */
export function joinAlternatives(texts: readonly string[]): string {
  const quoted = texts.map((text) => JSON.stringify(text))
  const last = quoted.pop() ?? ''
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`
}

/** The given texts without white space around them, quoted as a list for messages, and as `fold` makes them comparable. */
export function toAlternatives(given: string | readonly string[], caseSensitive: boolean) {
  const texts = toList(given).map((text) => text.trim())
  const fold = (text: string) => toComparable(text, caseSensitive)
  return { texts, list: joinAlternatives(texts), fold, folded: texts.map(fold) }
}

/** Texts are compared in normalization form C, and in lower case unless case matters. */
export const toComparable = (text: string, caseSensitive: boolean): string =>
  foldCase(text.normalize(), caseSensitive)

/** The share of `wanted` that `text` begins with, 0..1. */
export function startShare(text: string, wanted: string): number {
  let at = 0
  while (at < wanted.length && text.charAt(at) === wanted.charAt(at)) at++
  return wanted === '' ? 1 : at / wanted.length
}

/** The share of `wanted` that `text` ends with, 0..1. */
export function endShare(text: string, wanted: string): number {
  let at = 0
  while (at < wanted.length && text.at(-1 - at) === wanted.at(-1 - at)) at++
  return wanted === '' ? 1 : at / wanted.length
}

/** A regular expression, with or without flags, that matches the text. */
export const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

const MAX_QUOTED_CHARACTERS = 40

/** The beginning of a text, for messages. */
export const quoteStart = (text: string): string => quotePart(text, 0, MAX_QUOTED_CHARACTERS)
/** The end of a text, for messages. */
export const quoteEnd = (text: string): string =>
  quotePart(text, Math.max(0, text.length - MAX_QUOTED_CHARACTERS), text.length)

function quotePart(text: string, start: number, end: number): string {
  const piece = text.slice(start, end).replace(/\s+/g, ' ').toWellFormed()
  return JSON.stringify(`${start > 0 ? '…' : ''}${piece}${end < text.length ? '…' : ''}`)
}
