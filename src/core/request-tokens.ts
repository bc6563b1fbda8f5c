import { estimateTokens } from '../util/tokens.ts'
import type { ModelRequest } from './ports.ts'

/** The input tokens of a request: its messages and its JSON Schema. */
export const estimateRequestTokens = ({ messages, schema }: ModelRequest): number =>
  estimateTokens(...messages.map(({ content }) => content), schema ? JSON.stringify(schema.schema) : '')
