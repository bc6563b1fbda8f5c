/** A server answered and refuses the user, password, database or their rights: its address must be corrected. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused'
}

/** The error code for a backend that cannot be opened: `config` if the server refuses access, otherwise `code`. */
export const openingErrorCode = <Code extends string>(error: unknown, code: Code): Code | 'config' =>
  error instanceof AccessRefused ? 'config' : code
