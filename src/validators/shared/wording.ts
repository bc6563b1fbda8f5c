/** Fixed words at fixed places: what several validators have in common. */
import * as z from 'zod'
import type { Demand } from '../../core/constraints/demand.ts'

const wording = z.string().regex(/\S/, 'expected words, not white space')

/** The most letters of a text that a message shows. */
const LONGEST_SHOWN = 40

/** One text or several, of which any will do. */
export const wordings = z.union([wording, z.array(wording).min(1).max(1000)])

export const caseOption = z.boolean().default(false).describe('tell capital from small letters')

export const toList = (given: string | readonly string[]): readonly string[] =>
  typeof given === 'string' ? [given] : given

/** `"a"`, `"a" or "b"`, `"a", "b" or "c"` */
export function either(texts: readonly string[]): string {
  const quoted = texts.map((text) => JSON.stringify(text))
  const last = quoted.pop() ?? ''
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`
}

/** What a text that must contain one of these is sure to contain: of several, nothing. */
export const includesAny = (texts: readonly string[], caseSensitive: boolean): Demand[] =>
  texts.length === 1 ? texts.map((term) => ({ kind: 'includes', term, caseSensitive, wholeWord: false })) : []

/** As texts are compared: composed letters, and small ones unless case matters. */
export const folded = (text: string, caseSensitive: boolean): string =>
  caseSensitive ? text.normalize() : text.normalize().toLowerCase()

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

/** The first words of a text, as a message shows them. */
export const opening = (text: string): string => clipped(text, 0, LONGEST_SHOWN)
export const ending = (text: string): string =>
  clipped(text, Math.max(0, text.length - LONGEST_SHOWN), text.length)

function clipped(text: string, start: number, end: number): string {
  const piece = text.slice(start, end).replace(/\s+/g, ' ').toWellFormed()
  return JSON.stringify(`${start > 0 ? '…' : ''}${piece}${end < text.length ? '…' : ''}`)
}
