/** The simulated critic's answers about other data than the draft: texts to compare, sides of a debate, passages. */
import { readSealedData } from '../../core/phrases/sealed-data.ts'
import { wordSimilarity } from '../../util/text/text-similarity.ts'
import type { SchemaPlace } from './json-value.ts'

const WORSE_TEXT = 'This text belongs to another task.'
const BETTER_TEXT = 'This text does what the task asks for.'
/** A passage supports a claim if they have this share of their words in common. */
const SUPPORT_SIMILARITY = 0.3
const MAX_CLAIMS = 3

export interface FurtherData {
  /** A text for this place; undefined if it does not depend on further data. */
  readonly text: (place: SchemaPlace) => string | undefined
  /** A level from 0 to 1; undefined as above. */
  readonly level: (place: SchemaPlace) => number | undefined
  readonly choose: (place: SchemaPlace, options: readonly unknown[]) => unknown
  /** The number of items of a list with this name. */
  readonly count: (itemKeys: readonly string[]) => number | undefined
}

export function furtherData(
  question: string,
  sentences: readonly string[],
  hasObjections: boolean,
): FurtherData {
  const data = (name: string) => readSealedData(name, question)
  const passageAt = ({ index }: SchemaPlace) =>
    data(`passage_${index + 1}`)
      ?.split('\n')
      .slice(2)
      .join('\n')
  const supports = (passage: string) => wordSimilarity(passage, data('claim') ?? '') >= SUPPORT_SIMILARITY
  return {
    text({ name, index }) {
      if (name === 'worse') return WORSE_TEXT
      if (name === 'better') return BETTER_TEXT
      if (name === 'claim') return sentences[index]
      const passage = passageAt({ name, index })
      if (name === 'quote' && passage !== undefined) return supports(passage) ? passage.slice(0, 80) : ''
      return undefined
    },
    level({ name }) {
      if (name === 'retrieve') return 1
      const [, place] = /^(first|second)_/.exec(name) ?? []
      const side = place === undefined ? undefined : data(`${place}-side`)
      if (side === undefined) return undefined
      // The better side of a debate wants to keep a draft without objections, and to change any other.
      return side.includes('[keep]') === hasObjections ? 0.25 : 0.75
    },
    choose(place, options) {
      const passage = passageAt(place)
      if (place.name === 'relevance' && passage !== undefined)
        return supports(passage) ? 'relevant' : 'irrelevant'
      if (place.name === 'support' && passage !== undefined) return supports(passage) ? 'fully' : 'none'
      if (place.name !== 'better') return undefined
      if (options.includes('tie')) return 'tie'
      return data('first-text') === WORSE_TEXT ? 'second' : 'first'
    },
    count: (itemKeys) => (itemKeys.includes('claim') ? Math.min(MAX_CLAIMS, sentences.length) : undefined),
  }
}
