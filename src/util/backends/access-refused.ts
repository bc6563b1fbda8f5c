import { NewerSchema } from './schema-version.ts'

/** A server answered and refuses the user, password, database or their rights: its address must be corrected. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused'
}

/**
 * The error code for a backend that cannot be opened: `config` if the server refuses access, or if a newer version has
 * written it; otherwise `code`.
 */
export const openingErrorCode = <Code extends string>(error: unknown, code: Code): Code | 'config' =>
  error instanceof AccessRefused || error instanceof NewerSchema ? 'config' : code
