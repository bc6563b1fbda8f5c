import * as z from 'zod'
import { isEnglish } from '../../classifiers/english.ts'
import { excerptOf, prose, sentencesOf, straight } from '../../classifiers/text.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import { imbalance, linkedShare, repetition, transitionShare } from './cohesion.ts'
import { amount, nearness, rangeText, type Range } from '../shared/count.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { isOnlyTransitions } from './transitions.ts'
import { verdict, type Check } from '../shared/verdict.ts'

const share = z.number().min(0).max(1)

const options = z.strictObject({
  minSentences: z
    .int()
    .min(0)
    .max(1000)
    .default(2)
    .describe('the fewest sentences, those of transitions alone not counted'),
  maxRepetition: share
    .default(0.3)
    .describe('the most of the text, as a share, that may say again what was said just before; 1: any'),
  minLinked: share
    .default(0.2)
    .describe(
      'the share of sentences that refer to one before, by a transition, a pronoun or a word; English only; 0: any',
    ),
  minTransitions: share
    .default(0)
    .describe(
      'the share of sentences that begin with a transition, such as "However," or "for example"; English only',
    ),
  maxImbalance: z
    .number()
    .min(1)
    .max(1000)
    .default(20)
    .describe(
      'how many times as long as the mean paragraph the longest may be, where there are three or more',
    ),
})

export const coherence: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'coherence',
  summary: 'The sentences of the text hang together: no loops, no loose ends, balanced paragraphs',
  options,
  create({ minSentences, maxRepetition, minLinked, minTransitions, maxImbalance }) {
    const sentenceRange = { min: minSentences }
    const requirement = [
      rangeText(sentenceRange, 'sentences'),
      `at most ${percent(maxRepetition)} repeated`,
      ...(minLinked > 0 ? [`at least ${percent(minLinked)} of the sentences linked`] : []),
      ...(minTransitions > 0
        ? [`at least ${percent(minTransitions)} of the sentences with transitions`]
        : []),
      `no paragraph more than ${maxImbalance} times the mean`,
    ].join('; ')
    return {
      name: 'coherence',
      tier: 'local',
      requirement,
      validate({ text }) {
        const excerpt = excerptOf(straight(text))
        const sentences = sentencesOf(prose(excerpt)).filter((sentence) => !isOnlyTransitions(sentence))
        const balance = imbalance(excerpt)
        const checks: Check[] = [
          {
            score: nearness(sentences.length, sentenceRange),
            fact: amount(sentences.length, 'sentences'),
            duty: `be ${rangeText(sentenceRange, 'sentences')}`,
          },
          shareCheck(repetition(sentences), { max: maxRepetition }, 'repeated'),
          {
            score: nearness(balance, { max: maxImbalance }),
            fact: `the longest paragraph is ${oneDigit(balance)} times the mean`,
            duty: `be at most ${maxImbalance} times`,
          },
        ]
        // Transitions and pronouns are known in English only; what is not measured is not held against a text.
        if (minLinked > 0 && sentences.length >= MANY && isEnglish(text))
          checks.push(shareCheck(linkedShare(sentences), { min: minLinked }, 'of the sentences linked'))
        if (minTransitions > 0 && isEnglish(text))
          checks.push(
            shareCheck(
              transitionShare(sentences),
              { min: minTransitions },
              'of the sentences with transitions',
            ),
          )
        return verdict('coherence', requirement, checks)
      },
    }
  },
}

/** Fewer sentences than this say nothing about links: two may stand side by side. */
const MANY = 4

function shareCheck(measured: number, range: Range, what: string): Check {
  const { min, max } = range
  return {
    score: nearness(measured, range),
    fact: `${percent(measured)} ${what}`,
    duty: `be ${min === undefined ? `at most ${percent(max ?? 1)}` : `at least ${percent(min)}`}`,
  }
}

const percent = (value: number): string => `${oneDigit(value * 100)} %`
const oneDigit = (value: number): number => Math.round(value * 10) / 10
