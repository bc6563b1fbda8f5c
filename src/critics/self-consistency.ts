/**
 * Implements "Self-Consistency Improves Chain of Thought Reasoning in Language Models" (Wang et al. 2022, arXiv
 * 2203.11171) for reviews: the model answers the same question several times at a temperature of at least 0.7, reasons
 * before it decides, and decides on a closed list of faults. The majority of the samples decides on each fault; the
 * share of its votes is the confidence.
 */
import * as z from 'zod'
import type { CriticDefinition } from '../core/definitions.ts'
import type { Severity } from '../core/types.ts'
import { keysFor, parts, severity, text, verdict, worstSeverity } from './answer-shape.ts'
import { occursIn } from './evidence.ts'
import { createModelCritic, noOpinion, type Opinion, modelOptions } from './model-critic.ts'
import { sampleUntil } from './samples.ts'
import { lazyObject, lazyStrictObject } from '../util/schemas/lazy-object.ts'

const RUBRIC = `Think first, then decide for each possible fault whether the text has it.
- reasoning: compare the text with the task step by step, in three to six sentences.
- present: true only if the text has the fault to a degree that its readers would mind.
- quote: the words of the text that show the fault, copied letter by letter. Empty if something is missing, or if the fault is not present.
- fix: the change that removes the fault, in one sentence. Empty if it is not present.

Faults:`

const FAULTS = [
  'off the task',
  'incomplete',
  'wrong or made up',
  'unclear',
  'badly ordered',
  'wrong tone',
  'repetitive or padded',
  'contradictory',
]

const options = lazyStrictObject(() => ({
  ...modelOptions,
  samples: z.int().min(3).max(40).default(5).describe('maximum number of samples, from 3 to 40'),
  temperature: z.number().min(0.7).max(2).default(0.7).describe('sampling temperature, at least 0.7'),
  faults: z
    .array(z.string().regex(/\S/, 'must name a fault'))
    .min(1)
    .max(20)
    .refine((faults) => new Set(faults).size === faults.length, 'must not contain a fault twice')
    .default(FAULTS)
    .describe('the faults that the samples vote on'),
}))

const faultShape = lazyObject(() => ({
  present: verdict(),
  quote: text('saves a lot of money'),
  severity,
  fix: text('Give the saving per year.'),
}))

type Ballot = z.output<typeof faultShape>

export const selfConsistency: CriticDefinition<typeof options> = {
  name: 'self-consistency',
  summary: 'Asks several times and lets the majority decide on each fault (Self-Consistency)',
  options,
  create({ model, effort, samples, temperature, faults }, needs) {
    const keys = keysFor('fault', faults)
    const shape = z.object({
      reasoning: text('The text answers the first half of the task only.'),
      faults: parts(keys, faultShape),
    })
    const suffices = (value: z.output<typeof shape>) =>
      Object.values(value.faults).some((each) => each?.present)
    const rubric = [RUBRIC, ...keys.map((key, index) => `- ${key}: ${faults[index]}`)].join('\n')
    return createModelCritic({
      name: 'self-consistency',
      model: needs.critic(model),
      effort,
      calls: { least: Math.floor(samples / 2) + 1, most: samples, rounds: 2 },
      async steps({ draft, ask }) {
        const ballots: Readonly<Record<string, Ballot | undefined>>[] = []
        const votesOn = (key: string) => ballots.flatMap((ballot) => ballot[key] ?? [])
        const asked = await sampleUntil({
          count: samples,
          ask: (index) => ask({ rubric, shape, temperature, suffices }, { index }),
          onSample: (sample) => void ballots.push(sample.faults),
          needed: (left) => Math.max(...keys.map((key) => votesNeeded(votesOn(key), samples, left))),
        })
        const undecided = keys.findIndex((key) => votesOn(key).length === 0)
        const decided = keys.map((key, index) => countVotes(faults[index] ?? key, votesOn(key), draft.text))
        const opinion = summarize(decided, { asked, answered: ballots.length })
        if (undecided !== -1 && !opinion.needsImprovement) {
          throw noOpinion('self-consistency', `no sample says whether the text is ${faults[undecided]}`)
        }
        return opinion
      },
    })
  },
}

/** How many of the samples that are left must agree to decide on a fault; 0 if they cannot change the majority. */
function votesNeeded(votes: readonly Ballot[], samples: number, left: number): number {
  const present = votes.filter(({ present }) => present).length
  const lead = Math.max(present, votes.length - present)
  const majority = Math.floor(samples / 2) + 1
  return lead >= majority ? 0 : Math.min(left, majority - lead)
}

interface DecidedFault {
  readonly fault: string
  readonly present: boolean
  readonly votes: number
  readonly of: number
  readonly fix: string
  readonly severity: Severity
}

/**
 * A tie counts as present, so that a doubtful text is not approved. The best advice has a quote that occurs in the
 * text.
 */
function countVotes(fault: string, ballots: readonly Ballot[], words: string): DecidedFault {
  const yes = ballots.filter(({ present }) => present)
  const advice = yes.toSorted(
    (first, second) => Number(occursIn(words, second.quote)) - Number(occursIn(words, first.quote)),
  )[0]
  const present = ballots.length > 0 && yes.length * 2 >= ballots.length
  return {
    fault,
    present,
    votes: present ? yes.length : ballots.length - yes.length,
    of: ballots.length,
    fix: advice?.fix ?? '',
    severity: advice?.severity ?? 'low',
  }
}

function summarize(
  decided: readonly DecidedFault[],
  { asked, answered }: { asked: number; answered: number },
): Opinion {
  const found = decided.filter(({ present }) => present)
  const relevant = found.length > 0 ? found : decided
  return {
    needsImprovement: found.length > 0,
    // An approval needs every fault to be absent, so the closest vote counts; an objection rests on its clearest fault.
    confidence: (found.length > 0 ? Math.max : Math.min)(
      ...relevant.map(({ votes, of }) => votes / Math.max(1, of)),
    ),
    severity: worstSeverity(found),
    score: 1 - found.length / decided.length,
    feedback:
      found.map(({ fault, votes, of }) => `${fault}: ${votes} of ${of} samples`).join('\n') ||
      'most samples find no fault',
    suggestions: found
      .toSorted((first, second) => second.votes - first.votes)
      .map(({ fault, fix }) => `${fix || 'remove the fault'} (${fault})`),
    details: { samples: asked, answered, faults: decided },
  }
}
