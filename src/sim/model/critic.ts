/** Answers the schema of any critic with a verdict on the draft. */
import { readSealedData } from '../../core/phrases/sealed-data.ts'
import type { Message } from '../../core/types.ts'
import { pickFrom, randomFrom } from '../content-random.ts'
import type { SimProfile } from '../profile.ts'
import type { JsonSchema } from '../../util/json.ts'
import { furtherData } from './further-data.ts'
import { generateJson, type SchemaPlace } from './json-value.ts'
import { COUNT, OPENINGS, ROOMY_WORDS, SENTENCE_END } from './requirements.ts'
import { isJsonObject } from '../../util/json/object.ts'

/** Returns the critique as JSON. */
export function review(
  messages: readonly Message[],
  schema: JsonSchema,
  key: string,
  profile: SimProfile,
): string {
  const random = randomFrom(key, 'critic')
  const users = messages.filter(({ role }) => role === 'user').map(({ content }) => content)
  const request = users.join('\n\n')
  const draft = readSealedData('draft', request) ?? users.at(-1) ?? ''
  const sentences = sentencesOf(draft)
  const objections = objectionsTo(draft, random() < profile.criticObjections, random)
  const further = furtherData(request, sentences, objections.length > 0)
  /** Each item of a list gets its own objection, if there is one; other values get the first objection. */
  const objectionAt = ({ index }: SchemaPlace) => objections[index]
  const level = (place: SchemaPlace): number => {
    const given = further.level(place)
    if (given !== undefined) return given
    if (CONFIDENCE.test(place.name)) return 0.75 + 0.2 * random()
    if (DEFECT.test(place.name)) return objectionAt(place) ? 0.6 : 0
    return objectionAt(place) ? 0.3 : 1
  }
  const value = generateJson(schema, {
    level,
    text: (place) => further.text(place) ?? textFor(place.name, objectionAt(place)),
    choose(place, options) {
      const given = further.choose(place, options)
      if (given !== undefined) return given
      if (LABEL.test(place.name)) return options[place.index % options.length]
      if (options.every((option) => typeof option === 'number')) {
        return options.toSorted((one, other) => one - other)[Math.round(level(place) * (options.length - 1))]
      }
      const objection = objectionAt(place)
      const fitting = options.find((option) => (objection ? BAD : GOOD).test(String(option)))
      return fitting ?? options.at(objection ? -1 : 0)
    },
    count: (list) => further.count(itemKeys(list)) ?? countLabels(list) ?? objections.length,
  })
  return JSON.stringify(value)
}

const sentencesOf = (text: string): string[] => text.split(SENTENCE_END).filter((each) => each.trim() !== '')

/** Objects to texts without an example or a closing sentence, if they are long enough to contain both. */
function objectionsTo(draft: string, objectsToFlawless: boolean, random: () => number) {
  const sentences = sentencesOf(draft)
  if (/^\s*[{[]/.test(draft) || COUNT.words(draft) < ROOMY_WORDS || sentences.length < 3) return []
  const objections = [
    { opening: OPENINGS.example, advice: 'Add a concrete example.', quote: sentences[0] ?? '' },
    { opening: OPENINGS.closing, advice: 'End with a closing sentence.', quote: sentences.at(-1) ?? '' },
  ].filter(({ opening }) => !draft.includes(opening))
  return objections.length === 0 && objectsToFlawless
    ? [{ advice: 'Be more specific here.', quote: pickFrom(sentences, random) ?? '' }]
    : objections
}

type Objection = ReturnType<typeof objectionsTo>[number]

/** Matches names of properties that identify an item of a list. */
const LABEL = /^(id|index|number|name|principle|aspect|criterion|dimension|question)$/i
/** Matches names of properties that are true, or high, if the text is bad. */
const DEFECT =
  /^present$|need|violat|revise|revision|issue|problem|fault|fail|flag|reject|harm|risk|severity/i
const CONFIDENCE = /confiden|certain|probab/i
const GOOD =
  /^(none|low|pass\w*|ok|good|excellent|accept\w*|approve\w*|keep|stop|yes|true|relevant|fully.*|supported)$/i
const BAD = /^(medium|moderate|fail\w*|poor|bad|reject\w*|revise|needs.*|no|false|partially.*)$/i

function textFor(name: string, objection: Objection | undefined): string {
  if (/quote|evidence|excerpt|span/i.test(name)) return objection?.quote ?? ''
  if (/fix|suggest|improve|plan|action|change|advice|edit/i.test(name)) return objection?.advice ?? ''
  if (/lesson/i.test(name)) return objection ? 'Give an example, and come to a close.' : ''
  return objection ? `The text falls short. ${objection.advice}` : 'The text does what the task asks for.'
}

/** Returns the length of a list that has one item for each label; undefined for other lists. */
function countLabels(list: JsonSchema): number | undefined {
  const properties = itemProperties(list)
  const label = Object.keys(properties).find((name) => LABEL.test(name))
  const schema = label === undefined ? undefined : properties[label]
  return isJsonObject(schema) && Array.isArray(schema['enum']) ? schema['enum'].length : undefined
}

const itemProperties = ({ items }: JsonSchema): JsonSchema =>
  isJsonObject(items) && isJsonObject(items['properties']) ? items['properties'] : {}

const itemKeys = (list: JsonSchema): string[] => Object.keys(itemProperties(list))
