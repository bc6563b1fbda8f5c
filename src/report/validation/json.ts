import { toJson } from '../../util/json.ts'
import type { ValidationFormat } from './format.ts'
import { toValidationRecord } from './jsonl.ts'

export const jsonValidation: ValidationFormat = {
  name: 'json',
  extensions: ['.json'],
  begin: () => '[',
  text: (checked, position) => `${position === 0 ? '' : ','}\n${toJson(toValidationRecord(checked))}`,
  end: () => '\n]\n',
}
