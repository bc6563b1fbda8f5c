export const INTENTS = [
  'question',
  'statement',
  'request',
  'greeting',
  'goodbye',
  'complaint',
  'compliment',
  'command',
] as const
export type Intent = (typeof INTENTS)[number]
