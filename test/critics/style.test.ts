import { describe, expect, it } from 'vitest'
import { style } from '../../src/critics/style.ts'
import { compareStyles } from '../../src/critics/stylometrics.ts'
import { askCritic, dataIn } from './ask-critic.ts'

const chatty = `You know what? I can't stop thinking about lamps! They're small. They're warm. You'd love one, and I'd love to show you mine. It's not big. It isn't loud. But it's there when you need it, and that's what I like. Don't you think so? I do!`
const alsoChatty = `Guess what? I've got a new chair! It's red. It's soft. You'd want one too, and I'd be glad to let you try mine. It isn't huge. It's not fancy. But it's there when you come home, and that's all I want. Don't you agree? I do!`
const formal = `The examination of luminous devices was conducted under controlled environmental conditions; considerable variability was observed across manufacturers, although the majority of instruments were classified as satisfactory. Subsequent measurements were performed by independent laboratories, whose assessments were documented in comprehensive reports: differences in efficiency were attributed to construction, and recommendations were formulated accordingly.`

const advice = { feedback: 'It is too formal.', suggestions: ['Use short sentences.'] }
const ask = (text: string, options: object = {}) =>
  askCritic(style, () => advice, { text, options: { reference: chatty, ...options } })

describe('style', () => {
  it('approves a text in the style of the reference without a call', async () => {
    const { critique, questions } = await ask(alsoChatty)
    expect(await critique).toMatchObject({ needsImprovement: false, usage: { calls: 0 } })
    expect(questions).toEqual([])
  })

  it('objects to a text in another style, and lets the model word the measured differences', async () => {
    const { critique, questions } = await ask(formal)
    expect(await critique).toMatchObject({
      needsImprovement: true,
      severity: 'high',
      suggestions: ['Use short sentences.'],
    })
    expect(questions).toHaveLength(1)
    expect(dataIn(questions[0] ?? '', 'differences')).toMatch(
      /sentence length: [\d.]+ words, the reference has [\d.]+/,
    )
    expect(dataIn(questions[0] ?? '', 'reference')).toBe(chatty)
  })

  it('words the advice itself with advice: local', async () => {
    const { critique, questions } = await ask(formal, { advice: 'local' })
    const { needsImprovement, suggestions } = await critique
    expect([needsImprovement, questions.length]).toEqual([true, 0])
    expect(suggestions.join()).toMatch(/Change the style: [a-z ]+: [\d.]+/)
  })

  it('is stricter with a higher threshold', async () => {
    expect(await (await ask(alsoChatty, { threshold: 0.99 })).critique).toMatchObject({
      needsImprovement: true,
    })
    expect(await (await ask(formal, { threshold: 0 })).critique).toMatchObject({ needsImprovement: false })
  })

  it('refuses a reference that is too short to measure', async () => {
    await expect(ask('Text.', { reference: 'Too short.' })).rejects.toThrow('too few to measure its style')
  })
})

describe('stylometrics', () => {
  it('finds a text equal to itself', () => {
    expect(compareStyles(formal, formal).alignment).toBeCloseTo(1)
  })

  it('is symmetric', () => {
    expect(compareStyles(formal, chatty).alignment).toBeCloseTo(compareStyles(chatty, formal).alignment)
  })

  it('weights vocabulary 0.3, structure 0.3 and tone 0.4', () => {
    const { alignment, groups } = compareStyles(chatty, formal)
    expect(alignment).toBeCloseTo(0.3 * groups.vocabulary + 0.3 * groups.structure + 0.4 * groups.tone)
  })

  it.each<[string, string, number]>([
    ['sentence length', 'One two three four. One two.', 3],
    ['contractions', "It's a lamp and I'm glad of it.", 25],
    ['questions', 'Is it? It is.', 50],
    ['passive voice', 'It was quickly written. He wrote it.', 50],
    ['paragraph length', 'One. Two.\n\nThree. Four.', 2],
  ])('measures %s', (measure, text, value) => {
    expect(compareStyles(text, text).deltas.find((delta) => delta.measure === measure)?.draft).toBe(value)
  })

  it.each(['', ' ', '!!!', '\u200b', '\u4f60\u597d', 'x'.repeat(100_000)])(
    'measures any text (%#)',
    (text) => {
      const { alignment } = compareStyles(chatty, text)
      expect(alignment).toBeGreaterThanOrEqual(0)
      expect(alignment).toBeLessThanOrEqual(1)
    },
  )
})
