import { messageOf } from '../../core/failure.ts'
import { describeDeepKey, findDeepYaml } from '../../util/json/nesting.ts'
import { parseWithinTimeLimit } from '../shared/time-limit.ts'

type YamlResult = { readonly value: unknown } | { readonly faults: string[] }

/** Resolves to a function that returns the value of a single YAML document, or its faults with their positions. */
export async function loadYamlParser(): Promise<(text: string) => YamlResult> {
  // In the bundled program, this CommonJS package has only a default export.
  const { default: yaml } = await import('yaml')
  return (text) => {
    let result: YamlResult = { faults: [] }
    parseWithinTimeLimit('YAML', text, () => void (result = parse(text, yaml)))
    return result
  }
}

function parse(text: string, { Lexer, parseDocument }: typeof import('yaml')): YamlResult {
  const deep = findDeepYaml(text, (source) => new Lexer().lex(source))
  if (deep) return { faults: [describeDeepKey(deep.key)] }
  const document = parseDocument(text)
  if (document.errors.length > 0)
    return { faults: document.errors.map(({ message }) => message.replace(/:?(?:\n[^]*)?$/, '')) }
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) }
  } catch (error) {
    // Only `toJS` detects unresolved aliases and too many aliases.
    return { faults: [messageOf(error)] }
  }
}
