import type { ClassifierDefinition } from './definition.ts'
import { emotion } from './emotion.ts'
import { intent } from './intent.ts'
import { languageDefinition } from './language.ts'
import { readability } from './readability.ts'
import { sentiment } from './sentiment.ts'
import { spam } from './spam.ts'
import { toxicity } from './toxicity.ts'

/** Every classifier there is; to add one is to add a file and its line here. */
export const classifiers: readonly ClassifierDefinition[] = [
  sentiment,
  toxicity,
  spam,
  emotion,
  intent,
  readability,
  languageDefinition,
]
