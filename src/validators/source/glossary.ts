/** Reads a glossary from CSV, TSV, JSON or TBX. */
import { ConfigError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import { parseJson } from '../../util/json.ts'
import { readEntry, glossaryError, type GlossaryEntry, type GlossaryLanguages } from './glossary-entry.ts'

/** Rejects with a `ConfigError` for a glossary that cannot be read. Parsers are loaded when they are needed. */
export async function readGlossary(text: string, languages: GlossaryLanguages): Promise<GlossaryEntry[]> {
  const trimmed = text.replace(/^\uFEFF/, '').trim()
  if (trimmed.startsWith('<')) return (await import('./tbx.ts')).readTbx(trimmed, languages)
  if (/^[[{]/.test(trimmed)) return readJsonGlossary(trimmed, languages)
  return readTableGlossary(trimmed, languages)
}

async function readTableGlossary(text: string, languages: GlossaryLanguages): Promise<GlossaryEntry[]> {
  const { parse } = await import('csv-parse/sync')
  const [header = ''] = text.split('\n', 1)
  const delimiter = ['\t', ';', ','].find((each) => header.includes(each)) ?? ','
  try {
    const rows = parse(text, { columns: true, delimiter, trim: true, skip_empty_lines: true })
    return (rows as Record<string, string>[]).map((row, index) =>
      readEntry(row, languages, `row ${index + 1}`),
    )
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw glossaryError(`is not a table: ${messageOf(error)}`)
  }
}

/** A list of entries, or an object that maps each source term to its required one. */
function readJsonGlossary(text: string, languages: GlossaryLanguages): GlossaryEntry[] {
  const parsed = parseJson(text)
  if (!('value' in parsed)) throw glossaryError('is not valid JSON')
  const { value } = parsed
  if (Array.isArray(value))
    return value.map((row, index) => readEntry(Object(row), languages, `entry ${index + 1}`))
  return Object.entries(Object(value) as Record<string, unknown>).map(([source, target]) =>
    readEntry(
      typeof target === 'object' && !Array.isArray(target)
        ? { source, ...target }
        : { source, required: target },
      languages,
      `"${source}"`,
    ),
  )
}
