import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { nonBlankString, toList } from '../shared/fixed-text.ts'
import { LEVELS } from './rule.ts'
import { createStyleValidator } from './style-validator.ts'

const names = z.union([nonBlankString, z.array(nonBlankString).min(1)])

const options = z.strictObject({
  style: names.describe('folders of Vale styles, such as styles/Google'),
  vocab: nonBlankString
    .optional()
    .describe('a folder with accept.txt and reject.txt, or its name beside the styles'),
  ignore: names.optional().describe('rules that do not apply, such as Google.Passive'),
  minLevel: z.enum(LEVELS).default('suggestion').describe('the lowest level of the rules that apply'),
  failLevel: z
    .enum(LEVELS)
    .default('error')
    .describe('the lowest level that rejects a text; findings of lower levels are warnings'),
})

export const vale: ValidatorDefinition<typeof options> = {
  name: 'vale',
  summary: 'The text follows the rules of Vale styles',
  options,
  places: ['style', 'vocab'],
  create: ({ style, ignore, ...more }, needs) =>
    createStyleValidator({ ...more, style: toList(style), ignore: toList(ignore) }, needs),
}
