/** Where a validator finds the text that a draft must agree with. */
import * as z from 'zod'
import { SifakaError } from '../../core/errors.ts'
import type { Draft } from '../../core/ports.ts'
import { nonBlankString } from '../shared/fixed-text.ts'

const SOURCE_ORIGINS = ['row', 'meta', 'prompt', 'draft'] as const
type SourceOrigin = (typeof SOURCE_ORIGINS)[number]

export const sourceOrigin = z.enum(SOURCE_ORIGINS)

/** The options of a validator that compares a text with one other text. */
export const sourceOptions = {
  source: nonBlankString.optional().describe('the text to compare with'),
  from: sourceOrigin
    .default('row')
    .describe(
      'where that text is, if the option source is missing: the field source of the row, its other fields (meta), the ' +
        'prompt or the draft',
    ),
}

type SourceRecord = Readonly<Record<string, unknown>>

/** Returns the texts of the origins, one per line. Throws if the prompt has none of them. */
export function sourceText(
  { prompt: { source, meta, text, draft } }: Pick<Draft, 'prompt'>,
  origins: readonly SourceOrigin[],
  textOfRecord: (record: SourceRecord) => string = valuesOf,
): string {
  const texts: Readonly<Record<SourceOrigin, string | undefined>> = {
    row: typeof source === 'object' ? textOfRecord(source) : source,
    meta: meta && textOfRecord(meta),
    prompt: text,
    draft,
  }
  const found = origins.flatMap((origin) => texts[origin] ?? []).join('\n')
  if (found.trim() !== '') return found
  const missing = origins.map((origin) => ORIGIN_NAMES[origin]).join(' and no ')
  throw new SifakaError('no-source', `the prompt has no ${missing} to compare the text with`, {
    hint: 'add the field source to the row, or set the option source or from',
  })
}

const ORIGIN_NAMES: Readonly<Record<SourceOrigin, string>> = {
  row: 'source',
  meta: 'other fields',
  prompt: 'text',
  draft: 'draft',
}

/** The values in lines, also those of nested lists and objects, without the marks of JSON. */
const valuesOf = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.values(value).map(valuesOf).join('\n')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)
