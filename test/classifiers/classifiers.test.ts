import { describe, expect, it } from 'vitest'
import { classifiers } from '../../src/classifiers/index.ts'
import { expectLinearTime } from '../helpers/linear-time.ts'

const LONG = { timeout: 300_000 }

/** Repeated, these make careless regular expressions take minutes, or overflow the stack. */
const HOSTILE_PIECES: readonly (readonly [string, string])[] = [
  ['prose', 'The old station was closed in 1974, but its clock still runs. '],
  ['one word', 'a'],
  ['white space', ' '],
  ['line breaks', '\n'],
  ['full stops', '.'],
  ['closing marks', '!) '],
  ['insults', 'idiots are not '],
  ['numbers', '$9,9'],
  ['backticks', '`a '],
]

const UNUSUAL_TEXTS = [
  '',
  ' \n\t',
  '😀😀😀',
  '!!!',
  '42',
  'ok',
  '\ud800',
  'constructor __proto__ toString',
  'Ünïcödé tëxt',
]

describe.each(classifiers)('$name', (definition) => {
  const { labels } = definition

  it('has each label once', () => {
    expect(new Set(labels).size).toBe(labels.length)
  })

  it.each(UNUSUAL_TEXTS)('gives %j one of its labels, and is never certain', async (text) => {
    const { label, confidence } = await (await definition.create())(text)
    expect(labels).toContain(label)
    expect(confidence).toBeGreaterThanOrEqual(0)
    expect(confidence).toBeLessThanOrEqual(0.99)
  })

  it('gives the same text the same label and confidence', async () => {
    const text = 'I love this camera, but the strap is awful. Why is it so short?'
    const classify = await definition.create()
    const first = await classify(text)
    expect(await classify(text)).toEqual(first)
    expect(await (await definition.create())(text)).toEqual(first)
  })

  it.each(HOSTILE_PIECES)('takes linear time on five megabytes of %s', LONG, async (piecesName, piece) => {
    const classify = await definition.create()
    await expectLinearTime({
      name: piecesName,
      maxLength: 5_000_000,
      textOf: (length) => piece.repeat(Math.ceil(length / piece.length)),
      work: async (text) => expect(labels).toContain((await classify(text)).label),
    })
  })
})

const GERMAN = 'Das Gerät ist leider schon nach zwei Tagen kaputtgegangen und niemand hat mir geholfen.'
const RUSSIAN = 'Это худший телефон, который у меня когда-либо был, никому не советую его покупать.'

it.each([GERMAN, RUSSIAN])('has a low confidence if the text is not English: %s', async (text) => {
  for (const definition of classifiers.filter(({ name }) => name !== 'language')) {
    const classify = await definition.create()
    expect((await classify(text)).confidence, definition.name).toBeLessThanOrEqual(0.6)
  }
})

it('has a summary of each classifier', () => {
  for (const { summary } of classifiers) expect(summary).toMatch(/^[A-Z].{20,120}$/)
})
