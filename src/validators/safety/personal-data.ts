import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { allowOption, sensitiveDataValidator } from './sensitive-data.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const options = lazyStrictObject(() => ({
  kinds: z
    .array(z.enum(['email', 'iban', 'card', 'ssn', 'phone', 'ip']))
    .min(1)
    .default(['email', 'phone', 'card', 'iban', 'ssn'])
    .describe(
      'kinds to look for: email, phone, card (by its check digit), iban (by its check digits), ssn, ip',
    ),
  allow: allowOption.describe('allowed values, and allowed e-mail domains such as @example.com'),
}))

export const personalData: ValidatorDefinition<typeof options> = {
  name: 'personal-data',
  summary: 'The text contains no e-mail addresses, phone, card, account or social security numbers',
  options,
  async create({ kinds: chosen, allow }) {
    const { PERSONAL_DATA } = await import('./personal-kinds.ts')
    const data = PERSONAL_DATA.filter(({ type }) => chosen.some((each) => each === type))
    const what = data.map(({ plural }) => plural).join(', ')
    const patterns = data.flatMap(({ kinds }) => kinds)
    return sensitiveDataValidator('personal-data', what, patterns, allow)
  },
}
