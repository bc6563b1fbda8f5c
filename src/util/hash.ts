import { hash } from 'node:crypto'

/** A short name for content: the same content, the same name. 64 bits are plenty for a run's prompts. */
export const digest = (content: string): string => hash('sha256', content, 'hex').slice(0, 16)
