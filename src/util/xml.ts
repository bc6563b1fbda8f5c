/** Characters that XML 1.0 forbids, even as character references. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const toReference = (character: string): string => `&#${character.charCodeAt(0)};`

/** Escapes the text content of an element. Characters that XML forbids become U+FFFD. */
export const escapeXml = (text: string): string =>
  text
    .replace(FORBIDDEN, '\ufffd')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
    // Parsers turn a literal "\r" into "\n".
    .replace(/\r/g, toReference)

/** ` name="value"` for each attribute, escaped. */
export const xmlAttributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    // Parsers turn literal tabs and line feeds in attributes into spaces.
    .map(([name, value]) => ` ${name}="${escapeXml(String(value)).replace(/[\t\n]/g, toReference)}"`)
    .join('')
