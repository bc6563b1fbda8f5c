/** Plain English sentences about a topic, of any size. */
import { pick } from '../chance.ts'
import { COUNT } from './requirements.ts'

export type Size = 'words' | 'characters'

export interface Pen {
  readonly random: () => number
  readonly topic: string
  /** What must not be written. */
  readonly forbids: (text: string) => boolean
}

const list = (text: string): readonly string[] => text.split('|')

// Modal and past verbs go with singular and plural topics alike.
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
/** Among them one of each length from 4 to 7 characters, so that any rest of 4 or more can be filled. */
const TAILS = list(
  ' now| here| today| indeed| over time| as well| year after year| in many places| with modest means|' +
    ' at a steady pace| in ways that last| without much extra effort',
)
const LEAST_TAIL = ' now'
const LEAST_SENTENCE = 'This can help.'

/** Whether there can be a sentence of this size. */
export const isFeasible = (size: number, unit: Size): boolean => {
  const more = size - COUNT[unit](LEAST_SENTENCE)
  return more === 0 || more >= COUNT[unit](LEAST_TAIL)
}

/** A sentence of exactly this size, if that is at all possible; else the shortest one. */
export function sentence(pen: Pen, size: number, unit: Size, opening = ''): string {
  for (let tries = 0; tries < 16; tries++) {
    const start = opening === '' ? (pick(OPENERS, pen.random) ?? '') : `${opening} `
    const text = extend(`${capital(start + clause(pen))}.`, size, unit, pen)
    if (COUNT[unit](text) === size && !pen.forbids(text)) return text
  }
  const shortest = opening === '' ? LEAST_SENTENCE : `${opening} this can help.`
  return extend(shortest, size, unit, pen)
}

/** The sentence, made longer up to the size. Sizes add up: a tail brings its own white space. */
export function extend(text: string, size: number, unit: Size, pen: Pen): string {
  const measure = COUNT[unit]
  const end = /[.!?]*$/.exec(text)?.[0] ?? ''
  const body = text.slice(0, text.length - end.length)
  const tails: string[] = []
  const fills = (tail: string, rest: number) => {
    const left = rest - measure(tail)
    return (left === 0 || left >= measure(LEAST_TAIL)) && !pen.forbids(tail)
  }
  for (let rest = size - measure(text); rest >= measure(LEAST_TAIL);) {
    const more = `, and ${clause(pen)}`
    const fitting = fills(more, rest) ? [more] : TAILS.filter((tail) => fills(tail, rest))
    const fresh = fitting.filter((tail) => !tails.includes(tail))
    const long = fresh.filter((tail) => 2 * measure(tail) >= rest)
    const tail = pick(long, pen.random) ?? pick(fresh, pen.random) ?? fitting[0] ?? LEAST_TAIL
    tails.push(tail)
    rest -= measure(tail)
  }
  return body + tails.join('') + end
}

const clause = ({ topic, random }: Pen): string =>
  [SUBJECTS, VERBS, OBJECTS]
    .map((words) => pick(words, random))
    .join(' ')
    .replace('{topic}', () => topic)

export const capital = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())

const STOP_WORDS = new Set(
  `a about above after all an and any are article as at be blog brief but by can clear compose concise create describe
  detailed discuss do does draft essay explain for from generate give guide has have how i in interesting into is it its
  least like list long make me more most must my name new not of on one or our outline over paragraph paragraphs persuasive please
  post prepare produce report sentence sentences short should so some story summarise summarize summary tell text than
  that the their them there these they this three to two under up us use used using want we what when where which while who why
  will with within word words write you your`.split(/\s+/),
)

/** The first run of words in the task that carry meaning: "renewable energy benefits". */
export function topicOf(task: string): string {
  const runs = (task.split('\n\nRequirements:', 1)[0] ?? '')
    .slice(0, 2000)
    .split(/[^\p{L}\p{N}\s'-]+|\n/u)
    .flatMap((phrase) => runsOf(phrase.split(/\s+/).filter((word) => /\p{L}/u.test(word))))
  const [first = ['the', 'subject']] = runs.toSorted(
    (one, other) => Math.min(other.length, 2) - Math.min(one.length, 2),
  )
  return first.slice(0, 3).join(' ')
}

function runsOf(words: readonly string[]): string[][] {
  const runs: string[][] = [[]]
  for (const word of words) {
    if (STOP_WORDS.has(word.toLowerCase())) runs.push([])
    else runs.at(-1)?.push(word)
  }
  return runs.filter((run) => run.length > 0)
}
