/** Limits how deeply YAML is nested: the recursive parser would overflow the stack, an error that can end the process. */

export const MAX_YAML_DEPTH = 200

/** Whether the source is nested more than `MAX_YAML_DEPTH` levels deep. `lex` is the lexer of the package `yaml`. */
export function isYamlTooDeep(source: string, lex: (source: string) => Iterable<string>): boolean {
  if (source.length <= MAX_YAML_DEPTH) return false
  let flow = 0
  let inLine = 0
  let indent = 0
  let before = ''
  for (const token of lex(source)) {
    // The token after U+001F is a scalar, even if it looks like punctuation.
    const structure = before === '\u001f' ? '' : token
    if (structure === '[' || structure === '{') flow++
    else if (structure === ']' || structure === '}') flow--
    else if (structure === '-' || structure === '?') inLine++
    else if (structure === '\n') inLine = 0
    if (before === '\n') indent = /^ *$/.test(token) ? token.length : 0
    before = token
    if (flow + inLine + indent > MAX_YAML_DEPTH && structure !== '') return true
  }
  return false
}
