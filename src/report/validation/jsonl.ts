import { toJson } from '../../util/json.ts'
import type { CheckedText, ValidationFormat } from './format.ts'

/** The promised fields, and the failures where there are any. */
export const recordOf = ({ id, index, passed, validations, failures }: CheckedText): object => ({
  id,
  index,
  passed,
  validations,
  ...(failures.length === 0 ? {} : { failures }),
})

export const jsonl: ValidationFormat = {
  name: 'jsonl',
  summary: 'one line of JSON a text; loses nothing',
  extensions: ['.jsonl'],
  begin: () => '',
  text: (checked) => `${toJson(recordOf(checked))}\n`,
  end: () => '',
}
