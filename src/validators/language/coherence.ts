import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { isEnglish } from '../../classifiers/english.ts'
import { sentencesOf } from '../../classifiers/sentences.ts'
import { excerptOf, proseOf, straightenQuotes } from '../../classifiers/text.ts'
import { paragraphImbalance, linkedShare, repetition, transitionShare } from './cohesion.ts'
import { amount, joinParts, rangeText } from '../../core/phrases/requirement-text.ts'
import { nearness, type Range } from '../shared/count.ts'
import { isOnlyTransitions } from './transitions.ts'
import { createTextValidator, type CheckResult } from '../shared/text-validator.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const share = z.number().min(0).max(1)

const options = lazyStrictObject(() => ({
  minSentences: z
    .int()
    .min(0)
    .max(1000)
    .default(2)
    .describe('minimum number of sentences, without those that consist of transitions only'),
  maxRepetition: share
    .default(0.3)
    .describe('maximum share of the text, 0..1, that repeats what came shortly before; 1: no limit'),
  minLinked: share
    .default(0.2)
    .describe(
      'minimum share of sentences, 0..1, that refer to an earlier one by a transition, a pronoun or a repeated word; ' +
        'English only; 0: no limit',
    ),
  minTransitions: share
    .default(0)
    .describe(
      'minimum share of sentences, 0..1, that begin with a transition, such as "However," or "for example"; ' +
        'English only',
    ),
  maxImbalance: z
    .number()
    .min(1)
    .max(1000)
    .default(20)
    .describe('maximum ratio of the longest paragraph to the mean one, in words, if there are three or more'),
}))

export const coherence: ValidatorDefinition<typeof options> = {
  name: 'coherence',
  summary: 'The text is coherent: little repetition, linked sentences, balanced paragraphs',
  options,
  create({ minSentences, maxRepetition, minLinked, minTransitions, maxImbalance }) {
    const sentenceRange = rangeText({ min: minSentences }, 'sentences')
    const requirement = joinParts([
      sentenceRange,
      `at most ${percent(maxRepetition)} repeated`,
      ...(minLinked > 0 ? [`at least ${percent(minLinked)} ${LINKED}`] : []),
      ...(minTransitions > 0 ? [`at least ${percent(minTransitions)} ${WITH_TRANSITIONS}`] : []),
      `no paragraph more than ${maxImbalance} times the mean`,
    ])
    return createTextValidator({
      name: 'coherence',
      tier: 'local',
      cacheable: true,
      requirement,
      check(text) {
        const excerpt = excerptOf(straightenQuotes(text))
        const sentences = sentencesOf(proseOf(excerpt)).filter((sentence) => !isOnlyTransitions(sentence))
        const balance = paragraphImbalance(excerpt)
        const checks: CheckResult[] = [
          {
            score: nearness(sentences.length, { min: minSentences }),
            fact: amount(sentences.length, 'sentences'),
            duty: `be ${sentenceRange}`,
          },
          shareCheck(repetition(sentences), { max: maxRepetition }, 'repeated'),
          {
            score: nearness(balance, { max: maxImbalance }),
            fact: `the longest paragraph is ${toOneDecimal(balance)} times the mean`,
            duty: `be at most ${maxImbalance} times`,
          },
        ]
        // These checks are skipped in other languages, since only English transitions and pronouns are known.
        if (minLinked > 0 && sentences.length >= MIN_SENTENCES_TO_LINK && isEnglish(text))
          checks.push(shareCheck(linkedShare(sentences), { min: minLinked }, LINKED))
        if (minTransitions > 0 && isEnglish(text))
          checks.push(shareCheck(transitionShare(sentences), { min: minTransitions }, WITH_TRANSITIONS))
        return checks
      },
    })
  },
}

/** A text with fewer sentences may be coherent without linked sentences. */
const MIN_SENTENCES_TO_LINK = 4
const LINKED = 'of the sentences linked'
const WITH_TRANSITIONS = 'of the sentences with transitions'

function shareCheck(measured: number, range: Range, what: string): CheckResult {
  const { min, max = 1 } = range
  const bounds = min === undefined ? `at most ${percent(max)}` : `at least ${percent(min)}`
  return { score: nearness(measured, range), fact: `${percent(measured)} ${what}`, duty: `be ${bounds}` }
}

const percent = (value: number): string => `${toOneDecimal(value * 100)} %`
const toOneDecimal = (value: number): number => Math.round(value * 10) / 10
