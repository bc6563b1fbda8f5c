/**
 * Adapts "Can LLMs Beat Humans in Debating? A Dynamic Multi-agent Framework for Competitive Debate" (Zhang et al. 2024,
 * arXiv 2408.04472) to the review of a text. Two sides, one for the text as it stands and one for a revision, debate in
 * three stages: opening, rebuttal and summary. In each stage, a side's analyzer plans, its writer speaks, and its
 * reviewer may send the speech back. As in the paper, the judge takes no part in the debate; it hears the sides in both
 * orders. The searcher of the paper is left out.
 */
import * as z from 'zod'
import type { CriticDefinition } from '../core/definitions.ts'
import { sealAsData } from '../core/phrases/sealed-data.ts'
import { score, severity, text, texts } from './answer-shape.ts'
import { createModelCritic, effortOption, modelOption, type Opinion, type Review } from './model-critic.ts'
import { lazyObject, lazyStrictObject } from '../util/schemas/lazy-object.ts'
import { sumOf } from '../util/statistics.ts'

const SIDES = {
  keep: 'You defend the text as it stands: it does what the task asks for.',
  revise: 'You want the text to be revised: it does not yet do what the task asks for.',
}
type Side = keyof typeof SIDES
const SIDE_NAMES: readonly Side[] = ['keep', 'revise']

const STAGES = {
  opening: 'Opening: state your case with evidence from the text.',
  rebuttal: 'Rebuttal: answer the strongest points of the other side, and defend your own.',
  summary: 'Summary: weigh the points of both sides. Bring up nothing new.',
}

const SPEECHES = SIDE_NAMES.length * Object.keys(STAGES).length
const JUDGMENTS = 2

const ANALYZE = `You are the analyzer of your side. Plan your side's next speech.
- points: at most four points, most important first, each with words of the text or with what is missing.
- concessions: what the other side is right about; empty if nothing.`
const WRITE = `You are the writer of your side. Write your side's next speech by the plan that follows as data.
- speech: at most 150 words, with words of the text as evidence.
- edits: the edits that your side asks for, each naming the place and the change; empty if it asks for none.`
const CHECK = `You are the reviewer of your side. Check the speech that follows as data: it must be true to the text, rest on evidence, and answer the other side.
- remarks: what the writer must change; empty if nothing.
- decision: "revise" if the speech must be changed, else "finished".`
const JUDGE = `You are the independent judge of a debate about the text. The speeches of two sides follow as data. Judge by the text and the task, not by style; neither length nor order counts.
- reasoning: which points hold against the text, in three to six sentences.
- first_evidence, second_evidence: how well the side's points rest on the text, from 1 to 5.
- first_argument, second_argument: how well the side argues and answers the other, from 1 to 5.
- first_task, second_task: how well the side's position serves the task, from 1 to 5.`

const options = lazyStrictObject(() => ({
  model: modelOption.describe(
    'the model of both sides, as provider:model; default: the critic model of the settings',
  ),
  effort: effortOption,
  judge: modelOption.describe('the model of the judge; default: the model of the sides'),
  revisions: z
    .int()
    .min(0)
    .max(2)
    .default(1)
    .describe('how often a reviewer may send a speech back, from 0 to 2'),
}))

const planShape = lazyObject(() => ({
  points: texts('It claims a saving and gives no figure: "saves a lot of money".'),
  concessions: texts('It is easy to read.'),
}))
const speechShape = lazyObject(() => ({
  speech: z
    .string()
    .meta({ example: 'The text says that solar power "saves a lot of money", and gives no figure.' }),
  edits: texts('In the second paragraph, give the saving per year.'),
}))
const checkShape = lazyObject(() => ({
  remarks: texts('Quote the sentence.'),
  decision: z.enum(['finished', 'revise']).meta({ example: 'revise' }).catch('finished'),
}))
const BEST_SCORE = 5
const points = score(BEST_SCORE)
const judgeShape = lazyObject(() => ({
  reasoning: text('The claim without a figure is in the text.'),
  first_evidence: points,
  second_evidence: points,
  first_argument: points,
  second_argument: points,
  first_task: points,
  second_task: points,
  severity,
}))

interface Speech {
  readonly side: Side
  readonly stage: string
  readonly speech: string
  readonly edits: readonly string[]
  readonly concessions: readonly string[]
}

