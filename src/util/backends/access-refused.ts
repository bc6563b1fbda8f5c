/** A server answered and refuses the user, the password, the database or their rights: its address must be corrected. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused'
}

/** The error code if a backend cannot be opened: a refused access is a fault of the settings, and not of the server. */
export const codeOfOpening = <Code extends string>(error: unknown, code: Code): Code | 'config' =>
  error instanceof AccessRefused ? 'config' : code
