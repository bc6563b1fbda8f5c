import type { ClassifierDefinition } from '../classifier.ts'
import type { SentimentBounds } from './sentiment-classifier.ts'

export const DEFAULT_BOUNDS: SentimentBounds = { positiveFrom: 0.15, negativeFrom: -0.15 }

export const sentiment = {
  name: 'sentiment',
  summary: 'Sentiment of an English text (VADER): positive, neutral or negative',
  labels: ['positive', 'neutral', 'negative'] as const,
  async create(given) {
    const { createSentimentClassifier } = await import('./sentiment-classifier.ts')
    return createSentimentClassifier({ ...DEFAULT_BOUNDS, ...given })
  },
} satisfies ClassifierDefinition<Partial<SentimentBounds>>
