import { messageOf } from '../../core/failure.ts'
import { describeDeepKey, findDeepYaml } from '../../util/json/nesting.ts'
import type { UnplacedFault } from '../shared/text-validator.ts'
import { parseWithinTimeLimit } from '../shared/time-limit.ts'

type YamlResult =
  | {
      readonly value: unknown
      /** The place of the part with this JSON pointer; undefined if the part comes from an alias. */
      readonly placeOf: (pointer: string) => { readonly at: number; readonly end: number } | undefined
    }
  | { readonly faults: readonly UnplacedFault[] }

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

function parse(text: string, { Lexer, parseDocument, isNode }: typeof import('yaml')): YamlResult {
  const deep = findDeepYaml(text, (source) => new Lexer().lex(source))
  if (deep) return { faults: [{ message: describeDeepKey(deep.key) }] }
  const document = parseDocument(text, { logLevel: 'error' })
  if (document.errors.length > 0)
    return {
      faults: document.errors.map(({ code, message, pos: [at] }) => ({
        at,
        message:
          code === 'MULTIPLE_DOCS'
            ? 'a second YAML document begins here'
            : message.replace(/:?(?:\n[^]*)?$/, '').replace(/ at line \d+, column \d+$/, ''),
      })),
    }
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    return {
      value,
      placeOf(pointer) {
        const keys = pointer.split('/').slice(1)
        const path = keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
        const node = path.length === 0 ? document.contents : document.getIn(path, true)
        const [at, end] = isNode(node) ? (node.range ?? []) : []
        return at === undefined || end === undefined ? undefined : { at, end }
      },
    }
  } catch (error) {
    // Only `toJS` detects unresolved aliases and too many aliases.
    return { faults: [{ message: messageOf(error) }] }
  }
}
