/**
 * Writes drafts, and revises them according to the feedback. Reads requirements and feedback only from the messages.
 */
import type { Message } from '../../core/types.ts'
import { pickFrom, randomFrom } from '../content-random.ts'
import type { SimProfile } from '../profile.ts'
import { goalsOfDraft, goalsOfRevision } from './goals.ts'
import { generateJson, type ValueSource } from './json-value.ts'
import { topicOf, writeSentence, type ProseStyle } from './prose.ts'
import { isMet, lastContent, requirementsOfTask, type Requirements } from './requirements.ts'
import { editLast, pursueGoals, rewrite } from './revise.ts'

/**
 * Writes a first draft that meets all requirements or deliberately violates some, or a revision that follows
 * the feedback and preserves the rest.
 */
export function write(messages: readonly Message[], key: string, profile: SimProfile): string {
  const task = messages.find(({ role }) => role === 'user')?.content ?? ''
  const requirements = requirementsOfTask(task)
  const draft = lastContent(messages, 'assistant')
  const goals =
    draft === undefined
      ? goalsOfDraft(requirements, key, profile)
      : goalsOfRevision(draft, lastContent(messages, 'user') ?? '', requirements, key, profile)
  const forbidden = goals.filter(({ kind }) => kind === 'excludes' || kind === 'avoids')
  const style: ProseStyle = {
    random: randomFrom(key, 'pen'),
    topic: topicOf(task),
    forbids: (text) => !forbidden.every((goal) => isMet(goal, text)),
  }
  const json = requirements.find((each) => each.kind === 'json')
  if (json) {
    const text = JSON.stringify(generateJson(json.schema, valueSource(goals, style)), null, 2)
    return goals.includes(json) ? text : `${writeSentence(style, 9, 'words')}\n\n${text}`
  }
  const text = draft?.trim() ? reword(draft, goals, style) : writeSentence(style, 12, 'words')
  return pursueGoals(goals, text, style)
}

/** Changes one sentence, since real models change something even if they ignore the feedback. */
function reword(draft: string, goals: Requirements, style: ProseStyle): string {
  const goalsBesideLength = goals.filter(({ kind }) => kind !== 'count')
  return editLast(draft, goalsBesideLength, (unit) => rewrite(unit, style) || unit)
}

/** Returns a source of short texts; the first text contains the required terms. */
function valueSource(goals: Requirements, style: ProseStyle): ValueSource {
  const terms = goals.flatMap((goal) => (goal.kind === 'includes' ? goal.terms.slice(0, goal.atLeast) : []))
  return {
    text: () =>
      [...terms.splice(0), writeSentence(style, 5 + Math.floor(style.random() * 4), 'words')].join(', '),
    level: style.random,
    choose: (_, options) => pickFrom(options, style.random),
    count: () => 2,
  }
}
