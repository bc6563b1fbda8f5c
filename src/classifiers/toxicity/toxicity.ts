import type { ClassifierDefinition } from '../classifier.ts'

export const toxicity = {
  name: 'toxicity',
  summary: 'Insults, threats, slurs and harassment in an English text; swearing alone counts little',
  labels: ['toxic', 'non-toxic'] as const,
  forbiddenByDefault: 'toxic',
  create: async () => (await import('./toxicity-classifier.ts')).createToxicityClassifier(),
} satisfies ClassifierDefinition
