/** Writes drafts, and revises them as the feedback says. Everything it knows it reads from the messages. */
import type { Message } from '../../core/types.ts'
import { chance } from '../chance.ts'
import { jsonFor, type Sketch } from './json-value.ts'
import { fit, insert, readPage, reword, rewrite, textOf, type Bounds, type Page } from './page.ts'
import { sampleOf } from './pattern-sample.ts'
import type { SimProfile } from '../profile.ts'
import { capital, sentence, topicOf, type Pen } from './prose.ts'
import { CLOSING, COUNT, EXAMPLE, hasTerm, holds, lastOf, ROOMY_WORDS } from './requirements.ts'
import { wishesOfFeedback, wishesOfTask, type Wish } from './requirements.ts'

/** A first draft meets every wish or, on purpose, misses some; a revision changes what it was told and keeps the rest. */
export function write(messages: readonly Message[], key: string, profile: SimProfile): string {
  const task = messages.find(({ role }) => role === 'user')?.content ?? ''
  const requirements = wishesOfTask(task)
  const draft = lastOf(messages, 'assistant')
  const goals =
    draft === undefined
      ? goalsOfDraft(requirements, key, profile)
      : goalsOfRevision(draft, lastOf(messages, 'user') ?? '', requirements, key, profile)
  const forbidden = goals.filter(({ kind }) => kind === 'excludes' || kind === 'avoids')
  const pen: Pen = {
    random: chance(key, 'pen'),
    topic: topicOf(task),
    forbids: (text) => !forbidden.every((goal) => holds(goal, text)),
  }
  const json = requirements.find(({ kind }) => kind === 'json')
  if (json?.kind === 'json') {
    const text = JSON.stringify(jsonFor(json.schema, sketch(goals, pen)), null, 2)
    return goals.includes(json) ? text : `${sentence(pen, 9, 'words')}\n\n${text}`
  }
  const page = draft === undefined ? [[sentence(pen, 12, 'words')]] : readPage(draft)
  pursue(goals, page, pen)
  if (textOf(page) === draft) {
    // Real models that miss the point still change something.
    reword(page, keeperOf(goals), pen)
    pursue(goals, page, pen)
  }
  return textOf(page)
}

function goalsOfDraft(requirements: readonly Wish[], key: string, profile: SimProfile): readonly Wish[] {
  const random = chance(key, 'draft')
  const graces: Wish[] = isRoomy(requirements) ? [{ kind: 'example' }, { kind: 'closing' }] : []
  const passes = random() < profile.firstDraftPass
  const broken = Math.floor(random() * requirements.length)
  const missing = Math.floor(random() * 3)
  const goals = passes
    ? [...requirements, ...graces]
    : [
        ...requirements.flatMap((wish, index) =>
          index === broken || random() < 0.25 ? opposite(wish, random) : [wish],
        ),
        ...graces.filter((_, index) => index !== missing && missing < 2),
      ]
  return [...goals, ...usualLength(goals, profile.draftWords)]
}

/** Whether an example and a closing sentence fit in. A reviewer asks for them only where they do. */
const isRoomy = (wishes: readonly Wish[]): boolean => wishes.every((wish) => allowance(wish) >= ROOMY_WORDS)

/** The words that a wish leaves room for. */
function allowance(wish: Wish): number {
  if (wish.kind === 'matches') return startsText(wish) && endsText(wish) ? 0 : Infinity
  if (wish.kind !== 'count' || wish.unit === 'headings' || wish.unit === 'bullets') return Infinity
  return wish.max * { words: 1, characters: 1 / 7, sentences: 14 }[wish.unit]
}

/** Where nothing asks for a length, the usual one, as far as limits allow. */
function usualLength(wishes: readonly Wish[], draftWords: number): readonly Wish[] {
  const asked = wishes.some(
    (wish) => wish.kind === 'count' && /words|characters/.test(wish.unit) && wish.min > 0,
  )
  const words = Math.floor(Math.min(draftWords, ...wishes.map((wish) => 0.8 * allowance(wish))))
  return asked || words === 0
    ? []
    : [{ kind: 'count', unit: 'words', min: Math.floor(0.85 * words), max: Math.ceil(1.15 * words) }]
}

/** A wish that is met by missing the given one. */
function opposite(wish: Wish, random: () => number): readonly Wish[] {
  switch (wish.kind) {
    case 'count': {
      const { min, max } = wish
      const share = random()
      if (min > 1 && (share < 0.7 || max === Infinity)) {
        const low = Math.max(1, Math.floor(min * (0.6 + 0.5 * share)))
        const less = Math.min(low, min - 1)
        return [{ ...wish, min: less, max: less }]
      }
      const more = max === Infinity ? [] : [Math.ceil(max * (1.05 + 0.3 * share)) + 1]
      return more.map((count) => ({ ...wish, min: count, max: count }))
    }
    case 'includes':
      return [{ kind: 'excludes', terms: wish.terms.slice(wish.atLeast - 1) }]
    case 'excludes':
      return [{ kind: 'includes', terms: wish.terms.slice(0, 1), atLeast: 1 }]
    case 'avoids':
      return [{ ...wish, kind: 'matches', times: 1 }]
    case 'title':
      return [{ kind: 'matches', source: '^A note first\\.', flags: '', times: 1 }]
    default:
      return []
  }
}

