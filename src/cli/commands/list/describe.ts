import type { Entry } from './entries.ts'
import { twoColumns } from '../../output/two-columns.ts'
import { exampleOf, typeOf, type ObjectSchema } from './schemas.ts'

/** Describes one entry: its options with types and defaults, and an example as a flag and as JSON. */
export function describeEntry(
  { kind, entry }: { readonly kind: string; readonly entry: Entry },
  columns: number | undefined,
): string {
  const { name, summary, note, named } = entry
  const schema = entry.schema?.()
  const example = named && schema && exampleOf(name, schema, named.kind)
  const lines = [
    `${name} (${kind.replace(/s$/, '')}): ${summary}`,
    ...(schema ? optionLines(schema, columns) : []),
    ...(example
      ? [
          '',
          `as a flag:  ${named.flag} ${quoted(example.flag)}`,
          ...(example.json ? [`as JSON:    ${JSON.stringify(example.json)}`] : []),
        ]
      : []),
    ...(note === undefined ? [] : ['', note]),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function optionLines(
  { properties = {}, required = [] }: ObjectSchema,
  columns: number | undefined,
): string[] {
  const options = Object.entries(properties).filter(([option]) => option !== 'name')
  if (options.length === 0) return ['', 'It has no options.']
  const rows = options.map(([option, schema]) => ({
    option,
    type: typeOf(schema),
    help: [
      schema.description,
      required.includes(option) ? 'required' : undefined,
      schema.default === undefined ? undefined : `default: ${JSON.stringify(schema.default)}`,
    ]
      .filter((part) => part !== undefined)
      .join('; '),
  }))
  const width = Math.max(...rows.map((row) => row.option.length))
  const named = rows.map(({ option, type, help }) => [`${option.padEnd(width)}  ${type}`, help] as const)
  return ['', ...twoColumns(named, columns)]
}

const quoted = (text: string): string => (/^[\w:=,.+-]+$/.test(text) ? text : `'${text}'`)
