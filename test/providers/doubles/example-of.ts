type Schema = Readonly<Record<string, unknown>>

/** A value of the schema that approves: no faults, high scores, one item for each key that items can have. */
export function exampleOf(schema: object): unknown {
  const { type, properties = {}, items, enum: choices, const: only, anyOf } = schema as Schema
  if (only !== undefined) return only
  if (Array.isArray(choices)) return choices.at(-1)
  if (Array.isArray(anyOf)) return exampleOf(anyOf[0] as object)
  if (type === 'object') {
    return Object.fromEntries(
      Object.entries(Object(properties)).map(([name, each]) => [name, exampleOf(each as object)]),
    )
  }
  if (type === 'array') return itemsOf(items as Schema)
  return type === 'boolean' ? false : type === 'string' ? '' : 1
}

function itemsOf(items: Schema): unknown[] {
  const example = exampleOf(items)
  const [key, schema] = Object.entries(Object(items['properties']) as Record<string, Schema>)[0] ?? []
  const keys = schema?.['enum']
  if (key === undefined || !Array.isArray(keys)) return []
  return keys.map((each: unknown) => ({ ...(example as object), [key]: each }))
}
