/** Writes plain English sentences of any length about a topic. */
import { readTask } from '../../core/phrases/writer-request.ts'
import { pickFrom } from '../content-random.ts'
import { COUNT } from './requirements.ts'
import { wordSet } from '../../util/text/word-set.ts'

type SizeUnit = 'words' | 'characters'

export interface ProseStyle {
  readonly random: () => number
  readonly topic: string
  /** Returns true for text that must not be written. */
  readonly forbids: (text: string) => boolean
}

const list = (text: string): readonly string[] => text.split('|')

// The verbs fit singular and plural topics alike.
const SUBJECTS = list(
  '{topic}|{topic}|interest in {topic}|a clear view of {topic}|careful work on {topic}|the debate about {topic}|' +
    'steady progress in {topic}|new thinking about {topic}|good planning|this kind of work|a patient approach',
)
const VERBS = list(
  'can change|will shape|may improve|could strengthen|helped to explain|might simplify|should inform|often influenced',
)
const OBJECTS = list(
  'daily life|local decisions|the way people plan|long-term costs|public trust|the choices of small towns|' +
    'how teams work together|the balance of risk and reward|what the next generation can expect|many budgets',
)
const OPENERS = list('||||in practice, |even so, |at the same time, |seen from close by, |for many people, ')
/**
 * Additions at the end of a sentence. There must be one of each length from 4 to 7 characters, so that
 * additions can fill any gap of 4 or more characters.
 */
const TAILS = list(
  ' now| here| today| indeed| over time| as well| year after year| in many places| with modest means|' +
    ' at a steady pace| in ways that last| without much extra effort',
)
const SHORTEST_TAIL = ' now'
/** How many words or characters a tail adds to a sentence. */
const addedSize = (tail: string, unit: SizeUnit): number => COUNT[unit](`a${tail}`) - 1
const sizesOf = (unit: SizeUnit) => new Map(TAILS.map((tail) => [tail, addedSize(tail, unit)]))
/** Computed once, since most tails are tried for each sentence. */
const TAIL_SIZES = { words: sizesOf('words'), characters: sizesOf('characters') }
const SHORTEST_SENTENCE = 'This can help.'

/** Returns whether a sentence can be lengthened by exactly this size. */
const isExtension = (size: number, unit: SizeUnit): boolean => size >= COUNT[unit](SHORTEST_TAIL)

/** Returns whether a sentence of this size can be written. */
export const isFeasible = (size: number, unit: SizeUnit): boolean => {
  const shortest = COUNT[unit](SHORTEST_SENTENCE)
  return size === shortest || isExtension(size - shortest, unit)
}

/** Writes a sentence of exactly this size if possible, else of about this size. */
export function writeSentence(style: ProseStyle, size: number, unit: SizeUnit, openers = OPENERS): string {
  for (let tries = 0; tries < 16; tries++) {
    const opener = pickFrom(openers, style.random) ?? ''
    const text = extendSentence(`${capitalize(opener + writeClause(style))}.`, size, unit, style)
    if (COUNT[unit](text) === size && !style.forbids(text)) return text
  }
  return extendSentence(capitalize(`${openers[0] ?? ''}this can help.`), size, unit, style)
}

/**
 * Lengthens a sentence; if the missing part is too short for an addition, writes another sentence of the wanted size.
 */
export function lengthenSentence(text: string, missing: number, unit: SizeUnit, style: ProseStyle): string {
  const size = COUNT[unit](text) + missing
  return isExtension(missing, unit)
    ? extendSentence(text, size, unit, style)
    : writeSentence(style, size, unit)
}

/** Adds phrases to the end of a sentence, up to the size. */
function extendSentence(text: string, size: number, unit: SizeUnit, style: ProseStyle): string {
  const [end = ''] = /[.!?]*$/.exec(text) ?? []
  let body = text.slice(0, text.length - end.length)
  for (let gap = size - COUNT[unit](text); isExtension(gap, unit);) {
    const added = (tail: string) => TAIL_SIZES[unit].get(tail) ?? addedSize(tail, unit)
    const fits = (tail: string) => {
      const rest = gap - added(tail)
      return (rest === 0 || isExtension(rest, unit)) && !style.forbids(tail)
    }
    const start = Math.floor(style.random() * TAILS.length)
    const tails = [`, and ${writeClause(style)}`, ...TAILS.slice(start), ...TAILS.slice(0, start)]
    const unused = tails.find((each) => !body.includes(each) && fits(each))
    const tail = unused ?? tails.find(fits) ?? SHORTEST_TAIL
    body += tail
    gap -= added(tail)
  }
  return body + end
}

const writeClause = ({ topic, random }: ProseStyle): string =>
  [SUBJECTS, VERBS, OBJECTS]
    .map((words) => pickFrom(words, random))
    .join(' ')
    .replace('{topic}', () => topic)

export const capitalize = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())

const STOP_WORDS = wordSet(
  `a about above after all an and any are article as at be blog brief but by can clear compose concise create describe
  detailed discuss do does draft essay explain for from generate give guide has have how i in interesting into is it its
  least like list long make me more most must my name new not of on one or our outline over paragraph paragraphs persuasive please
  post prepare produce report sentence sentences short should so some story summarise summarize summary tell text than
  that the their them there these they this three to two under up us use used using want we what when where which while who why
  will with within word words write you your`,
)

/** Returns the first two or three consecutive words with meaning, such as `renewable energy benefits`. */
export function topicOf(task: string): string {
  const runs = readTask(task)
    .prompt.slice(0, 2000)
    .replace(/[\p{L}\p{N}'-]+/gu, (word) =>
      /\p{L}/u.test(word) && !STOP_WORDS.has(word.toLowerCase()) ? word : '|',
    )
    .split(/[^\p{L}\p{N} '-]+/u)
    .map((run) => run.split(' ').filter((word) => word !== ''))
  const topic = runs.find(({ length }) => length > 1) ?? runs.find(({ length }) => length > 0)
  return topic?.slice(0, 3).join(' ') ?? 'the subject'
}
