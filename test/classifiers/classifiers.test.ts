import { describe, expect, it } from 'vitest'
import { classifiers } from '../../src/classifiers/index.ts'

const FIVE_MEGABYTES = 5_000_000
const filled = (piece: string) =>
  piece.repeat(Math.ceil(FIVE_MEGABYTES / piece.length)).slice(0, FIVE_MEGABYTES)

/** Texts on which a careless regular expression takes minutes, or overflows the stack. */
const HUGE: readonly (readonly [string, string])[] = [
  ['prose', filled('The old station was closed in 1974, but its clock still runs. ')],
  ['one word', filled('a')],
  ['white space', filled(' ')],
  ['line breaks', filled('\n')],
  ['full stops', filled('.')],
  ['closing marks', filled('!) ')],
  ['insults', filled('idiots are not ')],
  ['numbers', filled('$9,9')],
  ['backticks', filled('`a ')],
]

const ODD = [
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
  const { name, labels } = definition

  it('has the labels that its definition tells of, each once', async () => {
    const classifier = await definition.create()
    expect(classifier.name).toBe(name)
    expect(classifier.labels).toEqual(labels)
    expect(new Set(labels).size).toBe(labels.length)
  })

  it.each(ODD)('gives %j a label of its own, and is never certain', async (text) => {
    const { label, confidence } = await (await definition.create()).classify(text)
    expect(labels).toContain(label)
    expect(confidence).toBeGreaterThanOrEqual(0)
    expect(confidence).toBeLessThanOrEqual(0.99)
  })

  it('gives the same text the same label and confidence', async () => {
    const text = 'I love this camera, but the strap is awful. Why is it so short?'
    const classifier = await definition.create()
    const first = await classifier.classify(text)
    expect(await classifier.classify(text)).toEqual(first)
    expect(await (await definition.create()).classify(text)).toEqual(first)
  })

  it.each(HUGE)('is done with five megabytes of %s', { timeout: 5000 }, async (_, text) => {
    expect(labels).toContain((await (await definition.create()).classify(text)).label)
  })
})

const GERMAN = 'Das Gerät ist leider schon nach zwei Tagen kaputtgegangen und niemand hat mir geholfen.'
const RUSSIAN = 'Это худший телефон, который у меня когда-либо был, никому не советую его покупать.'

it.each([GERMAN, RUSSIAN])('admits that it guesses where the text is not English: %s', async (text) => {
  for (const definition of classifiers.filter(({ name }) => name !== 'language')) {
    const classifier = await definition.create()
    expect((await classifier.classify(text)).confidence, definition.name).toBeLessThanOrEqual(0.6)
  }
})

it('tells what each is for', () => {
  for (const { summary } of classifiers) expect(summary).toMatch(/^[A-Z].{20,120}$/)
})
