import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { SECRET_KINDS } from './secret-kinds.ts'
import { withoutOpenKey } from './secret-values.ts'
import { settledLines } from '../shared/settled.ts'
import { allowOption, sensitiveDataValidator } from './sensitive-data.ts'

const options = z.strictObject({
  allow: allowOption.describe('values that are not secrets, such as examples'),
})

const WHAT = 'API keys, tokens, private keys or passwords'

export const secrets: ValidatorDefinition<typeof options> = {
  name: 'secrets',
  summary: `The text contains no ${WHAT}`,
  options,
  create: ({ allow }) =>
    sensitiveDataValidator('secrets', WHAT, SECRET_KINDS, allow, (text) =>
      withoutOpenKey(settledLines(text)),
    ),
}