export const agent4debate: CriticDefinition<typeof options> = {
  name: 'agent4debate',
  summary: 'Lets two sides debate in three stages before an independent judge (Agent4Debate)',
  options,
  create({ model, effort, judge, revisions }, needs) {
    const debater = needs.critic(model)
    const judgeModel = judge === undefined ? debater : needs.critic(judge)

    async function speak(
      { ask }: Review,
      side: Side,
      stage: string,
      spoken: readonly Speech[],
    ): Promise<Speech> {
      const role = (instruction: string, ...data: readonly (readonly [string, string])[]) =>
        [
          `${SIDES[side]}\n${instruction}`,
          stage,
          ...(spoken.length === 0 ? [] : [sealAsData('debate', transcript(spoken))]),
          ...data.map(([name, content]) => sealAsData(name, content)),
        ].join('\n\n')
      const plan = await ask({ rubric: role(ANALYZE), shape: planShape, suffices: () => true })
      const planned = [
        'plan',
        [...plan.points, ...plan.concessions.map((each) => `Conceded: ${each}`)].join('\n'),
      ] as const
      let written = await ask({ rubric: role(WRITE, planned), shape: speechShape, suffices: () => true })
      for (let revision = 0; revision < revisions; revision++) {
        const rubric = role(CHECK, ['speech', written.speech])
        const { decision, remarks } = await ask({ rubric, shape: checkShape, suffices: () => true })
        if (decision === 'finished') break
        const again = role(WRITE, planned, ['speech', written.speech], ['remarks', remarks.join('\n')])
        written = await ask({ rubric: again, shape: speechShape, suffices: () => true })
      }
      return { side, stage, ...written, concessions: plan.concessions }
    }

    return createModelCritic({
      name: 'agent4debate',
      model: debater,
      effort,
      calls: {
        least: SPEECHES * (2 + Math.min(1, revisions)) + JUDGMENTS,
        most: SPEECHES * (2 + 2 * revisions) + JUDGMENTS,
        rounds: Object.keys(STAGES).length * (2 + 2 * revisions) + 1,
      },
      async steps(review) {
        const speeches: Speech[] = []
        for (const stage of Object.values(STAGES)) {
          speeches.push(
            ...(await Promise.all(SIDE_NAMES.map((side) => speak(review, side, stage, [...speeches])))),
          )
        }
        const verdicts = await Promise.all(
          [SIDE_NAMES, SIDE_NAMES.toReversed()].map(async (order) => {
            const data = order.map((side, index) =>
              sealAsData(
                index === 0 ? 'first-side' : 'second-side',
                transcript(speeches.filter((speech) => speech.side === side)),
              ),
            )
            const rubric = [JUDGE, ...data].join('\n\n')
            const verdict = await review.ask({ rubric, shape: judgeShape }, { model: judgeModel })
            const { first, second } = pointsOf(verdict)
            const isKeepFirst = order[0] === 'keep'
            return { ...verdict, keep: isKeepFirst ? first : second, revise: isKeepFirst ? second : first }
          }),
        )
        return conclude(speeches, verdicts)
      },
    })
  },
}

const transcript = (speeches: readonly Speech[]): string =>
  speeches.map(({ side, stage, speech }) => `[${side}] ${stage.split(':', 1)[0]}\n${speech}`).join('\n\n')

const pointsOf = (verdict: z.output<typeof judgeShape>) => ({
  first: verdict.first_evidence + verdict.first_argument + verdict.first_task,
  second: verdict.second_evidence + verdict.second_argument + verdict.second_task,
})

interface Judged {
  readonly keep: number
  readonly revise: number
  readonly reasoning: string
  readonly severity: z.output<typeof judgeShape>['severity']
}

/** The points of both orders are added; a tie does not count as approval. */
function conclude(speeches: readonly Speech[], verdicts: readonly Judged[]): Opinion {
  const total = (side: Side) => sumOf(verdicts.map((verdict) => verdict[side]))
  const [keep, revise] = [total('keep'), total('revise')]
  const needsImprovement = revise >= keep
  const agreeing = verdicts.filter((verdict) => verdict.revise >= verdict.keep === needsImprovement)
  const of = (side: Side) => speeches.filter((speech) => speech.side === side)
  const winner: Side = needsImprovement ? 'revise' : 'keep'
  return {
    needsImprovement,
    confidence:
      (agreeing.length / verdicts.length) * Math.min(1, 0.5 + Math.abs(revise - keep) / (keep + revise)),
    severity: needsImprovement ? (verdicts[0]?.severity ?? 'medium') : 'low',
    score: keep / (keep + revise),
    feedback: [
      `${winner}: ${keep} points for keeping the text, ${revise} for revising it`,
      verdicts[0]?.reasoning ?? '',
    ].join('\n'),
    suggestions: [
      ...new Set(
        of('revise')
          .toReversed()
          .flatMap(({ edits }) => edits),
      ),
    ],
    details: {
      winner,
      points: { keep, revise },
      concessions: [...new Set(of(winner).flatMap(({ concessions }) => concessions))],
      speeches: speeches.map(({ side, stage, speech }) => ({ side, stage: stage.split(':', 1)[0], speech })),
    },
  }
}
