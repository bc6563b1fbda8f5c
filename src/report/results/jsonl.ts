import { toJson } from '../../util/json.ts'
import type { ResultFormat } from '../../core/formats.ts'

export const jsonlResults: ResultFormat = {
  name: 'jsonl',
  summary: 'one line of JSON per prompt; lossless',
  extensions: ['.jsonl', '.ndjson'],
  begin: () => '',
  record: (record) => `${toJson(record)}\n`,
  end: () => '',
}
