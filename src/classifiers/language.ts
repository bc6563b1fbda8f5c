import { once } from '../util/once.ts'
import type { Classification, ClassifierDefinition } from './classifier.ts'
import { LANGUAGES, UNDETERMINED } from './scripts.ts'

const load = once(() => import('./read-language.ts'))

/**
 * Labels are ISO 639-1 codes, or `und` with a confidence of 0, also for languages that no label names. The
 * confidence compares the best language with the second best: 0.5 if both are equally likely, 1 if there is only one candidate.
 */
export async function classifyLanguage(text: string): Promise<Classification> {
  const { readLanguage } = await load()
  return readLanguage(text)
}

export const language = {
  name: 'language',
  summary: 'The language of a text, as an ISO 639-1 code',
  labels: [...LANGUAGES, UNDETERMINED] as const,
  create: () => classifyLanguage,
} satisfies ClassifierDefinition
