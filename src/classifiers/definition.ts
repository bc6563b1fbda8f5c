import type { Classifier } from './classifier.ts'

/** How a classifier is known and made. */
export interface ClassifierDefinition<Settings extends object = object> {
  readonly name: string
  readonly summary: string
  readonly labels: readonly string[]
  /** What a text must not be when it is checked with no label given; without it, a label must be given. */
  readonly unwanted?: string
  /** Loads what it needs, once a process; the classifier itself may be used again and again. */
  create(settings?: Settings): Classifier | Promise<Classifier>
}
