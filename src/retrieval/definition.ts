import type * as z from 'zod'
import type { Definition } from '../core/definitions.ts'
import type { Retriever } from '../core/ports.ts'

export interface RetrieverNeeds {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly fetch: () => Promise<typeof globalThis.fetch>
  readonly warn: (line: string) => void
}

/** `create` rejects with a `ConfigError` if a key or the documents are missing. */
export interface RetrieverDefinition<Options extends z.ZodObject = z.ZodObject> extends Definition<
  Retriever,
  RetrieverNeeds,
  Options
> {
  /** The environment variables that contain its key. */
  readonly keyVariables?: readonly string[] | undefined
}
