/**
 * A plugin of the bundler for files that run from compiled code (see compiled-code.ts):
 *
 * - Node compiles only files without `import()` ahead of time, so that they call `dist/import.cjs` instead.
 * - Other characters than ASCII are escaped, since a file with one of them takes twice the memory and more time. The tag of
 *   a template could see the escapes, so that a file with such a template stays as it is.
 */
import { posix } from 'node:path'
import { parseSync, Visitor } from 'rolldown/utils'

const IMPORT_FILE = 'import.cjs'

export const plainScripts = {
  name: 'plain-scripts',
  generateBundle(_, bundle) {
    for (const output of Object.values(bundle)) if (output.type === 'chunk') output.code = plainScript(output)
    const source = 'module.exports = (specifier, options) => import(specifier, options)\n'
    this.emitFile({ type: 'asset', fileName: IMPORT_FILE, source })
  },
}

function plainScript({ code, fileName }) {
  if (isAscii(code) && !code.includes('import(')) return code
  const imports = []
  let canBeEscaped = true
  new Visitor({
    ImportExpression: ({ start }) => imports.push(start),
    TaggedTemplateExpression: ({ start, end }) => (canBeEscaped &&= isAscii(code.slice(start, end))),
  }).visit(parseSync(fileName, code).program)
  const importFile = `require("./${posix.relative(posix.dirname(fileName), IMPORT_FILE)}")`
  let script = code
  for (const start of imports.toSorted((one, other) => other - one))
    script = script.slice(0, start) + importFile + script.slice(start + 'import'.length)
  return canBeEscaped ? script.replaceAll(/[^\x00-\x7f]/g, escaped) : script
}

const isAscii = (code) => /^[\x00-\x7f]*$/.test(code)

const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
