/** The request for JSON that is sent to models whose API accepts no schema. The simulated model parses it. */
import type { AnswerSchema } from '../ports.ts'

const SCHEMA_ORDER = 'Answer with one JSON object, and nothing else, that matches this JSON Schema:\n'
const EXAMPLE_ORDER =
  'Answer with one JSON object, and nothing else. It has exactly the keys of this example, with your own values:\n'
const CHOICES = '\nPermitted values:\n'

/** Shows the example if there is one: weak models fill in an example more reliably than they follow a schema. */
export function schemaRequest({ schema, example }: Pick<AnswerSchema, 'schema' | 'example'>): string {
  if (example === undefined) return SCHEMA_ORDER + JSON.stringify(schema)
  const choices = [...choicesIn(schema)].map(([key, values]) => `${key}: ${JSON.stringify(values)}`)
  return EXAMPLE_ORDER + JSON.stringify(example) + (choices.length === 0 ? '' : CHOICES + choices.join('\n'))
}

/** The permitted values by key; equal keys in a critic's answer have equal values. */
function choicesIn(schema: unknown, key = '', found = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof schema !== 'object' || schema === null) return found
  const { enum: values, properties, items } = schema as Readonly<Record<string, unknown>>
  if (values !== undefined) found.set(key, values)
  for (const [name, each] of Object.entries(Object(properties))) choicesIn(each, name, found)
  return choicesIn(items, key, found)
}

/** The JSON Schema that the end of a message asks for; from an example, the schema of its types. */
export function readSchemaRequest(message: string): string | undefined {
  const schemaAt = message.lastIndexOf(SCHEMA_ORDER)
  if (schemaAt !== -1) return message.slice(schemaAt + SCHEMA_ORDER.length)
  const exampleAt = message.lastIndexOf(EXAMPLE_ORDER)
  if (exampleAt === -1) return undefined
  const [example = '', lines = ''] = message.slice(exampleAt + EXAMPLE_ORDER.length).split(CHOICES)
  const choices = new Map(
    lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line): [string, unknown] => {
        const colon = line.indexOf(': ')
        return [line.slice(0, colon), JSON.parse(line.slice(colon + 2))]
      }),
  )
  return JSON.stringify(schemaOfExample(JSON.parse(example), '', choices))
}

function schemaOfExample(value: unknown, key: string, choices: ReadonlyMap<string, unknown>): object {
  const values = choices.get(key)
  if (Array.isArray(value)) return { type: 'array', items: schemaOfExample(value[0] ?? '', key, choices) }
  if (values !== undefined) return { enum: values }
  if (typeof value !== 'object' || value === null) return { type: typeof value }
  const properties = Object.entries(value).map(([name, each]) => [name, schemaOfExample(each, name, choices)])
  return { type: 'object', properties: Object.fromEntries(properties), required: Object.keys(value) }
}
