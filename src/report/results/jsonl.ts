import type { ResultFormat } from './format.ts'
import { toJson } from '../../util/json.ts'

export const jsonl: ResultFormat = {
  name: 'jsonl',
  summary: 'one line of JSON a prompt; loses nothing',
  extensions: ['.jsonl', '.ndjson'],
  begin: () => '',
  record: (record) => `${toJson(record)}\n`,
  end: () => '',
}
