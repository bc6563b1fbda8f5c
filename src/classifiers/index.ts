import type { ClassifierDefinition } from './classifier.ts'
import { emotion } from './emotion/emotion.ts'
import { intent } from './intent/intent.ts'
import { language } from './language.ts'
import { readability } from './readability.ts'
import { sentiment } from './sentiment/sentiment.ts'
import { spam } from './spam/spam.ts'
import { toxicity } from './toxicity/toxicity.ts'

/** To add a classifier, add its file and a line here; the key is its name. */
export const classifiersByName = {
  sentiment,
  toxicity,
  spam,
  emotion,
  intent,
  readability,
  language,
} as const

export const classifiers: readonly ClassifierDefinition[] = Object.values(classifiersByName)
