/**
 * A plugin of the bundler for files that run from compiled code (see compiled-code.ts):
 *
 * - Node compiles only files without `import()` ahead of time, so they call `dist/import.cjs` instead.
 * - Other characters than ASCII are escaped, since a file with one of them takes twice the memory, and more time to read.
 */
import { posix } from 'node:path'
import { parseSync, Visitor } from 'rolldown/utils'
import { applyEdits } from './apply-edits.js'

const IMPORT_FILE = 'import.cjs'
/** Longer files are tables, which few commands load, and which take long to parse. */
const MAX_ESCAPED_CHARACTERS = 1_000_000

export const compilableChunks = {
  name: 'compilable-chunks',
  generateBundle(_, bundle) {
    for (const output of Object.values(bundle))
      if (output.type === 'chunk') output.code = compilableCode(output)
    const source = 'module.exports = (specifier, options) => import(specifier, options)\n'
    this.emitFile({ type: 'asset', fileName: IMPORT_FILE, source })
  },
}

function compilableCode({ code, fileName }) {
  const isToEscape = !isAscii(code) && code.length < MAX_ESCAPED_CHARACTERS
  if (!isToEscape && !code.includes('import(')) return code
  const importFile = `require("./${posix.relative(posix.dirname(fileName), IMPORT_FILE)}")`
  const edits = []
  const replace = ({ start, end }, text) => edits.push({ start, end, text })
  const source = ({ start, end }) => code.slice(start, end)
  const escape = (node) => isAscii(source(node)) || replace(node, escaped(source(node)))
  const tagged = new Set()
  new Visitor({
    ImportExpression: ({ start }) => replace({ start, end: start + 'import'.length }, importFile),
    Literal: escape,
    TemplateLiteral: (template) => tagged.has(template) || template.quasis.forEach(escape),
    TaggedTemplateExpression(node) {
      tagged.add(node.quasi)
      // Other tags could see the escapes.
      if (isAscii(source(node)) || source(node.tag) !== 'String.raw') return
      replace(node.tag, '')
      for (const part of node.quasi.quasis) replace(part, escaped(withEscapedBackslashes(source(part))))
    },
    // A name has no escapes of surrogates.
    Identifier: (node) => /[\ud800-\udfff]/.test(node.name) || escape(node),
  }).visit(parseSync(fileName, code).program)
  return applyEdits(edits, code)
}

const isAscii = (code) => /^[\x00-\x7f]*$/.test(code)

const escaped = (code) =>
  code.replaceAll(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/**
 * The text of String.raw`...`, for a template without the tag and with the same value. There, a backslash before ` or $ is
 * a part of the value, and the character must still be escaped.
 */
const withEscapedBackslashes = (raw) =>
  raw.replaceAll(/\\([`$])?/g, (_, next) => (next ? `\\\\\\${next}` : '\\\\'))
