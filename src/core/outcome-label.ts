import type { Outcome } from './types.ts'

/** The outcome as shown to people. Records use the word "exhausted", which people would take for an error. */
export const outcomeLabel = (outcome: Outcome): string => (outcome === 'exhausted' ? 'not accepted' : outcome)
