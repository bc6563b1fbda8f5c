/**
 * Implements the reflection of "Self-RAG: Learning to Retrieve, Generate, and Critique through Self-Reflection" (Asai
 * et al. 2023, arXiv 2310.11511): the model splits the text into claims and decides for each whether it must be looked
 * up; for each passage that is found, it decides whether the passage is relevant (IsRel) and supports the claim
 * (IsSup); at the end, it rates the use of the whole text (IsUse). Scores are weighted as in the authors' code, whose
 * special tokens are fields of JSON here.
 */
import * as z from 'zod'
import type { CriticDefinition } from '../core/definitions.ts'
import { ConfigError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { sealAsData } from '../core/phrases/sealed-data.ts'
import type { Passage, Retriever } from '../core/ports.ts'
import type { Scope } from '../core/scope.ts'
import { list, parts, score, text } from './answer-shape.ts'
import { occursIn } from './evidence.ts'
import { createModelCritic, noOpinion, type Opinion, type Review, modelOptions } from './model-critic.ts'
import { settleSamples } from './samples.ts'
import { lazyObject, lazyStrictObject } from '../util/schemas/lazy-object.ts'
import { meanOf } from '../util/statistics.ts'

const SPLIT = `List the claims of the text, in its order: each statement that could be true or false, complete enough to be understood alone.
- claim: the statement, in one sentence.
- quote: the words of the text that make it, copied letter by letter.
- retrieve: how much the claim needs to be looked up in a source, from 0 (an opinion, or common knowledge) to 1 (a name, a number, a date, or a fact that few people know).`
const VERIFY = `Do not judge the whole text now, but one claim of it. The claim and passages from sources follow as data. For each passage:
- relevance: "relevant" if it is about what the claim says, else "irrelevant".
- support: "fully" if it confirms all of the claim, "partially" if a part, "contradicts" if the claim cannot be true if the passage is, else "none".
- quote: the words of the passage that support or contradict the claim, copied letter by letter; empty if there are none.`
const USE = `Rate how useful the text is as an answer to the task, whether or not its facts are right.
- reasoning: in two or three sentences.
- use: 1 does not answer the task, 2 answers a small part, 3 answers it but needs major additions, 4 answers it with small gaps, 5 answers it completely and in detail.`

/** The weights and the threshold of the authors' code. */
const WEIGHT = { relevance: 1, support: 1, use: 0.5 }
const RETRIEVAL_THRESHOLD = 0.2
const SUPPORT = { fully: 1, partially: 0.5, none: 0, contradicts: 0 }
const USE_VALUE = [-1, -0.5, 0, 0.5, 1]
const MIN_USE = 4

const options = lazyStrictObject(() => ({
  ...modelOptions,
  passages: z.int().min(1).max(10).default(5).describe('number of passages for each claim, from 1 to 10'),
  claims: z.int().min(1).max(50).default(12).describe('maximum number of claims that are looked up'),
}))

const claimShape = lazyObject(() => ({
  claims: list(
    z.object({
      claim: z.string().meta({ example: 'A solar panel saves 300 dollars a year.' }),
      quote: text('saves 300 dollars'),
      retrieve: z
        .number()
        .min(0)
        .max(1)
        .meta({ description: 'from 0 to 1', enum: [0, 0.25, 0.5, 0.75, 1], example: 1 })
        .catch(1),
    }),
  ),
}))
const passageShape = lazyObject(() => ({
  relevance: z.enum(['relevant', 'irrelevant']).meta({ example: 'irrelevant' }),
  support: z.enum(['fully', 'partially', 'none', 'contradicts']).meta({ example: 'none' }),
  quote: text('saves its owner 300 dollars'),
}))
const useShape = lazyObject(() => ({ reasoning: text('It answers one of two questions.'), use: score(5) }))

interface Verified {
  readonly claim: string
  readonly quote: string
  readonly verdict: keyof typeof SUPPORT
  /** The passage with the highest score, or the one that contradicts the claim. */
  readonly evidence?:
    { readonly passage: Passage; readonly quote: string; readonly score: number } | undefined
}

export const selfRag: CriticDefinition<typeof options> = {
  name: 'self-rag',
  summary: 'Looks up the claims of the text and cites what supports or contradicts them (Self-RAG)',
  options,
  create({ model, effort, passages, claims: maxClaims }, { critic, retrievers = [] }) {
    if (retrievers.length === 0) {
      throw new ConfigError(
        'critic self-rag has nothing to look claims up in',
        'name documents (--docs DIR) or a site (--retriever wikipedia), or remove the critic',
      )
    }
    return createModelCritic({
      name: 'self-rag',
      model: critic(model),
      effort,
      calls: { least: 2, most: 2 + maxClaims, rounds: 2, looksUp: true },
      async steps(review) {
        const { claims } = await review.ask({ rubric: SPLIT, shape: claimShape, suffices: () => true })
        const checkable = claims
          .filter((each) => each !== undefined)
          .filter(({ retrieve }) => retrieve > RETRIEVAL_THRESHOLD)
        const lookedUp = checkable.slice(0, maxClaims)
        const toolErrors = new Set<string>()
        const found = await Promise.all(
          lookedUp.map(async (claim) => {
            const { hits, errors } = await retrieve(claim.claim, retrievers, passages, review.scope)
            errors.forEach((error) => toolErrors.add(error))
            return { ...claim, hits }
          }),
        )
        const [verified, { use }] = await Promise.all([
          Promise.all(found.map((claim) => verify(review, claim))),
          review.ask({ rubric: USE, shape: useShape }),
        ])
        return conclude(verified, use, {
          unchecked: checkable.length - lookedUp.length,
          toolErrors: [...toolErrors],
        })
      },
    })
  },
}

/**
 * The passages of all retrievers, alternating between the retrievers. Rejects if no retriever can answer, since that is
 * not evidence against the claim.
 */
async function retrieve(claim: string, retrievers: readonly Retriever[], limit: number, scope: Scope) {
  const { samples, errors } = await settleSamples(
    retrievers.map((retriever) => retriever.retrieve(claim, limit, scope)),
  )
  if (errors[0] && samples.length === 0) throw errors[0]
  const turns = Array.from({ length: limit }, (_, turn) => samples.flatMap((hits) => hits[turn] ?? [])).flat()
  const distinct = turns.filter(
    ({ text, source }, index) =>
      turns.findIndex((other) => other.text === text && other.source === source) === index,
  )
  return { hits: distinct.slice(0, limit), errors: errors.map(messageOf) }
}

async function verify(
  { ask }: Review,
  { claim, quote, hits }: { claim: string; quote: string; hits: readonly Passage[] },
): Promise<Verified> {
  if (hits.length === 0) return { claim, quote, verdict: 'none' }
  const keys = hits.map((_, index) => `passage_${index + 1}`)
  const data = hits.map(({ title, source, text }, index) =>
    sealAsData(`passage_${index + 1}`, `${title}\n${source}\n${text}`),
  )
  const shape = z.object({ passages: parts(keys, passageShape) })
  const answer = await ask({
    rubric: [VERIFY, sealAsData('claim', claim), ...data].join('\n\n'),
    shape,
    suffices: (value) => Object.values(value.passages).some((each) => each !== undefined),
  })
  const judged = hits.flatMap((passage, index) => {
    const given = answer.passages[keys[index] ?? '']
    if (!given || given.relevance === 'irrelevant') return []
    // Support counts only with a quote that occurs in the passage.
    const isProven = given.quote.trim() !== '' && occursIn(passage.text, given.quote)
    return [{ passage, quote: given.quote, support: isProven ? given.support : ('none' as const) }]
  })
  const [best] = judged.toSorted((first, second) => SUPPORT[second.support] - SUPPORT[first.support])
  const decisive = judged.find(({ support }) => support === 'contradicts') ?? best
  if (!decisive) return { claim, quote, verdict: 'none' }
  const { passage, support } = decisive
  const score = WEIGHT.relevance + WEIGHT.support * SUPPORT[support]
  return { claim, quote, verdict: support, evidence: { passage, quote: decisive.quote, score } }
}

function conclude(
  claims: readonly Verified[],
  use: number,
  notes: { readonly unchecked: number; readonly toolErrors: readonly string[] },
): Opinion {
  const useScore = WEIGHT.use * (USE_VALUE[use - 1] ?? 0)
  const contradicted = claims.filter(({ verdict }) => verdict === 'contradicts')
  const unsupported = claims.filter(({ verdict }) => verdict === 'none')
  const needsImprovement = contradicted.length + unsupported.length > 0 || use < MIN_USE
  if (!needsImprovement && notes.unchecked > 0) {
    throw noOpinion('self-rag', `${notes.unchecked} claims were not looked up; raise its option claims`)
  }
  const support = meanOf(claims.map(({ verdict }) => SUPPORT[verdict]))
  return {
    needsImprovement,
    // What was not found may exist, so a missing source is a weaker objection than a contradiction.
    confidence: contradicted.length > 0 ? 0.9 : needsImprovement ? 0.6 : 0.5 + support / 2,
    severity: contradicted.length > 0 ? 'high' : needsImprovement ? 'medium' : 'low',
    score: ((claims.length === 0 ? 1 : support) + (use - 1) / 4) / 2,
    feedback: [
      `${claims.length} claims looked up: ${contradicted.length} contradicted, ${unsupported.length} without support; use ${use} of 5`,
      ...contradicted.map(describeContradiction),
      ...unsupported.map(({ claim }) => `no source supports: ${claim}`),
    ].join('\n'),
    suggestions: [
      ...contradicted.map((each) => `Correct "${each.quote || each.claim}": ${describeContradiction(each)}`),
      ...unsupported.map(({ quote, claim }) => `Support "${quote || claim}" by a source, or remove it.`),
      ...(use < MIN_USE ? ['Answer the task more completely.'] : []),
    ],
    details: {
      use,
      claims: claims.map(({ claim, quote, verdict, evidence }) => ({
        claim,
        quote,
        verdict,
        score: (evidence?.score ?? 0) + useScore,
        citation: evidence && {
          title: evidence.passage.title,
          source: evidence.passage.source,
          quote: evidence.quote,
        },
      })),
      ...notes,
    },
  }
}

const describeContradiction = ({ evidence }: Verified): string =>
  `${evidence?.passage.source} says "${evidence?.quote}"`
