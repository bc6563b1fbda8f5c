/** Finds faults in XML 1.0 with namespaces: the text must be one well-formed document. */
import type { Fault } from '../shared/text-validator.ts'
import { parseWithinTimeLimit } from '../shared/time-limit.ts'

/** One fault often causes many others. */
const MAX_FAULTS = 1000

/** Resolves to a function that returns the faults of a text. */
export async function loadXmlParser(): Promise<(text: string) => Fault[]> {
  // In the bundled program, this CommonJS package has only a default export.
  const { default: saxes } = await import('saxes')
  return (text) => {
    const faults: Fault[] = []
    // The declaration of XML must be the first thing in the text.
    const start = text.length - text.replace(/^\uFEFF?\s*/, '').length
    parseWithinTimeLimit('XML', text, () => {
      const parser = new saxes.SaxesParser({ xmlns: true })
      parser.on('error', ({ message }) => {
        const at = start + Math.max(0, parser.position - 1)
        const fault = message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')
        if (faults.length < MAX_FAULTS) faults.push({ at, message: fault })
      })
      // The parser does not read the entities that a document type declares.
      parser.on('doctype', (doctype) => {
        for (const [, name = '', quote = '', value = ''] of doctype.matchAll(ENTITY))
          parser.ENTITIES[name] = quote === '' ? '' : value
      })
      parser.write(text.slice(start).trimEnd()).close()
    })
    return faults
  }
}

const ENTITY = /<!ENTITY\s+([\p{L}_][\p{L}\p{N}._-]*)\s+(?:(["'])([^]*?)\2|(?:SYSTEM|PUBLIC)\s)/gu
