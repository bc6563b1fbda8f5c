/** Lists the formats of validation reports. To add a format, add its file and register it here. */
import { chooseFormat } from '../shared/choose-format.ts'
import type { ValidationFormat } from './format.ts'
import { githubValidation } from './github.ts'
import { jsonValidation } from './json.ts'
import { jsonlValidation } from './jsonl.ts'
import { junitValidation } from './junit.ts'
import { sarifValidation } from './sarif.ts'
import { textValidation } from './text.ts'

export const validationFormats: readonly ValidationFormat[] = [
  textValidation,
  jsonValidation,
  jsonlValidation,
  githubValidation,
  sarifValidation,
  junitValidation,
]

/** The format of this name, or for the extension of this path, or text. Throws a `UsageError`. */
export const chooseValidationFormat = (name: string | undefined, path: string): ValidationFormat =>
  chooseFormat(validationFormats, { name, path }, textValidation)
