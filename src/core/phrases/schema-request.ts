/** The request for JSON that is sent to models whose API accepts no schema. The simulated model parses it. */

const ORDER = 'Answer with one JSON object, and nothing else, that matches this JSON Schema:\n'

export const schemaRequest = (schema: object): string => ORDER + JSON.stringify(schema)

/** The text of the schema at the end of a message. */
export function readSchemaRequest(message: string): string | undefined {
  const at = message.lastIndexOf(ORDER)
  return at === -1 ? undefined : message.slice(at + ORDER.length)
}
