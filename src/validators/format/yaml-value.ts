import type { parseDocument } from 'yaml'
import { messageOf } from '../../core/failure.ts'
import { parseWithinTimeLimit } from '../shared/time-limit.ts'

/** The value of a single YAML document, or its faults with their positions. */
export function parseYaml(
  text: string,
  parse: typeof parseDocument,
): { readonly value: unknown } | { readonly faults: string[] } {
  let faults: string[] = []
  let value: unknown
  parseWithinTimeLimit('YAML', text, () => {
    const document = parse(text)
    faults = document.errors.map(({ message }) => message.replace(/:?(?:\n[^]*)?$/, ''))
    try {
      if (faults.length === 0) value = document.toJS({ maxAliasCount: 100 })
    } catch (error) {
      // Unresolved and excessive aliases are found only here.
      faults = [messageOf(error)]
    }
  })
  return faults.length > 0 ? { faults } : { value }
}
