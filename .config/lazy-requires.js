/**
 * A plugin of the bundler: modules of Node that take long to load are loaded when they are first used.
 *
 * `const crypto = require('node:crypto')` becomes `let crypto`, and each use of `crypto` becomes
 * `(crypto ??= require('node:crypto'))`. This is done at the top of the files of packages, and of the chunks, in which the
 * bundler has made such lines of the imports in `src`.
 */
import { parseSync, Visitor } from 'rolldown/utils'
import { applyEdits } from './apply-edits.js'

const SLOW = /^(?:node:)?(?:child_process|crypto|fs\/promises|net|perf_hooks|stream\/promises)$/
/** Packages that every command loads. */
const PACKAGES = /[\\/]node_modules[\\/](?:commander|cosmiconfig)[\\/]/
/** A chunk loads modules at its beginning; the rest of one that loads none need not be parsed. */
const BEGINNING = 10_000

export const lazyRequires = {
  name: 'lazy-requires',
  transform: {
    filter: { id: PACKAGES, code: /= require\(/ },
    handler: (code, id) => ({ code: withLazyRequires(code, id), map: null }),
  },
  generateBundle(_, bundle) {
    for (const output of Object.values(bundle))
      if (output.type === 'chunk' && output.code.slice(0, BEGINNING).includes('=require('))
        output.code = withLazyRequires(output.code, output.fileName)
  },
}

function withLazyRequires(code, fileName) {
  const { program } = parseSync(fileName, code)
  // A module that gets a default export is assigned again.
  const assigned = new Set(program.body.map(({ expression }) => expression?.left?.name))
  const edits = []
  /** What loads each module, by the name of its variable. */
  const requires = new Map()
  const declared = new Set()
  for (const { type, kind, start, declarations } of program.body) {
    if (type !== 'VariableDeclaration') continue
    const slow = declarations.filter(({ id, init }) => isSlow(init) && !assigned.has(id.name))
    if (slow.length > 0) edits.push({ start, end: start + kind.length, text: 'let' })
    for (const { id, init } of slow) {
      requires.set(id.name, code.slice(init.start, init.end))
      declared.add(id.start)
      edits.push({ start: id.end, end: init.end, text: '' })
    }
  }
  new Visitor({
    Identifier({ name, start, end }) {
      const isMember = /(?<!\.\.)\.$/.test(code.slice(start - 3, start))
      if (requires.has(name) && !declared.has(start) && !isMember)
        edits.push({ start, end, text: `(${name}??=${requires.get(name)})` })
    },
  }).visit(program)
  return applyEdits(edits, code)
}

const isSlow = (node) =>
  node?.type === 'CallExpression' && node.callee.name === 'require' && SLOW.test(node.arguments[0].value)
