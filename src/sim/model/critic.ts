/** Answers a critic's schema, whatever its shape, with a verdict that follows from the draft under review. */
import type { Message } from '../../core/types.ts'
import { chance, pick } from '../chance.ts'
import { isObject, jsonFor, type Place, type Schema } from './json-value.ts'
import type { SimProfile } from '../profile.ts'
import { CLOSING, COUNT, EXAMPLE, lastOf, ROOMY_WORDS, SENTENCE_END } from './requirements.ts'

interface Objection {
  readonly advice: string
  readonly quote: string
}

export function review(
  messages: readonly Message[],
  schema: Schema,
  key: string,
  profile: SimProfile,
): string {
  const random = chance(key, 'critic')
  const objections = objectionsTo(draftIn(messages), random() < profile.criticObjections, random)
  /** In a list the first items are the ones objected to; elsewhere one objection is enough. */
  const objection = ({ index = 0 }: Place) => objections[index]
  const height = (place: Place) =>
    CONFIDENCE.test(place.name) ? 0.75 + 0.2 * random() : heightOf(place.name, objection(place))
  const value = jsonFor(schema, {
    text: (place) => wordsFor(place.name, objection(place)),
    number: (place, min, max) => min + height(place) * (max - min),
    boolean: (place) => FAULT.test(place.name) === (objection(place) !== undefined),
    choose: (place, options) => choiceFrom(place, options, objection(place)),
    count: ({ schema }) => labelsIn(schema) ?? objections.length,
  })
  return JSON.stringify(value)
}

/** On a scale from 0 to 1. */
const heightOf = (name: string, objection: Objection | undefined): number =>
  FAULT.test(name) ? (objection ? 0.6 : 0) : objection ? 0.3 : 1

/** The text between the tags that hold a draft, or else the whole request. */
function draftIn(messages: readonly Message[]): string {
  const request = lastOf(messages, 'user') ?? ''
  return /<(draft[\w-]*)>\s*([^]*?)\s*<\/\1>/.exec(request)?.[2] ?? request
}

/** A simulated reviewer wants an example and a closing sentence of every text that has room for them. */
function objectionsTo(draft: string, stubborn: boolean, random: () => number): readonly Objection[] {
  const sentences = draft.split(SENTENCE_END).filter((each) => each.trim() !== '')
  if (/^\s*[{[]/.test(draft) || COUNT.words(draft) < ROOMY_WORDS || sentences.length < 3) return []
  const wanted = [
    { found: EXAMPLE, advice: 'Add a concrete example.', quote: sentences[0] ?? '' },
    { found: CLOSING, advice: 'End with a closing sentence.', quote: sentences.at(-1) ?? '' },
  ].filter(({ found }) => !draft.includes(found))
  return wanted.length === 0 && stubborn
    ? [{ advice: 'Be more specific here.', quote: pick(sentences, random) ?? '' }]
    : wanted
}

/** Names of properties that say which item of a list is meant. */
const LABEL = /^(id|index|number|name|principle|aspect|criterion|dimension|question)$/i
/** Names whose truth, or height, is bad news. */
const FAULT = /need|violat|revise|revision|issue|problem|fault|fail|flag|reject|harm|risk|severity/i
const CONFIDENCE = /confiden|certain|probab/i
const GOOD =
  /^(none|low|pass\w*|ok|good|excellent|accept\w*|approve\w*|keep|stop|yes|true|relevant|fully.*|supported)$/i
const BAD = /^(medium|moderate|fail\w*|poor|bad|reject\w*|revise|needs.*|no|false|partially.*)$/i

function wordsFor(name: string, objection: Objection | undefined): string {
  if (/quote|evidence|excerpt|span/i.test(name)) return objection?.quote ?? ''
  if (/fix|suggest|improve|plan|action|change|advice/i.test(name)) return objection?.advice ?? ''
  if (/lesson/i.test(name)) return objection ? 'Give an example, and come to a close.' : ''
  return objection ? `The text falls short. ${objection.advice}` : 'The text does what the task asks for.'
}

function choiceFrom({ name, index }: Place, options: readonly unknown[], objection?: Objection): unknown {
  if (LABEL.test(name)) return options[(index ?? 0) % options.length]
  if (options.every((option) => typeof option === 'number')) {
    return options.toSorted((one, other) => one - other)[
      Math.round(heightOf(name, objection) * (options.length - 1))
    ]
  }
  const fitting = options.find((option) => (objection ? BAD : GOOD).test(String(option)))
  return fitting ?? (objection ? options.at(-1) : options[0])
}

/** How many items a list has that wants one for each label. */
function labelsIn({ items }: Schema): number | undefined {
  if (!isObject(items) || !isObject(items['properties'])) return undefined
  for (const [name, label] of Object.entries(items['properties'])) {
    if (LABEL.test(name) && isObject(label) && Array.isArray(label['enum'])) return label['enum'].length
  }
  return undefined
}
