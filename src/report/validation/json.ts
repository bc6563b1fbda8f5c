import { toJson } from '../../util/json.ts'
import type { ValidationFormat } from './format.ts'
import { recordOf } from './jsonl.ts'

export const json: ValidationFormat = {
  name: 'json',
  summary: 'one JSON array, a line a text',
  extensions: ['.json'],
  begin: () => '[',
  text: (checked, position) => `${position === 0 ? '' : ','}\n${toJson(recordOf(checked))}`,
  end: () => '\n]\n',
}
