import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { programOption, timeoutOption } from '../external/user-program.ts'
import { nonBlankString, toList } from '../shared/fixed-text.ts'
import { LEVELS } from './rule.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const names = z.union([nonBlankString, z.array(nonBlankString).min(1)])

const options = lazyStrictObject(() => ({
  style: names
    .optional()
    .describe('folders of Vale styles, such as styles/Google; without it, your own program vale is run')
    .meta({ examples: ['styles/Google'] }),
  vocab: nonBlankString
    .optional()
    .describe('with style: a folder with accept.txt and reject.txt, or its name beside the styles'),
  ignore: names.optional().describe('with style: rules that do not apply, such as Google.Passive'),
  minLevel: z.enum(LEVELS).default('suggestion').describe('the lowest level of the rules that apply'),
  failLevel: z
    .enum(LEVELS)
    .default('error')
    .describe('the lowest level that rejects a text; findings of lower levels are warnings'),
  run: programOption('vale').optional().describe('the program to run if no style is given; default: vale'),
  config: z.string().min(1).optional().describe('the settings of that program; default: .vale.ini'),
  timeout: timeoutOption.optional().describe('the maximum time of that program; default: 30s'),
}))
  .refine(
    ({ style, run, config, timeout }) => style === undefined || (run ?? config ?? timeout) === undefined,
    'has style, which is read without the program: leave out run, config and timeout',
  )
  .refine(
    ({ style, vocab, ignore }) => style !== undefined || (vocab ?? ignore) === undefined,
    'vocab and ignore need style; the program has its own settings for them',
  )

export const vale: ValidatorDefinition<typeof options> = {
  name: 'vale',
  summary: 'The text follows the rules of Vale styles, or of your own Vale',
  options,
  runsCode: ({ style }) => style === undefined || style === null,
  places: ['style', 'vocab'],
  async create({ style, vocab, ignore, run = ['vale'], config, timeout = '30s', ...levels }, needs) {
    if (style === undefined) {
      const { createValeProgram } = await import('./vale-program.ts')
      return createValeProgram({ ...levels, run, config, timeout }, needs)
    }
    const { createStyleValidator } = await import('./style-validator.ts')
    return createStyleValidator({ ...levels, vocab, style: toList(style), ignore: toList(ignore) }, needs)
  },
}
