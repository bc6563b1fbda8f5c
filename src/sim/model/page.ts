/** A text as paragraphs of sentences, and edits that keep what must stay. Pages are changed in place. */
import { pick } from '../chance.ts'
import { extend, isFeasible, sentence, type Pen, type Size } from './prose.ts'
import { CLOSING, COUNT, type Count } from './requirements.ts'

export type Page = string[][]

/** A heading, a list, a fence, a table or a quote is one unit that is never edited inside. */
const MARKUP = /^(#{1,6} |[-*+] |\d+[.)] |```|~~~|\||>|[{[])/
const PARAGRAPH_SENTENCES = 6

export const readPage = (text: string): Page =>
  text
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== '')
    .map((block) => (MARKUP.test(block) ? [block] : block.trim().split(/(?<=[.!?]["')\]]*)\s+/)))

export const textOf = (page: Page): string => page.map((paragraph) => paragraph.join(' ')).join('\n\n')

const isProse = (paragraph: readonly string[]): boolean => !MARKUP.test(paragraph[0] ?? '')

/** At the end, but before the closing sentence. */
export function insert(page: Page, text: string): void {
  const last = page.at(-1)
  const home = hasRoom(page) ? last : undefined
  const closing = last?.at(-1)?.startsWith(CLOSING) ? last.pop() : undefined
  if (home) home.push(text)
  else page.push([text])
  if (closing !== undefined) page.at(-1)?.push(closing)
}

const hasRoom = (page: Page): boolean => {
  const last = page.at(-1)
  return last !== undefined && isProse(last) && last.length < PARAGRAPH_SENTENCES
}

/** The white space that `insert` would add. */
const joint = (page: Page): number => (page.length === 0 ? 0 : hasRoom(page) ? 1 : 2)

/** Rewrites the units that `matches`, each in about its size; drops those for which there is no other text. */
export function rewrite(
  page: Page,
  matches: (unit: string) => boolean,
  other: (unit: string) => string,
): void {
  for (const paragraph of page) {
    for (const [index, unit] of paragraph.entries()) if (matches(unit)) paragraph[index] = other(unit)
    paragraph.splice(0, Infinity, ...paragraph.filter((unit) => unit !== ''))
  }
  tidy(page)
}

const tidy = (page: Page): Page => page.splice(0, Infinity, ...page.filter(({ length }) => length > 0))

interface Place {
  readonly paragraph: string[]
  readonly index: number
  readonly text: string
}

const prosePlaces = (page: Page): Place[] =>
  page.filter(isProse).flatMap((paragraph) => paragraph.map((text, index) => ({ paragraph, index, text })))

/** What an edit of the length must respect. */
export interface Bounds {
  readonly sentences: { readonly min: number; readonly max: number }
  readonly keeps: (sentence: string) => boolean
}

/** Writes some sentence anew that may be another. */
export function reword(page: Page, keeps: Bounds['keeps'], pen: Pen): void {
  const place = pick(
    prosePlaces(page).filter(({ text }) => !keeps(text)),
    pen.random,
  )
  if (place) place.paragraph[place.index] = sentence(pen, COUNT.words(place.text), 'words')
}

/** More edits than any sensible page needs; whatever cannot be reached is given up. */
const EDITS = 10_000

/** Brings a count into its range, if that is possible at all. */
export function fit(page: Page, { unit, min, max }: Count, bounds: Bounds, pen: Pen): void {
  const count = () => COUNT[unit](textOf(page))
  if (unit === 'headings') return fitHeadings(page, min, max, pen)
  if (unit === 'bullets') return replaceBullets(page, count() < min ? min : max, pen)
  if (unit === 'sentences') return fitSentences(page, bounds, pen)
  for (let edits = 0; edits < EDITS && count() > max; edits++) {
    if (!shrink(page, count() - max, unit, bounds)) break
  }
  const room = max === Infinity ? 0.15 * min : max - min
  const target = min + Math.floor(room * (0.25 + 0.5 * pen.random()))
  if (count() < min) grow(page, target, unit, bounds, pen)
}

function grow(page: Page, target: number, unit: Size, { sentences, keeps }: Bounds, pen: Pen): void {
  // Counted as it grows: counting the whole page for every sentence would take quadratic time.
  let size = COUNT[unit](textOf(page))
  let count = COUNT.sentences(textOf(page))
  for (let edits = 0; edits < EDITS && size < target; edits++) {
    const gap = unit === 'characters' ? joint(page) : 0
    const room = target - size - gap
    if (count < sentences.max && isFeasible(room, unit)) {
      const usual = (unit === 'words' ? 1 : 7) * (9 + Math.floor(pen.random() * 9))
      const text = sentence(pen, room < 2 * usual ? room : usual, unit)
      insert(page, text)
      size += COUNT[unit](text) + gap
      count++
    } else {
      if (!lengthen(page, target - size, unit, pen) && !drop(page, keeps)) return
      size = COUNT[unit](textOf(page))
      count = COUNT.sentences(textOf(page))
    }
  }
}

function fitSentences(page: Page, { sentences, keeps }: Bounds, pen: Pen): void {
  const count = () => COUNT.sentences(textOf(page))
  while (count() > sentences.max && drop(page, keeps));
  for (let edits = 0; edits < EDITS && count() < sentences.min; edits++) {
    insert(page, sentence(pen, 6 + Math.floor(pen.random() * 6), 'words'))
  }
}

/** Drops the last sentence that may go; never the only one. */
function drop(page: Page, keeps: Bounds['keeps']): boolean {
  const places = prosePlaces(page)
  const place = places.length > 1 ? places.findLast(({ text }) => !keeps(text)) : undefined
  place?.paragraph.splice(place.index, 1)
  tidy(page)
  return place !== undefined
}

/** Drops a sentence, or cuts the longest where none may go. */
function shrink(page: Page, excess: number, unit: Size, { sentences, keeps }: Bounds): boolean {
  if (COUNT.sentences(textOf(page)) > sentences.min && drop(page, keeps)) return true
  const longest = prosePlaces(page).toSorted(
    (one, other) =>
      Number(keeps(one.text)) - Number(keeps(other.text)) || other.text.length - one.text.length,
  )
  for (const { paragraph, index, text } of longest) {
    const words = text.split(' ')
    const left = Math.max(1, words.length - (unit === 'words' ? excess : Math.ceil(excess / 6)))
    if (left >= words.length) continue
    // A single letter with a full stop would be an initial, and no end.
    const rest = words
      .slice(0, left)
      .join(' ')
      .replace(/( \p{L})?[.,;:!?]*$/u, '')
    paragraph[index] = `${rest}.`
    return true
  }
  return false
}

function lengthen(page: Page, more: number, unit: Size, pen: Pen): boolean {
  const place = pick(prosePlaces(page), pen.random)
  if (!place) return false
  const text = extend(place.text, COUNT[unit](place.text) + more, unit, pen)
  place.paragraph[place.index] = text
  return text !== place.text
}

/** The first heading is the title; the others divide the longest paragraphs. */
function fitHeadings(page: Page, min: number, max: number, pen: Pen): void {
  const count = () => COUNT.headings(textOf(page))
  while (count() < min) {
    const text = sentence(pen, 4, 'words').slice(0, -1)
    const [longest = []] = page.filter(isProse).toSorted((one, other) => other.length - one.length)
    const half = Math.floor(longest.length / 2)
    if (count() === 0) page.unshift([`# ${text}`])
    else page.splice(page.indexOf(longest), 1, longest.slice(0, half), [`## ${text}`], longest.slice(half))
    tidy(page)
  }
  while (count() > max) page.splice(page.findLastIndex(isHeading), 1)
}

const isHeading = ([text = '']: readonly string[]): boolean => /^#{1,6} /.test(text)

function replaceBullets(page: Page, count: number, pen: Pen): void {
  const prose = page.filter(([text = '']) => !/^[-*+] /m.test(text))
  const items = Array.from({ length: count }, () => `- ${sentence(pen, 6, 'words')}`)
  page.splice(
    0,
    Infinity,
    ...prose.slice(0, 1),
    ...(count > 0 ? [[items.join('\n')]] : []),
    ...prose.slice(1),
  )
}
