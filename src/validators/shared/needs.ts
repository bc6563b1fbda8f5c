import type * as z from 'zod'
import type { Draft, Model, Validator } from '../../core/ports.ts'
import type { Scope } from '../../core/scope.ts'
import type { Answer } from '../../core/types.ts'

/** What validators are made from beside their options. */
export interface ValidatorNeeds {
  /** Another validator, from its name, its spec or its options: for those that are made of others. */
  readonly validator: (given: unknown) => Promise<Validator>
  /** A model by its name, or the one that critics ask: for those that ask a model. */
  readonly model: (name?: string) => Model
  /** Puts a question about a draft to a model as critics do: the text is data, and the answer has the shape. */
  readonly ask: <Found>(
    model: Model,
    question: Question<Found>,
    draft: Draft,
    scope: Scope,
  ) => Promise<Asked<Found>>
  /** For those that run programs. */
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface Question<Found> {
  readonly name: string
  /** What the model is asked to look for, and to answer. */
  readonly rubric: string
  readonly shape: z.ZodType<Found>
}

export interface Asked<Found> {
  readonly found: Found
  readonly answer: Answer
}
