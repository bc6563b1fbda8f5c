import { toJson } from '../../util/json.ts'
import type { CheckedText, ValidationFormat } from './format.ts'

/** The fields of a record, which are a stable contract. `failures` is omitted if there are none. */
export const toValidationRecord = ({ id, index, passed, validations, failures }: CheckedText): object => ({
  id,
  index,
  passed,
  validations,
  ...(failures.length === 0 ? {} : { failures }),
})

export const jsonlValidation: ValidationFormat = {
  name: 'jsonl',
  extensions: ['.jsonl'],
  begin: () => '',
  text: (checked) => `${toJson(toValidationRecord(checked))}\n`,
  end: () => '',
}