function goalsOfRevision(
  draft: string,
  feedback: string,
  requirements: readonly Wish[],
  key: string,
  { obedience }: SimProfile,
): readonly Wish[] {
  const pieces = wishesOfFeedback(feedback, draft, requirements)
  const obeys = pieces.map((_, index) => chance(key, 'obey', index)() < obedience)
  const heard = pieces.filter((_, index) => obeys[index]).flat()
  const ignored = new Set(pieces.filter((_, index) => !obeys[index]).flat())
  const graces = ([{ kind: 'example' }, { kind: 'closing' }] as const).filter((wish) => holds(wish, draft))
  return [...new Set([...requirements.filter((wish) => !ignored.has(wish)), ...heard]), ...graces]
}

const ROUNDS = 5
/** Terms and forms first, lengths last: what is put in must be counted, too. */
const ORDER =
  'excludes avoids title matches includes example closing headings bullets sentences words characters'.split(
    ' ',
  )
const rank = (wish: Wish): number => ORDER.indexOf(wish.kind === 'count' ? wish.unit : wish.kind)

/** Mends what does not hold until everything does. */
function pursue(goals: readonly Wish[], page: Page, pen: Pen): void {
  const ordered = goals.toSorted((one, other) => rank(one) - rank(other))
  for (const wish of ordered)
    if (wish.kind === 'detail') insert(page, sentence(pen, 14, 'words', 'More precisely,'))
  for (let round = 0; round < ROUNDS; round++) {
    const unmet = ordered.filter((wish) => !holds(wish, textOf(page)))
    if (unmet.length === 0) return
    // Each is asked again: an earlier one may have mended it.
    for (const wish of unmet) if (!holds(wish, textOf(page))) mend(wish, page, goals, pen)
  }
}

function mend(wish: Wish, page: Page, goals: readonly Wish[], pen: Pen): void {
  switch (wish.kind) {
    case 'excludes':
    case 'avoids': {
      const same = (text: string) => (text.startsWith('#') ? '' : sentence(pen, COUNT.words(text), 'words'))
      return rewrite(page, (text) => !holds(wish, text), same)
    }
    case 'includes': {
      const missing = wish.terms.filter((term) => !hasTerm(textOf(page), term))
      const terms = missing.slice(0, wish.atLeast - (wish.terms.length - missing.length)).join(', ')
      const text = `Any account of ${pen.topic} must also mention ${terms}.`
      return insert(page, pen.forbids(text) ? `There is also ${terms}.` : text)
    }
    case 'matches':
      return quote(wish, page)
    case 'title':
      page.unshift([`# ${capital(pen.topic)}`])
      return
    case 'example':
      return insert(page, sentence(pen, 12, 'words', EXAMPLE))
    case 'closing':
      return insert(page, sentence(pen, 12, 'words', CLOSING))
    case 'count':
      return fit(page, wish, boundsOf(goals), pen)
    case 'json':
    case 'detail':
  }
}

const REFERENCE = 'One reference reads'

const startsText = ({ source }: { source: string }): boolean => source.startsWith('^')
const endsText = ({ source }: { source: string }): boolean => /(^|[^\\])\$$/.test(source)

/** Puts a text that matches where an anchor wants it, else into sentences of its own. */
function quote(wish: { readonly source: string; readonly times: number }, page: Page): void {
  const sample = sampleOf(wish.source)
  if (startsText(wish) && endsText(wish)) page.splice(0, Infinity, [sample])
  else if (startsText(wish)) page.unshift([sample])
  else if (endsText(wish)) page.push([sample])
  else for (let count = 0; count < wish.times; count++) insert(page, `${REFERENCE} ${sample}.`)
}

/** Sentences that an edit of the length must leave alone, since a goal hangs on them. */
function keeperOf(goals: readonly Wish[]): Bounds['keeps'] {
  const terms = goals.flatMap((goal) => (goal.kind === 'includes' ? goal.terms : []))
  return (text) =>
    [EXAMPLE, CLOSING, REFERENCE].some((opening) => text.startsWith(opening)) ||
    terms.some((term) => hasTerm(text, term))
}

function boundsOf(goals: readonly Wish[]): Bounds {
  const limits = goals.flatMap((goal) => (goal.kind === 'count' && goal.unit === 'sentences' ? goal : []))
  const min = Math.max(0, ...limits.map((limit) => limit.min))
  const max = Math.min(...limits.map((limit) => limit.max))
  return { sentences: { min, max }, keeps: keeperOf(goals) }
}

/** Short texts of a JSON value; the first one carries the required terms. */
function sketch(goals: readonly Wish[], pen: Pen): Sketch {
  const terms = goals.flatMap((goal) => (goal.kind === 'includes' ? goal.terms.slice(0, goal.atLeast) : []))
  return {
    text: () => [...terms.splice(0), sentence(pen, 5 + Math.floor(pen.random() * 4), 'words')].join(', '),
    number: (_, min, max) => min + pen.random() * (max - min),
    boolean: () => pen.random() < 0.5,
    choose: (_, options) => options[Math.floor(pen.random() * options.length)],
    count: () => 2,
  }
}
