import { arxiv } from './arxiv.ts'
import type { RetrieverDefinition } from './definition.ts'
import { documents } from './documents/documents.ts'
import { web } from './web.ts'
import { wikipedia } from './wikipedia.ts'

/** All retrievers. To add a retriever, write its file and add it to this list. */
export const retrievers: readonly RetrieverDefinition[] = [documents, wikipedia, arxiv, web]

export const retrieverKeyVariables: readonly string[] = retrievers.flatMap(
  ({ keyVariables = [] }) => keyVariables,
)
