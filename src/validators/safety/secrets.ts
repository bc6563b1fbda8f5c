import type { ValidatorDefinition } from '../../core/definitions.ts'
import { settledLines } from '../shared/settled.ts'
import { allowOption, sensitiveDataValidator } from './sensitive-data.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const options = lazyStrictObject(() => ({
  allow: allowOption
    .describe('values that are not secrets, such as examples')
    .meta({ examples: [['AKIAIOSFODNN7EXAMPLE']] }),
}))

const WHAT = 'API keys, tokens, private keys or passwords'

export const secrets: ValidatorDefinition<typeof options> = {
  name: 'secrets',
  summary: `The text contains no ${WHAT}`,
  options,
  async create({ allow }) {
    // These are more than a hundred expressions, which take a while to compile.
    const { SECRET_KINDS } = await import('./secret-kinds.ts')
    const { withoutOpenKey } = await import('./secret-values.ts')
    return sensitiveDataValidator('secrets', WHAT, SECRET_KINDS, allow, (text) =>
      withoutOpenKey(settledLines(text)),
    )
  },
}
