/**
 * A plugin of the bundler: patterns with `\p{...}` are created when they are first used. Node looks up their characters in
 * the tables of Unicode as soon as it reads them, which took a tenth of the time of a start.
 *
 * At the top of a module, `const WORD = /\p{L}+/gu` becomes a function, and each use of `WORD` calls it. In a function, the
 * pattern is created once, or at each use if it has the state `lastIndex`.
 */
import { parseAst } from 'rolldown/parseAst'
import { applyEdits } from './apply-edits.js'

export const lazyPatterns = {
  name: 'lazy-patterns',
  transform: {
    filter: { id: /[\\/]src[\\/].*\.ts$/, code: /\\[pP]\{|RegExp\(/ },
    handler: (code) => ({ code: withLazyPatterns(code), map: null }),
  },
}

/** Methods of a text that reset `lastIndex` of a global pattern. */
const RESETTING = new Set(['match', 'matchAll', 'replace', 'replaceAll', 'split'])

function withLazyPatterns(code) {
  const { body } = parseAst(code, { lang: 'ts' })
  const constants = new Map(body.filter(isPatternConstant).map((node) => [nameOf(node), node]))
  const edits = []
  let count = 0
  const replace = ({ start, end }, text) => edits.push({ start, end, text })
  visit(body, [], (node, [parent, grandparent, ...others]) => {
    if (node.type === 'Identifier' && constants.has(node.name) && isUse(node, parent)) {
      replace(node, parent.shorthand ? `${node.name}: ${node.name}()` : `${node.name}()`)
    } else if (node.type === 'VariableDeclarator' && isRedeclared(node, constants)) {
      throw new Error(`${node.id.name} is also the name of a pattern in the same file`)
    } else if (isPattern(node)) {
      const { pattern, flags } = node.regex
      const created = `new RegExp(${JSON.stringify(pattern)}, ${JSON.stringify(flags)})`
      const isInFunction = [parent, grandparent, ...others].some((each) => /Function|Method/.test(each?.type))
      const isStateless = !/[gy]/.test(flags) || isArgumentOf(RESETTING, node, parent)
      if (isInFunction && isStateless) {
        replace({ start: 0, end: 0 }, `let pattern${++count}: RegExp | undefined;`)
        replace(node, `(pattern${count} ??= ${created})`)
      } else replace(node, created)
    }
  })
  for (const [name, { start, end, declarations }] of constants) {
    replace(
      { start, end: declarations[0].init.start },
      `let ${name}_: RegExp | undefined; const ${name} = () => (${name}_ ??= `,
    )
    replace({ start: declarations[0].init.end, end }, ')\n')
  }
  return applyEdits(edits, code)
}

const isPattern = ({ type, regex }) => type === 'Literal' && /\\[pP]\{/.test(regex?.pattern)

const nameOf = ({ declarations }) => declarations[0].id.name

/** Exported constants remain, since other modules use them. */
function isPatternConstant({ type, kind, declarations }) {
  if (type !== 'VariableDeclaration' || kind !== 'const' || declarations.length !== 1) return false
  const [{ init }] = declarations
  return isPattern(init) || init.callee?.name === 'RegExp'
}

const isRedeclared = (node, constants) =>
  constants.has(node.id.name) && constants.get(node.id.name).declarations[0] !== node

const isUse = (node, { type, id, key, property, computed, shorthand }) =>
  !(type === 'VariableDeclarator' && id === node) &&
  !(property === node && !computed) &&
  !(key === node && !computed && !shorthand)

const isArgumentOf = (methods, node, { type, callee, arguments: given }) =>
  type === 'CallExpression' && given.includes(node) && methods.has(callee.property?.name)

function visit(node, parents, enter) {
  if (Array.isArray(node)) for (const each of node) visit(each, parents, enter)
  else if (typeof node?.type === 'string') {
    enter(node, parents)
    for (const [key, value] of Object.entries(node)) {
      // A property `{ WORD }` has the same node as its key and as its value.
      if (typeof value === 'object' && !(node.shorthand && key === 'key'))
        visit(value, [node, ...parents], enter)
    }
  }
}
