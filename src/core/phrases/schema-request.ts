/** The request for JSON where the API of a model accepts no schema. The simulated model reads it. */

const ORDER = 'Answer with one JSON object, and nothing else, that matches this JSON Schema:\n'

export const schemaRequest = (schema: object): string => ORDER + JSON.stringify(schema)

/** The text of the schema that a message ends with. */
export function readSchemaRequest(message: string): string | undefined {
  const at = message.lastIndexOf(ORDER)
  return at === -1 ? undefined : message.slice(at + ORDER.length)
}
