/** Reads the intent of an English text; loaded on first use, with its many expressions. */
import type { Classification } from '../classifier.ts'
import { confidenceOf, leaderOf, withCalibration, type Calibration } from '../confidence.ts'
import { withEnglishCheck } from '../english.ts'
import { loadPolarity, type Polarity } from '../sentiment/polarity.ts'
import {
  COMMAND,
  GOODBYE,
  GREETING,
  GRIEVANCE,
  INDIRECT_QUESTION,
  MUST,
  NOT_A_QUESTION,
  PRAISE,
  QUESTION,
  REQUEST,
  SMALL_TALK,
  STARTS_WITH_NOUN,
  SUBJECT_FIRST,
  WISH,
} from './intent-patterns.ts'
import { sentencesOf } from '../sentences.ts'
import { excerptOf, proseOf } from '../text.ts'
import type { Intent, INTENTS } from './intents.ts'
import { sumOf } from '../../util/statistics.ts'

/** `labels` are in the order that decides between equal votes. */
export async function createIntentReader(labels: typeof INTENTS) {
  const polarity = await loadPolarity()
  return withEnglishCheck(
    'statement',
    withCalibration(CALIBRATIONS, (text) => classify(text, labels, polarity)),
  )
}

const RELIABLE: Calibration = [
  [0.5, 0.5],
  [0.85, 0.97],
]
const LESS_RELIABLE: Calibration = [
  [0.5, 0.5],
  [0.9, 0.7],
]
/**
 * Measured on half of the test set of CLINC150 (2,231 requests to an assistant), which are questions, requests,
 * commands, greetings or farewells. A sentence that matches no rule is a statement, so that a statement is a guess.
 */
const CALIBRATIONS: Readonly<Record<Intent, Calibration>> = {
  question: RELIABLE,
  request: RELIABLE,
  command: RELIABLE,
  greeting: RELIABLE,
  goodbye: RELIABLE,
  complaint: LESS_RELIABLE,
  compliment: LESS_RELIABLE,
  statement: [[0.5, 0.5]],
}

const SALUTATIONS: readonly Intent[] = ['greeting', 'goodbye']
/** A text with this many sentences is too long for a short message. */
const LONG_TEXT_SENTENCES = 12

function classify(text: string, labels: typeof INTENTS, polarity: Polarity): Classification {
  const votes = Object.fromEntries(labels.map((label) => [label, 0])) as Record<Intent, number>
  const sentences = sentencesOf(proseOf(excerptOf(text)))
  for (const [index, sentence] of sentences.entries()) {
    const { label, strength } = intentOf(sentence, polarity)
    // A message states its intent in the first or the last sentence more often than in between.
    votes[label] += strength * (index === 0 || index === sentences.length - 1 ? 1.2 : 1)
  }
  const isSubstantial = labels.some((label) => !SALUTATIONS.includes(label) && votes[label] > 0)
  if (isSubstantial) votes.greeting = votes.goodbye = 0
  // A question next to a complaint is rhetorical: "Why is it so slow? It crashes all the time!"
  if (votes.complaint > 0) votes.question /= 2
  // In a short message, statements give the context of its complaint, request or question.
  const hasConcern = votes.complaint + votes.request + votes.question + votes.compliment > 0
  if (hasConcern && sentences.length < LONG_TEXT_SENTENCES) votes.statement /= 3
  const { label, votes: most, lead } = leaderOf(labels, votes)
  if (most === 0) return { label: 'statement', confidence: confidenceOf(0, 1) }
  const total = sumOf(labels.map((each) => votes[each]))
  return { label, confidence: confidenceOf((lead / total) * Math.min(1.5, most / sentences.length), 1.2) }
}

/** A sentence with a higher polarity is praise; a sentence with a polarity below the negative of this is blame. */
const MIN_POLARITY = 0.3
const PERSONAL = /\b(?:your?|i|my|we|our)\b/i

/**
 * The vote of one sentence: the label of the first rule that matches it, with a strength that grows with the
 * reliability of the rule.
 */
function intentOf(sentence: string, polarity: Polarity): { label: Intent; strength: number } {
  const wordCount = sentence.split(/\s+/).length
  const endsAsQuestion = /\?["')\]]*$/.test(sentence)
  const vote = (label: Intent, strength: number) => ({ label, strength })
  if (GREETING.test(sentence) && (wordCount <= 5 || SMALL_TALK.test(sentence)) && !REQUEST.test(sentence))
    return vote('greeting', 1.2)
  if (GOODBYE.test(sentence) && wordCount <= 12 && !endsAsQuestion) return vote('goodbye', 1.2)
  if (WISH.test(sentence) && !endsAsQuestion) return vote('statement', 1)
  if (GRIEVANCE.test(sentence) && !endsAsQuestion && !COMMAND.test(sentence)) {
    const score = polarity(sentence)
    if (score < MIN_POLARITY) return vote('complaint', score < 0 ? 1.5 : 1)
  }
  if (INDIRECT_QUESTION.test(sentence)) return vote('question', 1)
  if (REQUEST.test(sentence)) return vote('request', 1.2)
  if (endsAsQuestion) return vote('question', 1.5)
  if (QUESTION.test(sentence) && !NOT_A_QUESTION.test(sentence)) return vote('question', 1)
  if (PRAISE.test(sentence) && polarity(sentence) > MIN_POLARITY) return vote('compliment', 1.3)
  if (MUST.test(sentence)) return vote('command', 1)
  if (COMMAND.test(sentence) && !STARTS_WITH_NOUN.test(sentence)) return vote('command', 1.2)
  if (PERSONAL.test(sentence) && polarity(sentence) < -MIN_POLARITY) return vote('complaint', 0.8)
  return vote('statement', SUBJECT_FIRST.test(sentence) ? 1 : 0.7)
}
