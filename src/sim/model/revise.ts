/** Edits a text to achieve all goals. */
import { isAnchoredAtEnd, isAnchoredAtStart, sampleMatch } from './pattern-sample.ts'
import { capitalize, isFeasible, lengthenSentence, writeSentence, type ProseStyle } from './prose.ts'
import { COUNT, hasTerm, isMet, OPENINGS, type Requirement, type Requirements } from './requirements.ts'

/** Matches headings, lists, fences, tables and quotes. Each is one unit that is kept or removed as a whole. */
const MARKUP = /^(#{1,6} |[-*+] |\d+[.)] |```|~~~|\||>|[{[])/
const MAX_PARAGRAPH_SENTENCES = 6

const isProse = (unit: string): boolean => !MARKUP.test(unit)

const splitText = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .flatMap((block) => (isProse(block) ? block.trim().split(/(?<=[.!?]["')\]]*)\s+/) : [block]))

/** Joins sentences and blocks to a text of several paragraphs. Omits empty units. */
function joinUnits(units: readonly string[]): string {
  let text = ''
  let sentences = 0
  for (const unit of units.filter((each) => each.trim() !== '')) {
    const continues = isProse(unit) && sentences > 0 && sentences < MAX_PARAGRAPH_SENTENCES
    sentences = isProse(unit) ? (continues ? sentences + 1 : 1) : 0
    text += (continues ? ' ' : '\n\n') + unit
  }
  return text.slice('\n\n'.length)
}

const MAX_ROUNDS = 5
/** The order in which goals are achieved. Lengths come last, since all edits change them. */
const GOAL_ORDER: readonly string[] = [
  'excludes',
  'avoids',
  'title',
  'matches',
  'includes',
  'example',
  'detail',
  'closing',
  'headings',
  'bullets',
  'sentences',
  'words',
  'characters',
]
const rankOf = (goal: Requirement): number =>
  GOAL_ORDER.indexOf(goal.kind === 'count' ? goal.unit : goal.kind)

export function pursueGoals(goals: Requirements, draft: string, style: ProseStyle): string {
  const ranked = goals.toSorted((one, other) => rankOf(one) - rankOf(other))
  let text = draft
  const isDone = () => ranked.every((goal) => isMet(goal, text))
  for (let round = 0; round < MAX_ROUNDS && !isDone(); round++) {
    for (const [rank, goal] of ranked.entries()) {
      if (!isMet(goal, text)) text = editFor(goal, text, ranked.slice(0, rank), style)
    }
  }
  return text
}

function editFor(goal: Requirement, text: string, earlier: Requirements, style: ProseStyle): string {
  switch (goal.kind) {
    case 'excludes':
    case 'avoids':
      return joinUnits(splitText(text).map((unit) => (isMet(goal, unit) ? unit : rewrite(unit, style))))
    case 'title':
      return insert(text, [`# ${capitalize(style.topic)}`], 0)
    case 'matches': {
      const { source, times } = goal
      const match = sampleMatch(source)
      const sentences = Array.from({ length: times }, () => `One reference reads ${match}.`)
      if (isAnchoredAtStart(source)) return isAnchoredAtEnd(source) ? match : insert(text, [match], 0)
      if (isAnchoredAtEnd(source)) return insert(text, [match], Infinity)
      return insert(text, sentences)
    }
    case 'includes': {
      const missing = goal.terms.filter((term) => !hasTerm(text, term))
      const terms = missing.slice(0, goal.atLeast - (goal.terms.length - missing.length)).join(', ')
      const sentence = `Any account of ${style.topic} must also mention ${terms}.`
      return insert(text, [style.forbids(sentence) ? `There is also ${terms}.` : sentence])
    }
    case 'example':
    case 'detail':
    case 'closing': {
      const sentence = writeSentence(style, 12, 'words', [`${OPENINGS[goal.kind]} `])
      const ended = insert(text, [sentence], Infinity)
      return goal.kind === 'closing' && preserves(earlier, text, ended) ? ended : insert(text, [sentence])
    }
    case 'count':
      return fitCount(goal, text, earlier, style)
    default:
      return text
  }
}

/**
 * Inserts units, by default before the last one, because a goal may require that the text begins with the first unit
 * and ends with the last one.
 */
function insert(text: string, added: readonly string[], at?: number): string {
  const units = splitText(text)
  return joinUnits(units.toSpliced(at ?? Math.max(1, units.length - 1), 0, ...added))
}

/** Replaces a sentence by another one with the same number of words. Removes Markdown. */
export const rewrite = (unit: string, style: ProseStyle): string =>
  isProse(unit) ? writeSentence(style, COUNT.words(unit), 'words') : ''

/**
 * Returns whether the edited text meets all goals that the text meets. Checks the last goals first, since
 * they are counts and cheap to check.
 */
const preserves = (goals: Requirements, text: string, edited: string): boolean =>
  !goals.findLast((goal) => !isMet(goal, edited) && isMet(goal, text))

/**
 * Edits one unit: the last one whose edit violates no goal that the text meets. If there is none, returns the text
 * unchanged. An edit to an empty text removes the unit.
 */
export function editLast(text: string, goals: Requirements, edit: (unit: string) => string): string {
  const units = splitText(text)
  for (const [index, unit] of [...units.entries()].toReversed()) {
    const edited = edit(unit)
    const candidate = edited === unit ? '' : joinUnits(units.with(index, edited))
    if (candidate !== '' && preserves(goals, text, candidate)) return candidate
  }
  return text
}

/** Limits the length of a text, even if a task demands more. */
const MAX_COUNT = 100_000

type CountRequirement = Extract<Requirement, { kind: 'count' }>

/** Brings a count into its range if possible, while preserving earlier goals. */
function fitCount(goal: CountRequirement, draft: string, earlier: Requirements, style: ProseStyle): string {
  const { unit, max } = goal
  const text = shrink(goal, draft, earlier)
  const min = Math.min(goal.min, MAX_COUNT)
  const missing = min - COUNT[unit](text)
  if (missing <= 0) return text
  const write = (words: number) => writeSentence(style, words, 'words')
  const add = (filler: () => string) => insert(text, Array.from({ length: missing }, filler))
  switch (unit) {
    case 'headings': {
      // Markdown's rules forbid two headings with the same content.
      const headings = new Set<string>(text.match(/^#{1,6} .*$/gm))
      return add(() => {
        let heading = ''
        for (let words = 4; heading === '' || headings.has(heading); words++) {
          heading = `## ${write(words).slice(0, -1)}`
        }
        headings.add(heading)
        return `${heading}\n\n${write(12)}`
      })
    }
    case 'bullets':
      return insert(text, [Array.from({ length: missing }, () => `- ${write(6)}`).join('\n')])
    case 'sentences':
      return add(() => write(6 + Math.floor(style.random() * 6)))
    default: {
      const room = max === Infinity ? 0.15 * min : max - min
      return grow(text, min + Math.floor(room * (0.25 + 0.5 * style.random())), unit, earlier, style)
    }
  }
}

/** Shortens a text: removes units from the end, and shortens sentences if no unit can be removed. */
function shrink({ unit, max }: CountRequirement, draft: string, earlier: Requirements): string {
  let text = draft
  for (let previous = ''; COUNT[unit](text) > max && text !== previous;) {
    previous = text
    text = editLast(text, earlier, (each) => (COUNT[unit](each) > 0 ? '' : each))
    if (text !== previous) continue
    const share = Math.max(1, Math.floor(max / splitText(text).length))
    text = editLast(text, earlier, (each) => (isProse(each) ? cutSentence(each, share, unit) : each))
  }
  return text
}

function cutSentence(sentence: string, size: number, unit: CountRequirement['unit']): string {
  if (COUNT[unit](sentence) <= size) return sentence
  const kept = unit === 'words' ? sentence.split(/(?<=\s)/).slice(0, size) : [...sentence].slice(0, size - 1)
  // Also removes a single letter at the end: with a full stop, it would count as an initial, not as the end
  // of a sentence.
  return `${kept.join('').replace(/( \p{L})?[.,;:!?\s]*$/u, '')}.`
}

/** Adds sentences, and lengthens one of them if the text is still too short. */
function grow(
  text: string,
  size: number,
  unit: 'words' | 'characters',
  earlier: Requirements,
  style: ProseStyle,
): string {
  const limits = earlier.map((goal) => ('unit' in goal && goal.unit === 'sentences' ? goal.max : Infinity))
  const maxAdded = Math.min(...limits) - COUNT.sentences(text)
  /** Maximum white space before an added sentence; it counts only for characters. */
  const gap = unit === 'characters' ? 2 : 0
  const added: string[] = []
  let room = size - COUNT[unit](text) - gap
  while (added.length < maxAdded && isFeasible(room, unit)) {
    const usual = (unit === 'words' ? 1 : 7) * (9 + Math.floor(style.random() * 9))
    const sentence = writeSentence(style, room < 2 * usual ? room : usual, unit)
    added.push(sentence)
    room -= COUNT[unit](sentence) + gap
  }
  const grown = insert(text, added)
  const missing = size - COUNT[unit](grown)
  const lengthen = (each: string) => (isProse(each) ? lengthenSentence(each, missing, unit, style) : each)
  return missing > 0 ? editLast(grown, earlier, lengthen) : grown
}
