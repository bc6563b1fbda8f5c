import type { Model, Validator } from '../core/ports.ts'

/** What validators are made from beside their options. */
export interface ValidatorNeeds {
  /** Another validator, from its name, its spec or its options: for those that are made of others. */
  readonly validator: (given: unknown) => Promise<Validator>
  /** A model by its name, or the one that critics ask: for those that ask a model. */
  readonly model: (name?: string) => Model
}
