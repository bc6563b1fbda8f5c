import * as z from 'zod'
import { messageOf } from '../../../core/failure.ts'
import { parseFormula, type Formula } from '../formula.ts'
import type { RuleKind } from '../rule.ts'
import type { StyledText } from '../text/blocks.ts'
import { sentencesIn } from '../text/sentences.ts'
import { rawText } from '../text/visible-text.ts'
import { lazyObject } from '../../../util/schemas/lazy-object.ts'
import { sumOf } from '../../../util/statistics.ts'

const options = lazyObject(() => ({ formula: z.string(), condition: z.string() }))

const COUNTED = `heading_h1 heading_h2 heading_h3 heading_h4 heading_h5 heading_h6 list blockquote pre`.split(
  ' ',
)
const MEASURED =
  'characters complex_words long_words paragraphs polysyllabic_words sentences syllables words'.split(' ')
const VARIABLES: ReadonlySet<string> = new Set([...COUNTED, ...MEASURED])
const WORD = /[\p{L}\p{N}]{1,64}(?:['’.,-][\p{L}\p{N}]{1,64}){0,9}/gu
/** The syllable of these endings does not count for complex words. */
const LIGHT_ENDING = /(?:es|ed|ing)$/

/** A number that a formula computes for the whole text must not meet the condition. */
export const metric: RuleKind<typeof options> = {
  name: 'metric',
  options,
  scope: 'summary',
  async create({ formula, condition }, { report }) {
    const parse = (source: string): Formula | undefined => {
      try {
        return parseFormula(source.replace(/heading\.(h[1-6])/g, 'heading_$1'), VARIABLES)
      } catch (error) {
        report(`has the formula ${source}: ${messageOf(error)}`)
        return undefined
      }
    }
    const measure = parse(formula)
    const isFault = measure && parse(`(${formula}) ${condition}`)
    const { syllable } = await import('syllable')
    return () =>
      function* ({ text }, styled) {
        const values = measuresOf(text, styled, syllable)
        if (!measure || !isFault || values['words'] === 0) return
        if (isFault(values) !== 0) yield { at: 0, end: 0, words: [measure(values).toFixed(2)] }
      }
  },
}

function measuresOf(
  text: string,
  { counts }: StyledText,
  syllable: (word: string) => number,
): Readonly<Record<string, number>> {
  const words = text.match(WORD) ?? []
  const syllables = words.map((word) => Math.max(1, syllable(word)))
  const count = (test: (word: string, syllables: number) => boolean) =>
    words.filter((word, index) => test(word, syllables[index] ?? 1)).length
  return {
    ...Object.fromEntries(COUNTED.map((name) => [name, counts.get(name) ?? 0])),
    characters: text.match(/[\p{L}\p{N}]/gu)?.length ?? 0,
    complex_words: count((word, length) => length - (LIGHT_ENDING.test(word) ? 1 : 0) > 2),
    long_words: count((word) => word.length > 6),
    paragraphs: text.split('\n\n').filter((paragraph) => paragraph.trim() !== '').length,
    polysyllabic_words: count((_, length) => length > 2),
    sentences: [...sentencesIn(rawText(text))].length,
    syllables: sumOf(syllables),
    words: words.length,
  }
}
