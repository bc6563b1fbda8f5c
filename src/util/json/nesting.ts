/**
 * Limits how deeply foreign data is nested: `JSON.stringify`, the parser of YAML and many others are recursive, and an
 * overflow of the stack would end the process.
 */

const MAX_NESTING_LEVELS = 200

/** Whether a parsed value is nested more than this number of levels deep. */
export const isNestedDeeper = (value: unknown, levels = MAX_NESTING_LEVELS): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isNestedDeeper(inner, levels - 1)))

export const describeDeepKey = (key?: string): string =>
  `${key === undefined ? '' : `"${key}" is `}nested more than ${MAX_NESTING_LEVELS} levels deep`

/** Whether a parsed value contains the name `__proto__`, which many functions would drop, or take for a prototype. */
export const hasPrototypeName = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (Object.hasOwn(value, '__proto__') || Object.values(value).some(hasPrototypeName))

/** For example `"source" is nested more than 200 levels deep`; undefined if the value is not nested too deeply. */
export function describeDeepNesting(value: unknown): string | undefined {
  if (!isNestedDeeper(value)) return undefined
  if (Array.isArray(value)) return describeDeepKey()
  const entries = Object.entries(Object(value) as Record<string, unknown>)
  return describeDeepKey(entries.find(([, inner]) => isNestedDeeper(inner, MAX_NESTING_LEVELS - 1))?.[0])
}

interface DeepYaml {
  /** Index of the place in the source. */
  readonly offset: number
  /** The key of the outermost mapping to which the place belongs. */
  readonly key: string | undefined
}

/** Tokens of the lexer that stand for no text. */
const MARKERS = ['\u0002', '\u0018', '\u001f']

/** Finds where YAML becomes nested too deeply. `lex` is the lexer of the package `yaml`, which is not recursive. */
export function findDeepYaml(
  source: string,
  lex: (source: string) => Iterable<string>,
): DeepYaml | undefined {
  if (source.length <= MAX_NESTING_LEVELS) return undefined
  let flow = 0
  let inLine = 0
  let indent = 0
  let before = ''
  let offset = 0
  let lineStart = 0
  const keys = outermostKeys()
  for (const token of lex(source)) {
    // The token after U+001F is a scalar, even if it looks like punctuation.
    const isScalar = before === '\u001f' || /^["']/.test(token)
    const structure = isScalar ? '' : token
    if (structure === '[' || structure === '{') flow++
    else if (structure === ']' || structure === '}') flow--
    else if (structure === '-' || structure === '?') inLine++
    else if (structure === '\n') inLine = 0
    else if (structure === ':') keys.end()
    if (isScalar) keys.begin(token, flow, offset - lineStart)
    if (before.endsWith('\n')) indent = /^ *$/.test(token) ? token.length : 0
    before = token
    if (flow + inLine + indent > MAX_NESTING_LEVELS && structure !== '') return { offset, key: keys.last }
    if (!MARKERS.includes(token)) offset += token.length
    if (token.endsWith('\n')) lineStart = offset
  }
  return undefined
}

/** Keeps the last key of the outermost mapping. */
function outermostKeys() {
  let scalar = ''
  let level = 0
  let outermost = Infinity
  return {
    last: undefined as string | undefined,
    begin(text: string, flow: number, column: number) {
      scalar = text.replace(/^(["'])(.*)\1$/s, '$2')
      // Mappings in braces are always within the others.
      level = flow > 0 ? 1_000_000_000 + flow : column
    },
    end() {
      if (level > outermost) return
      outermost = level
      this.last = scalar
    },
  }
}
