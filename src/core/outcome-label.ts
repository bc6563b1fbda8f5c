import type { Outcome } from './types.ts'

/** The outcome for people, who would take "exhausted", the word in records, for an error. */
export const outcomeLabel = (outcome: Outcome): string => (outcome === 'exhausted' ? 'not accepted' : outcome)
