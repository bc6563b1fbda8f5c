import type { RateLimit } from '../../core/types.ts'

export type Unit = RateLimit['unit']

/** The amount that a call uses of each unit. */
export type AmountByUnit = Readonly<Record<Unit, number>>

export const UNITS = [
  'requests',
  'tokens',
  'input-tokens',
  'output-tokens',
] as const satisfies readonly Unit[]

export const mapAmounts = (change: (unit: Unit) => number): AmountByUnit => ({
  requests: change('requests'),
  tokens: change('tokens'),
  'input-tokens': change('input-tokens'),
  'output-tokens': change('output-tokens'),
})
