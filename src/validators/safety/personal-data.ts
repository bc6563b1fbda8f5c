import * as z from 'zod'
import type { Definition, Validator } from '../../core/ports.ts'
import { findKinds, findingsVerdict } from './findings.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { KINDS_OF, PERSONAL_KINDS } from './personal-kinds.ts'
import { completeLines } from '../shared/position.ts'

const options = z.strictObject({
  kinds: z
    .array(z.enum(PERSONAL_KINDS))
    .min(1)
    .default(['email', 'phone', 'card', 'iban', 'ssn'])
    .describe('which: email, phone, card (by its check digit), iban (by its check digits), ssn, ip'),
  allow: z
    .array(z.string().min(1))
    .max(1000)
    .default([])
    .describe('values that may stand there, and e-mail domains such as @example.com'),
})

const NAMES: Readonly<Record<(typeof PERSONAL_KINDS)[number], string>> = {
  email: 'e-mail addresses',
  phone: 'phone numbers',
  card: 'card numbers',
  iban: 'IBANs',
  ssn: 'US social security numbers',
  ip: 'IP addresses',
}

export const personalData: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'personal-data',
  summary: 'The text has no e-mail addresses, phone, card, account or social security numbers in it',
  options,
  create({ kinds: wanted, allow }) {
    const chosen = (Object.keys(KINDS_OF) as (keyof typeof KINDS_OF)[]).filter((each) =>
      wanted.includes(each),
    )
    const kinds = chosen.flatMap((each) => KINDS_OF[each])
    const what = chosen.map((each) => NAMES[each]).join(', ')
    return {
      name: 'personal-data',
      tier: 'local',
      requirement: `no ${what}`,
      validate: ({ text }) => findingsVerdict('personal-data', what, findKinds(text, kinds, allow), text),
      // No kind goes on beyond the end of its line.
      prefix(text) {
        const found = findKinds(completeLines(text), kinds, allow)
        return found.length > 0 ? findingsVerdict('personal-data', what, found, text) : undefined
      },
    }
  },
}
