import type { ClassifierDefinition } from '../classifier.ts'

export const emotion = {
  name: 'emotion',
  summary: 'Emotion of an English text: anger, disgust, fear, joy, sadness, surprise or neutral',
  labels: ['anger', 'disgust', 'fear', 'joy', 'neutral', 'sadness', 'surprise'] as const,
  create: async () => (await import('./emotion-classifier.ts')).createEmotionClassifier(),
} satisfies ClassifierDefinition
