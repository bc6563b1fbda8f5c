/** Reasoning never becomes part of the text, whole or in pieces. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ThoughtSplitter } from '../../../src/providers/api/thought-splitter.ts'

interface Options {
  readonly size?: number
  readonly startsWithReasoning?: boolean
  readonly isTruncated?: boolean
}

/** Pushes the text in pieces of `size` characters, and collects the pieces as a reader of the stream would. */
function split(
  text: string,
  { size = text.length, startsWithReasoning = false, isTruncated = false }: Options = {},
) {
  const splitter = new ThoughtSplitter(startsWithReasoning)
  let streamed = ''
  const collect = ({ text, isRestart }: ReturnType<ThoughtSplitter['push']>) => {
    streamed = isRestart ? text : streamed + text
  }
  for (let start = 0; start < text.length; start += size)
    collect(splitter.push(text.slice(start, start + size)))
  collect(splitter.end({ isTruncated }))
  expect(streamed).toBe(splitter.text)
  return { text: splitter.text, reasoning: splitter.reasoning, lacksOpening: splitter.lacksOpening }
}

describe.each([1, 2, 3, 7, 1000])('in pieces of %i characters,', (size) => {
  it.each<[string, string, string, string]>([
    ['no reasoning', 'Hello.', 'Hello.', ''],
    ['leading blanks without reasoning', '\n Hello.', '\n Hello.', ''],
    ['reasoning between marks', '<think>Hm.</think>\n\nHello.', 'Hello.', 'Hm.'],
    ['reasoning after blanks', '\n<think>Hm.</think>Hello.', 'Hello.', 'Hm.'],
    ['empty reasoning', '<think>\n\n</think>\n\nHello.', 'Hello.', '\n\n'],
    ['other marks', '<thinking>Hm.</thinking> Hello.', 'Hello.', 'Hm.'],
    ["Gemini's marks", '<thought>Hm.</thought>Hello.', 'Hello.', 'Hm.'],
    ["Magistral's marks", '[THINK]Hm.[/THINK]Hello.', 'Hello.', 'Hm.'],
    [
      "gpt-oss's channels",
      '<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Hello.',
      'Hello.',
      'Hm.<|end|><|start|>assistant',
    ],
    ['a missing opening mark', 'Hm, so.\n</think>\n\nHello.', 'Hello.', 'Hm, so.\n'],
    ['reasoning without an end', '<think>Hm, so', '', 'Hm, so'],
    ['a closing mark of another kind', '<think>a</thinking>b</think>Hello.', 'Hello.', 'a</thinking>b'],
    ['a text that begins like a mark', '<thistle> grows.', '<thistle> grows.', ''],
    ['a text about marks', 'Use <think> and </think>.', 'Use <think> and </think>.', ''],
    ['a second block', '<think>a</think>b<think>c</think>', 'b<think>c</think>', 'a'],
    ['only a beginning of a mark', '<thi', '<thi', ''],
    ['nothing', '', '', ''],
  ])('%s', (_, text, expected, reasoning) => {
    expect(split(text, { size })).toMatchObject({ text: expected, reasoning })
  })

  it('a model that is known to omit the opening mark shows none of its reasoning', () => {
    const options = { size, startsWithReasoning: true }
    expect(split('Hm.</think>\nHello.', options)).toMatchObject({ text: 'Hello.', reasoning: 'Hm.' })
    expect(split('<think>Hm.</think>\nHello.', options)).toMatchObject({ text: 'Hello.', reasoning: 'Hm.' })
    expect(split('Hello.', options)).toMatchObject({ text: 'Hello.', reasoning: '' })
    expect(split('Hm, so', { ...options, isTruncated: true })).toMatchObject({
      text: '',
      reasoning: 'Hm, so',
    })
  })
})

it('knows whether the opening mark was missing', () => {
  expect(split('Hm.</think>Hello.').lacksOpening).toBe(true)
  expect(split('<think>Hm.</think>Hello.').lacksOpening).toBe(false)
  expect(split('Hello.').lacksOpening).toBe(false)
})

it('loses no character of a text without marks', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 9 }), (text, size) => {
      fc.pre(!/think|thought|channel/i.test(text))
      expect(split(text, { size }).text).toBe(text)
    }),
  )
})
