import type { ClassifierDefinition } from '../classifier.ts'

export interface SentimentBounds {
  /** A text is positive from this score up, -1..1. */
  readonly positiveFrom: number
  /** A text is negative from this score down, -1..1; below `positiveFrom`. */
  readonly negativeFrom: number
}

export const DEFAULT_BOUNDS: SentimentBounds = { positiveFrom: 0.15, negativeFrom: -0.15 }

export const sentiment = {
  name: 'sentiment',
  summary: 'Sentiment of an English text (VADER): positive, neutral or negative',
  labels: ['positive', 'neutral', 'negative'] as const,
  async create(given) {
    const { createSentimentReader } = await import('./read-sentiment.ts')
    return createSentimentReader({ ...DEFAULT_BOUNDS, ...given })
  },
} satisfies ClassifierDefinition<Partial<SentimentBounds>>
