import { toJson } from '../../util/json.ts'
import type { ResultFormat } from '../../core/formats.ts'

export const jsonResults: ResultFormat = {
  name: 'json',
  summary: 'one JSON array, one line per prompt',
  extensions: ['.json'],
  begin: () => '[',
  record: (record, position) => `${position === 0 ? '' : ','}\n${toJson(record)}`,
  end: () => '\n]\n',
}
