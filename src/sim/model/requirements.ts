/** Reads from a request what it requires of a text, and checks texts. */
import { createContext, Script, type Context } from 'node:vm'
import { countOccurrences } from '../../core/constraints/terms.ts'
import { demandsJson, readRequirements, type StatedRequirement } from '../../core/phrases/requirement-text.ts'
import { CUT_OFF, readChanges, readTask } from '../../core/phrases/writer-request.ts'
import type { Message } from '../../core/types.ts'
import type { JsonSchema } from '../../util/json.ts'
import { findJsonObject } from './json-value.ts'

/**
 * How the simulated model begins sentences of each kind. It writes a `detail` for advice that it does not understand.
 */
export const OPENINGS = { example: 'For example,', closing: 'In short,', detail: 'More precisely,' } as const

export type Requirement =
  | { readonly kind: 'count'; readonly unit: keyof typeof COUNT; readonly min: number; readonly max: number }
  | Exclude<StatedRequirement, { readonly kind: 'count' }>
  | { readonly kind: 'json'; readonly schema: JsonSchema }
  | { readonly kind: keyof typeof OPENINGS }

export type Requirements = readonly Requirement[]

/** Minimum words of a text that is long enough for an example and a closing sentence. */
export const ROOMY_WORDS = 40

/** Where to split a text into sentences; only white space is lost. */
export const SENTENCE_END = /(?<=[.!?]["')\]]*)\s+|\n+/

export const COUNT = {
  characters: (text: string) => [...text].length,
  words: countWords,
  sentences: (text: string) => text.split(SENTENCE_END).filter((each) => /[\p{L}\p{N}]/u.test(each)).length,
  headings: (text: string) => text.match(/^#{1,6} /gm)?.length ?? 0,
  bullets: (text: string) => text.match(/^[-*+] /gm)?.length ?? 0,
}

/** Counts the matches of `/\S+/` without an array of them, since it takes most of the time of writing a text. */
function countWords(text: string): number {
  let count = 0
  let isInWord = false
  for (let index = 0; index < text.length; index++) {
    const wasInWord = isInWord
    isInWord = !isWhiteSpace(text.charCodeAt(index))
    if (isInWord && !wasInWord) count++
  }
  return count
}

const isWhiteSpace = (code: number): boolean =>
  code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0xa0 && /\s/.test(String.fromCharCode(code)))

export function isMet(requirement: Requirement, text: string): boolean {
  switch (requirement.kind) {
    case 'count': {
      const count = COUNT[requirement.unit](text)
      return requirement.min <= count && count <= requirement.max
    }
    case 'includes':
      return requirement.terms.filter((term) => hasTerm(text, term)).length >= requirement.atLeast
    case 'excludes':
      return !requirement.terms.some((term) => text.toLowerCase().includes(term.toLowerCase()))
    case 'matches':
      return countMatches(requirement.source, requirement.flags, text) >= requirement.times
    case 'avoids':
      return countMatches(requirement.source, requirement.flags, text) === 0
    case 'title':
      return text.startsWith('# ')
    case 'json':
      return true
    default:
      return text.includes(OPENINGS[requirement.kind])
  }
}

/**
 * Looks for the whole word in the same case, since the wording of a requirement does not say what the
 * validator accepts.
 */
export const hasTerm = (text: string, term: string): boolean =>
  countOccurrences(text, { term, caseSensitive: true, wholeWord: true }) > 0

const MATCH_TIMEOUT_MS = 100
/** Created on first use and then shared, since creating a context takes a millisecond. */
let sandbox: Context | undefined
const script = new Script('(text.match(RegExp(source, flags)) ?? []).length')

/** Counts the matches; 0 if matching takes too long. */
function countMatches(source: string, flags: string, text: string): number {
  sandbox ??= createContext({})
  Object.assign(sandbox, { text, source, flags: `${flags}g` })
  try {
    return Number(script.runInContext(sandbox, { timeout: MATCH_TIMEOUT_MS }))
  } catch {
    return 0
  }
}

/** Parses a requirement ("400 to 600 words") or a failed check ("388 words, must be 400 to 600 words"). */
export const parseRequirements = (line: string): Requirements =>
  demandsJson(line)
    ? [{ kind: 'json', schema: findJsonObject(line) ?? {} }]
    : readRequirements(line).filter(isUnderstood)

const isUnderstood = (stated: StatedRequirement): stated is StatedRequirement & Requirement =>
  stated.kind !== 'count' || stated.unit in COUNT

/** Reads the requirements from the task's list or, if there is no list, from the prompt itself. */
export function requirementsOfTask(task: string): Requirements {
  const { prompt, requirements = prompt.split('\n') } = readTask(task)
  return requirements.flatMap(parseRequirements)
}

/**
 * Returns what each item of the feedback requires. Failed checks repeat a requirement of the task; all other
 * items are a critic's advice.
 */
export function requirementsOfFeedback(
  feedback: string,
  draft: string,
  ofTask: Requirements,
): readonly Requirements[] {
  const lines = (readChanges(feedback) ?? feedback).split('\n').filter((line) => line.trim() !== '')
  return lines.map((line): Requirements => {
    if (line.includes(CUT_OFF)) {
      const max = Math.floor(0.8 * COUNT.characters(draft))
      return [{ kind: 'count', unit: 'characters', min: 0, max }]
    }
    const parsed = parseRequirements(line)
    const repeated = ofTask.filter(
      (requirement) =>
        parsed.some((each) => isSame(each, requirement) || isPartOf(each, requirement)) ||
        (requirement.kind === 'json' && parsed.some(({ kind }) => kind === 'json')) ||
        ('source' in requirement && line.includes(`/${requirement.source}/`)),
    )
    if (repeated.length > 0) return repeated
    if (ofTask.length === 0 && parsed.length > 0) return parsed
    if (/\bexamples?\b/i.test(line)) return [{ kind: 'example' }]
    return [{ kind: /\b(closing|conclu\w+|summary)\b/i.test(line) ? 'closing' : 'detail' }]
  })
}

const isSame = (one: Requirement, other: Requirement): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

/** Feedback names only the terms of a requirement that are missing, or that are present and must not be. */
const isPartOf = (part: Requirement, whole: Requirement): boolean =>
  'terms' in part &&
  'terms' in whole &&
  part.kind === whole.kind &&
  part.terms.every((term) => whole.terms.includes(term))

export const lastContent = (messages: readonly Message[], role: Message['role']): string | undefined =>
  messages.findLast((message) => message.role === role)?.content
