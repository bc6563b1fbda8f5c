import type { Prompt } from '../../core/types.ts'

/** The fields of a prompt on which a validation can depend, as text that can be compared. */
export const fieldsRead = ({ text, system, draft, source, meta }: Prompt): string =>
  JSON.stringify([text, system, draft, source, meta])
