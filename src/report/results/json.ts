import type { ResultFormat } from './format.ts'
import { toJson } from '../../util/json.ts'

export const json: ResultFormat = {
  name: 'json',
  summary: 'one JSON array, a line a prompt',
  extensions: ['.json'],
  begin: () => '[',
  record: (record, position) => `${position === 0 ? '' : ','}\n${toJson(record)}`,
  end: () => '\n]\n',
}
