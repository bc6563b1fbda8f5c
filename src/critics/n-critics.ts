/**
 * Implements "N-Critics: Self-Refinement of Large Language Models with Ensemble of Critics" (Mousavi et al. 2023, arXiv
 * 2310.18679): different models review the text in parallel, each from its own side, and so does the model that wrote
 * it. Their feedback is pooled, and the text is refined until the ensemble is satisfied.
 */
import * as z from 'zod'
import type { CriticDefinition } from '../core/definitions.ts'
import type { Severity } from '../core/types.ts'
import { SEVERITY_WEIGHT } from '../core/validation/severity.ts'
import { sumOf } from '../util/statistics.ts'
import { wordSimilarity } from '../util/text/text-similarity.ts'
import { list, severity, text } from './answer-shape.ts'
import { occursIn } from './evidence.ts'
import { createModelCritic, effortOption, modelOption } from './model-critic.ts'
import { settleSamples } from './samples.ts'
import { lazyObject, lazyStrictObject } from '../util/schemas/lazy-object.ts'

const RUBRIC = `Review the text from one side only. List each issue that you find there; an empty list if there is none.
- quote: the words of the text that show the issue, copied letter by letter. Empty if something is missing.
- problem: what is wrong, in one sentence.
- fix: the change that removes the issue, in one sentence.

Your side:`

const ASPECTS = ['accuracy of facts', 'fit to the task', 'clarity and structure', 'harm and fairness']
/** What the writing model is asked about its own text. */
const OWN_SIDE = 'your own text as a whole: what would you change?'
/** Issues that share this part of their words are one issue. */
const SAME_ISSUE = 0.5

const member = lazyStrictObject(() => ({
  aspect: z.string().regex(/\S/, 'must name an aspect').describe('what this member looks at'),
  model: modelOption.describe('the model of this member'),
  weight: z.number().positive().max(10).default(1).describe('the weight of this member'),
}))

const options = lazyStrictObject(() => ({
  model: modelOption.describe('the model of the members that name none, as provider:model'),
  effort: effortOption,
  members: z
    .array(z.union([z.string().regex(/\S/, 'must name an aspect'), member]))
    .min(1)
    .max(12)
    .default(ASPECTS)
    .describe('the members: an aspect, or { aspect, model, weight }'),
  own: z.boolean().default(true).describe('also ask the model that writes'),
  threshold: z
    .number()
    .min(0.01)
    .max(1)
    .default(0.2)
    .describe('the text needs improvement if the mean severity of the members reaches this, from 0 to 1'),
}))

const issueShape = lazyObject(() => ({
  quote: text('saves a lot of money'),
  problem: z.string().meta({ example: 'The saving is claimed without a figure.' }),
  fix: text('Give the saving per year.'),
  severity,
}))

const shape = lazyObject(() => ({ issues: list(issueShape) }))

interface Issue extends z.output<typeof issueShape> {
  readonly by: readonly string[]
  readonly weight: number
}

export const nCritics: CriticDefinition<typeof options> = {
  name: 'n-critics',
  summary: 'Pools the feedback of several models and aspects, asked in parallel (N-Critics)',
  options,
  create({ model, effort, members, own, threshold }, needs) {
    const main = needs.critic(model)
    const ensemble = [
      ...members.map((each) => {
        const { aspect, weight, ...rest } =
          typeof each === 'string' ? { aspect: each, weight: 1, model: undefined } : each
        return { aspect, weight, model: rest.model === undefined ? main : needs.critic(rest.model) }
      }),
      ...(own ? [{ aspect: OWN_SIDE, weight: 1, model: needs.generator }] : []),
    ]
    return createModelCritic({
      name: 'n-critics',
      model: main,
      effort,
      calls: { least: ensemble.length, most: ensemble.length, rounds: 1 },
      async steps({ draft, ask }) {
        const { samples: reviews, errors } = await settleSamples(
          ensemble.map(async ({ aspect, weight, model: asked }, index) => {
            const rubric = `${RUBRIC} ${aspect}`
            const { issues } = await ask(
              { rubric, shape, suffices: (value) => value.issues.some((issue) => issue !== undefined) },
              { model: asked, index },
            )
            return { aspect, weight, issues: issues.filter((issue) => issue !== undefined) }
          }),
        )
        if (errors[0] && errors.length * 2 >= ensemble.length) throw errors[0]
        const issues = pool(
          reviews.flatMap(({ aspect, weight, issues: found }) =>
            found.map((issue) => ({ ...issue, by: [aspect], weight })),
          ),
        )
        const total = sumOf(reviews.map(({ weight }) => weight))
        const meanSeverity =
          sumOf(reviews.map((each) => each.weight * worstOf(each.issues))) / Math.max(total, 1e-9)
        const needsImprovement = meanSeverity >= threshold
        const agreeing = reviews.filter((each) => each.issues.length > 0 === needsImprovement)
        const proven = issues.filter(({ quote }) => occursIn(draft.text, quote)).length
        return {
          needsImprovement,
          confidence:
            (agreeing.length / Math.max(1, reviews.length)) *
            (needsImprovement ? (1 + proven / Math.max(1, issues.length)) / 2 : 1),
          severity: issues[0]?.severity ?? 'low',
          score: 1 - meanSeverity,
          feedback:
            issues.map(({ problem, by }) => `${problem} (${by.join(', ')})`).join('\n') ||
            'no member finds an issue',
          suggestions: issues.map(({ fix, problem }) => fix || problem),
          details: { meanSeverity, threshold, issues, silent: errors.map(({ message }) => message) },
        }
      },
    })
  },
}

const worstOf = (issues: readonly { readonly severity: Severity }[]): number =>
  Math.max(0, ...issues.map((issue) => SEVERITY_WEIGHT[issue.severity]))

/**
 * Merges issues that are the same in other words, and ranks them by severity and by the weight of those who found them.
 */
function pool(issues: readonly Issue[]): readonly Issue[] {
  const pooled: Issue[] = []
  for (const issue of issues) {
    const at = pooled.findIndex((other) => wordSimilarity(describe(other), describe(issue)) >= SAME_ISSUE)
    const same = pooled[at]
    if (!same) pooled.push(issue)
    else {
      const worse = worstOf([issue]) > worstOf([same]) ? issue : same
      pooled[at] = {
        ...worse,
        by: [...new Set([...same.by, ...issue.by])],
        weight: same.weight + issue.weight,
      }
    }
  }
  return pooled.toSorted((first, second) => rank(second) - rank(first))
}

const describe = ({ problem, fix }: Issue): string => `${problem} ${fix}`
const rank = (issue: Issue): number => worstOf([issue]) * issue.weight
