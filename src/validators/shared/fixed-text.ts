/** The common part of the validators that look for fixed texts. */
import * as z from 'zod'
import { toComparable } from './typography.ts'
import { joinOr } from '../../util/join-or.ts'

export const nonBlankString = z.string().regex(/\S/, 'must be a non-blank string')

/** One fixed text or several alternatives. */
export const fixedTextOption = z.union([nonBlankString, z.array(nonBlankString).min(1).max(1000)])

export const caseOption = z.boolean().default(false).describe('distinguish upper and lower case')

/** Turns one text, several texts or undefined into a list. */
export const toList = (given: string | readonly string[] | undefined): readonly string[] =>
  typeof given === 'string' ? [given] : (given ?? [])

/** Lists texts for a message: `"a"`, `"a" or "b"`, `"a", "b" or "c"`. */
export const joinAlternatives = (texts: readonly string[]): string =>
  joinOr(texts.map((text) => JSON.stringify(text)))

/**
 * Trims the given texts. In the result, `list` is the quoted texts for messages, `fold` makes any text comparable with
 * `folded`, the comparable form of the given texts.
 */
export function toAlternatives(given: string | readonly string[], caseSensitive: boolean) {
  const texts = toList(given).map((text) => text.trim())
  const fold = (text: string) => toComparable(text, caseSensitive)
  return { texts, list: joinAlternatives(texts), fold, folded: texts.map(fold) }
}

/** How much of `wanted` the text begins with, as a share of the length of `wanted`, 0..1. */
export function startShare(text: string, wanted: string): number {
  let at = 0
  while (at < wanted.length && text.charAt(at) === wanted.charAt(at)) at++
  return wanted === '' ? 1 : at / wanted.length
}

/** How much of `wanted` the text ends with, as a share of the length of `wanted`, 0..1. */
export function endShare(text: string, wanted: string): number {
  let at = 0
  while (at < wanted.length && text.at(-1 - at) === wanted.at(-1 - at)) at++
  return wanted === '' ? 1 : at / wanted.length
}

/** Escapes a text, so that a regular expression with any of the flags matches it literally. */
export const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

const MAX_QUOTED_CHARACTERS = 40

/** Quotes the beginning of a text for messages. */
export const quoteStart = (text: string): string => quotePart(text, 0, MAX_QUOTED_CHARACTERS)
/** Quotes the end of a text for messages. */
export const quoteEnd = (text: string): string =>
  quotePart(text, Math.max(0, text.length - MAX_QUOTED_CHARACTERS), text.length)

function quotePart(text: string, start: number, end: number): string {
  const piece = text.slice(start, end).replace(/\s+/g, ' ').toWellFormed()
  return JSON.stringify(`${start > 0 ? '…' : ''}${piece}${end < text.length ? '…' : ''}`)
}
