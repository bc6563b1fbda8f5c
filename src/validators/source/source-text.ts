import { SifakaError } from '../../core/errors.ts'
import type { Draft } from '../../core/ports.ts'

/** What a text is compared with if the validator's options contain no source. */
export const SOURCE_ORIGINS = ['row', 'draft', 'prompt'] as const
export type SourceOrigin = (typeof SOURCE_ORIGINS)[number]

/** Returns the text that the draft must agree with. Throws if the prompt has none. */
export function sourceText({ prompt }: Draft, origin: SourceOrigin): string {
  const { source, draft, text } = prompt
  if (origin === 'prompt') return text
  const found = origin === 'draft' ? draft : typeof source === 'object' ? textOfRecord(source) : source
  if (found !== undefined && found.trim() !== '') return found
  const missing = origin === 'draft' ? 'the prompt supplies no draft' : 'the prompt has no source'
  throw new SifakaError('no-source', `${missing} to compare the text with`, {
    hint: 'add the field source to the row, set the option source, or set from to draft or prompt',
  })
}

/** The values of a record, one per line. */
const textOfRecord = (record: Readonly<Record<string, unknown>>): string =>
  Object.values(record)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join('\n')
