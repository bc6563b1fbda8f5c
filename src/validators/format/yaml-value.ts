import type { parseDocument } from 'yaml'
import { messageOf } from '../../core/failure.ts'
import { parseWithinTime } from '../shared/time-limit.ts'

/** The value of a text that is one YAML document, or what is wrong with it, each fault with its place. */
export function readYaml(
  text: string,
  parse: typeof parseDocument,
): { readonly value: unknown } | { readonly problems: string[] } {
  let problems: string[] = []
  let value: unknown
  parseWithinTime('YAML', text, () => {
    const document = parse(text)
    problems = document.errors.map(({ message }) => firstLine(message))
    if (problems.length === 0) value = toValue(document, problems)
  })
  return problems.length > 0 ? { problems } : { value }
}

/** An alias of nothing, or of too much, is found only now. */
function toValue(document: ReturnType<typeof parseDocument>, problems: string[]): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    problems.push(messageOf(error))
    return undefined
  }
}

const firstLine = (message: string): string => message.split('\n', 1)[0]?.replace(/:$/, '') ?? ''
