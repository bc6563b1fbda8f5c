import { once } from '../util/once.ts'
import type { Classification, ClassifierDefinition } from './classifier.ts'
import { LANGUAGES, UNDETERMINED } from './scripts.ts'

const load = once(() => import('./detect-language.ts'))

/**
 * Labels are ISO 639-1 codes, or `und` with a confidence of 0 if the language is not recognized or has no label. The
 * confidence compares the best language with the second best: 0.5 if both are equally likely, 1 if there is only one
 * candidate.
 */
export async function classifyLanguage(text: string): Promise<Classification> {
  const { detectLanguage } = await load()
  return detectLanguage(text)
}

export const language = {
  name: 'language',
  summary: 'The language of a text, as an ISO 639-1 code',
  labels: [...LANGUAGES, UNDETERMINED] as const,
  create: () => classifyLanguage,
} satisfies ClassifierDefinition
