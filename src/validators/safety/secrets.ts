import * as z from 'zod'
import type { Definition, Validator } from '../../core/ports.ts'
import { findKinds, findingsVerdict } from './findings.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { completeLines } from '../shared/position.ts'
import { SECRET_KINDS } from './secret-kinds.ts'

const options = z.strictObject({
  allow: z
    .array(z.string().min(1))
    .max(1000)
    .default([])
    .describe('values that are no secrets, such as examples'),
})

const WHAT = 'API keys, tokens, private keys or passwords'

export const secrets: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'secrets',
  summary: 'The text has no API keys, tokens, private keys or passwords in it',
  options,
  create: ({ allow }) => ({
    name: 'secrets',
    tier: 'local',
    requirement: `no ${WHAT}`,
    validate: ({ text }) => findingsVerdict('secrets', WHAT, findKinds(text, SECRET_KINDS, allow), text),
    // No kind goes on beyond the end of its line.
    prefix(text) {
      const found = findKinds(completeLines(text), SECRET_KINDS, allow)
      return found.length > 0 ? findingsVerdict('secrets', WHAT, found, text) : undefined
    },
  }),
}
