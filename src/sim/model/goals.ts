/** The goals of the simulated writer. They can omit or contradict requirements, so that some drafts fail. */
import { randomFrom } from '../content-random.ts'
import type { SimProfile } from '../profile.ts'
import { isAnchoredAtEnd, isAnchoredAtStart } from './pattern-sample.ts'
import {
  isMet,
  requirementsOfFeedback,
  ROOMY_WORDS,
  type Requirement,
  type Requirements,
} from './requirements.ts'

/** The simulated critics require an example and a closing sentence of every text that is long enough. */
const CRITICS_REQUIREMENTS: Requirements = [{ kind: 'example' }, { kind: 'closing' }]

export function goalsOfDraft(requirements: Requirements, key: string, profile: SimProfile): Requirements {
  const random = randomFrom(key, 'draft')
  const ofCritics = requirements.every((each) => maxWords(each) >= ROOMY_WORDS) ? CRITICS_REQUIREMENTS : []
  const passes = random() < profile.firstDraftPass
  const violated = Math.floor(random() * requirements.length)
  const missing = Math.floor(random() * 3)
  const goals = passes
    ? [...requirements, ...ofCritics]
    : [
        ...requirements.flatMap((requirement, index) =>
          index === violated || random() < 0.25 ? violationOf(requirement, random) : [requirement],
        ),
        ...ofCritics.filter((_, index) => index !== missing && missing < 2),
      ]
  return [...goals, ...usualLength(goals, profile.draftWords)]
}

const WORDS_PER_UNIT: Readonly<Record<string, number>> = { words: 1, characters: 1 / 7, sentences: 14 }

/** Estimates the words of the longest text that meets the requirement. */
function maxWords(requirement: Requirement): number {
  if (requirement.kind === 'count') return requirement.max * (WORDS_PER_UNIT[requirement.unit] ?? Infinity)
  const source = requirement.kind === 'matches' ? requirement.source : ''
  return isAnchoredAtStart(source) && isAnchoredAtEnd(source) ? 0 : Infinity
}

/** Returns a goal for the usual length, within the limits of the other goals; none if these include a length. */
function usualLength(goals: Requirements, draftWords: number): Requirements {
  const hasLength = goals.some(
    (goal) => goal.kind === 'count' && /words|characters/.test(goal.unit) && goal.min > 0,
  )
  const words = Math.floor(Math.min(draftWords, ...goals.map((goal) => 0.8 * maxWords(goal))))
  return hasLength || words === 0
    ? []
    : [{ kind: 'count', unit: 'words', min: Math.floor(0.85 * words), max: Math.ceil(1.15 * words) }]
}

/** Returns goals that contradict the requirement; none if it cannot be violated. */
function violationOf(requirement: Requirement, random: () => number): Requirements {
  switch (requirement.kind) {
    case 'count': {
      const { min, max } = requirement
      const share = random()
      const less = Math.min(min - 1, Math.max(1, Math.floor(min * (0.6 + 0.5 * share))))
      const more = Math.ceil(max * (1.05 + 0.3 * share)) + 1
      const count = min > 1 && (share < 0.7 || max === Infinity) ? less : more
      return count === Infinity ? [] : [{ ...requirement, min: count, max: count }]
    }
    case 'includes':
      return [{ kind: 'excludes', terms: requirement.terms.slice(requirement.atLeast - 1) }]
    case 'excludes':
      return [{ kind: 'includes', terms: requirement.terms.slice(0, 1), atLeast: 1 }]
    case 'avoids':
      return [{ ...requirement, kind: 'matches', times: 1 }]
    case 'title':
      return [{ kind: 'matches', source: '^A note first\\.', flags: '', times: 1 }]
    default:
      return []
  }
}

export function goalsOfRevision(
  draft: string,
  feedback: string,
  requirements: Requirements,
  key: string,
  { obedience }: SimProfile,
): Requirements {
  const items = requirementsOfFeedback(feedback, draft, requirements)
  const isObeyed = items.map((_, index) => randomFrom(key, 'obey', index)() < obedience)
  const obeyed = items.filter((_, index) => isObeyed[index]).flat()
  const ignored = items.filter((_, index) => !isObeyed[index]).flat()
  const preserved = CRITICS_REQUIREMENTS.filter((requirement) => isMet(requirement, draft))
  return [...new Set([...requirements.filter((each) => !ignored.includes(each)), ...obeyed, ...preserved])]
}
