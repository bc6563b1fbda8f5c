/** Finds faults in XML 1.0 with namespaces: the text must be one well-formed document. */
import { parseWithinTimeLimit } from '../shared/time-limit.ts'

/** One fault often causes many others. */
const MAX_FAULTS = 1000

/** Resolves to a function that returns the faults of a text with their positions. */
export async function loadXmlParser(): Promise<(text: string) => string[]> {
  // In the bundled program, this CommonJS package has only a default export.
  const { default: saxes } = await import('saxes')
  return (text) => {
    const faults: string[] = []
    parseWithinTimeLimit('XML', text, () => {
      const parser = new saxes.SaxesParser({ xmlns: true })
      parser.on('error', ({ message }) => {
        const [, line, column, fault = message] = /^(\d+):(\d+): ([^]*?)\.?$/.exec(message) ?? []
        if (faults.length < MAX_FAULTS) faults.push(line ? `${fault} at ${line}:${column}` : fault)
      })
      // The parser does not read the entities that a document type declares.
      parser.on('doctype', (doctype) => {
        for (const [, name = '', quote = '', value = ''] of doctype.matchAll(ENTITY))
          parser.ENTITIES[name] = quote === '' ? '' : value
      })
      parser.write(text.replace(/^\uFEFF/, '').trimEnd()).close()
    })
    return faults
  }
}

const ENTITY = /<!ENTITY\s+([\p{L}_][\p{L}\p{N}._-]*)\s+(?:(["'])([^]*?)\2|(?:SYSTEM|PUBLIC)\s)/gu
