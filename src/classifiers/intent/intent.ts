/**
 * Derives the intent of an English text from the form of its sentences: how they begin, how they end and, for
 * complaints and compliments, their VADER polarity. Greetings and farewells count only in texts without any other
 * intent.
 */
import type { ClassifierDefinition } from '../classifier.ts'
import { INTENTS } from './intents.ts'

export const intent = {
  name: 'intent',
  summary:
    'The intent of an English text: question, statement, request, command, complaint, compliment, greeting, goodbye',
  labels: INTENTS,
  async create() {
    const { createIntentReader } = await import('./read-intent.ts')
    return createIntentReader(INTENTS)
  },
} satisfies ClassifierDefinition
