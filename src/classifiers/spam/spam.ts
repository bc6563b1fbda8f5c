import type { ClassifierDefinition } from '../classifier.ts'

export const spam = {
  name: 'spam',
  summary: 'Unwanted advertising, phishing and scams (spam), or ordinary mail (ham), in English',
  labels: ['spam', 'ham'] as const,
  forbiddenByDefault: 'spam',
  create: async () => (await import('./spam-classifier.ts')).createSpamClassifier(),
} satisfies ClassifierDefinition
