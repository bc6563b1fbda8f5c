import type { Outcome, Thought } from './types.ts'

/** The outcome as shown to people. Records use the word "exhausted", which people would take for an error. */
export const outcomeLabel = (outcome: Outcome): string => (outcome === 'exhausted' ? 'not accepted' : outcome)

/** The outcome, followed by the stop reason if that is another word. */
export const describeEnd = ({ outcome, stopReason }: Pick<Thought, 'outcome' | 'stopReason'>): string =>
  outcomeLabel(outcome) + (stopReason === outcome ? '' : ` (${stopReason})`)
