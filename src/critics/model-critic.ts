/** The base of all critics: a critic's own file has its prompts, the shapes of its answers and its steps. */
import * as z from 'zod'
import { CritiqueError, SifakaError } from '../core/errors.ts'
import { MODEL_NAME, type Critic, type CritiqueRequest, type Draft, type Model } from '../core/ports.ts'
import type { Scope } from '../core/scope.ts'
import { EFFORTS, type Critique, type Effort } from '../core/types.ts'
import { noUsage } from '../core/usage.ts'
import { truncate } from '../util/truncate.ts'
import { ask, CriticCalls, type CriticQuestion } from './ask.ts'

/** What a critic concludes; the base adds its name, model, calls and usage. */
export type Opinion = Omit<Critique, 'critic' | 'model' | 'calls' | 'usage'>

/** A draft under review, with what its critic needs to ask about it. */
export interface Review extends CritiqueRequest {
  readonly draft: Draft
  readonly scope: Scope
  /**
   * Asks a model, by default the critic's own. Its calls and faults become part of the critique. `index` tells the
   * samples of one question apart, so that they can run in parallel.
   */
  readonly ask: <Value>(
    question: Omit<CriticQuestion<Value>, 'name' | 'effort' | 'sample'>,
    options?: { readonly model?: Model; readonly index?: number },
  ) => Promise<Value>
}

interface CriticSteps extends Pick<Critic, 'calls' | 'judgesCritiques'> {
  readonly name: string
  readonly model: Model
  readonly effort?: Effort | undefined
  readonly steps: (review: Review) => Promise<Opinion>
}

interface SingleQuestion<Value> {
  readonly name: string
  readonly model: Model
  readonly effort?: Effort | undefined
  readonly rubric: (request: CritiqueRequest, draft: Draft) => string | Promise<string>
  readonly shape: (request: CritiqueRequest, draft: Draft) => z.ZodType<Value>
  readonly interpret: (value: Value, draft: Draft) => Opinion
}

/** The question of a single-call critic, so that it can share one call with other critics. */
export interface FusiblePart extends Pick<SingleQuestion<unknown>, 'model' | 'effort' | 'rubric' | 'shape'> {
  /** Returns no opinion if the value has faults that matter. */
  readonly conclude: (value: unknown, hasFaults: boolean, draft: Draft) => Opinion | undefined
}

const fusibleParts = new WeakMap<Critic, FusiblePart>()
export const fusiblePartOf = (critic: Critic): FusiblePart | undefined => fusibleParts.get(critic)

export const modelOption = z
  .string()
  .regex(MODEL_NAME, 'must be provider:model, for example sim:writer')
  .optional()
  .describe('the model to ask, as provider:model; default: the critic model of the settings')
  .meta({ examples: ['sim:critic'] })

export const effortOption = z
  .enum(EFFORTS)
  .optional()
  .describe("how much the critic's model reasons before it answers; default: the provider's")

/** The options that every critic has. */
export const modelOptions = { model: modelOption, effort: effortOption }

const MAX_FEEDBACK_CHARACTERS = 4000
const MAX_SUGGESTION_CHARACTERS = 600
const MAX_SUGGESTIONS = 10
/** Samples of one question have numbers below this; a second try of the critic starts at it. */
const MAX_SAMPLES = 1000

/** Creates a critic whose steps ask the model. If a step fails, `critique` rejects with the usage of all calls. */
export function createModelCritic({ name, model, effort, steps, ...more }: CriticSteps): Critic {
  return {
    ...more,
    name,
    model: model.name,
    async critique(draft, request, scope) {
      const calls = new CriticCalls()
      const faults: string[] = []
      let answeredBy = model.name
      const review: Review = {
        ...request,
        draft,
        scope,
        async ask(question, { model: other = model, index = 0 } = {}) {
          const sample = request.sample * MAX_SAMPLES + index
          const asked = { ...question, name, effort, sample }
          const reading = await ask(other, asked, draft, scope, (sent, answer) => {
            if (other === model) answeredBy = answer.model
            calls.add(sent, answer)
          })
          faults.push(...reading.faults)
          return reading.value
        },
      }
      try {
        const opinion = limitLengths(await steps(review))
        const found = faults.length === 0 ? {} : { faults }
        const { all, usage } = calls
        return { critic: name, model: answeredBy, ...opinion, ...found, calls: all, usage }
      } catch (error) {
        throw calls.all.length > 0 && error instanceof SifakaError ? calls.chargeTo(error) : error
      }
    },
  }
}

/** A critic that asks one question. An objection counts even if details are missing; an approval must be complete. */
export function createSingleCallCritic<Value>(question: SingleQuestion<Value>): Critic {
  const { name, model, effort, rubric, shape, interpret } = question
  const critic = createModelCritic({
    name,
    model,
    effort,
    async steps(review) {
      const { draft } = review
      const value = await review.ask({
        rubric: await rubric(review, draft),
        shape: shape(review, draft),
        suffices: (given) => interpret(given, draft).needsImprovement,
      })
      return interpret(value, draft)
    },
  })
  fusibleParts.set(critic, {
    model,
    effort,
    rubric,
    shape,
    conclude(value, hasFaults, draft) {
      if (value === undefined) return undefined
      // The value has been parsed by the shape.
      const opinion = limitLengths(interpret(value as Value, draft))
      return hasFaults && !opinion.needsImprovement ? undefined : opinion
    },
  })
  return critic
}

function limitLengths({ feedback, suggestions, lesson, ...rest }: Opinion): Opinion {
  const advice = suggestions
    .map((suggestion) => truncate(suggestion.trim(), MAX_SUGGESTION_CHARACTERS))
    .filter((suggestion) => suggestion !== '')
  return {
    ...rest,
    feedback: truncate(feedback.trim(), MAX_FEEDBACK_CHARACTERS) || NO_REASON[`${rest.needsImprovement}`],
    // An approval asks for no change.
    suggestions: rest.needsImprovement ? advice.slice(0, MAX_SUGGESTIONS) : [],
    ...(lesson?.trim() ? { lesson: truncate(lesson.trim(), MAX_SUGGESTION_CHARACTERS) } : {}),
  }
}

const NO_REASON = { true: 'The text does not do what the task asks for.', false: 'No fault was found.' }

/** The error of a critic whose answers, though readable, allow no opinion; the base adds the usage. */
export const noOpinion = (critic: string, why: string): CritiqueError =>
  new CritiqueError(`${critic} has no opinion: ${why}`, noUsage)
