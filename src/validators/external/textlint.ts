import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import type { Fault } from '../shared/text-validator.ts'
import { withFailLevel } from '../vale/severity.ts'
import { createLinterValidator } from './linter-program.ts'
import { programOption, timeoutOption } from './user-program.ts'
import { lazyObject, lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const options = lazyStrictObject(() => ({
  run: programOption('node_modules/.bin/textlint')
    .default(['textlint'])
    .describe('the program, if it is not in PATH: node_modules/.bin/textlint'),
  config: z
    .string()
    .min(1)
    .optional()
    .describe('its settings file; default: .textlintrc of the current folder'),
  timeout: timeoutOption.default('30s'),
}))

const output = z
  .array(
    lazyObject(() => ({
      messages: z.array(
        z.object({
          ruleId: z.string(),
          message: z.string(),
          index: z.int().min(0),
          range: z.tuple([z.int().min(0), z.int().min(0)]).optional(),
          /** 1: warning, 2: error, 3: info. */
          severity: z.int(),
          fix: z.object({ range: z.tuple([z.int().min(0), z.int().min(0)]), text: z.string() }).optional(),
        }),
      ),
    })),
  )
  .length(1)

const ERROR = 2
const SETTINGS_FILES = ['', '.json', '.js', '.yml', '.yaml'].map((extension) => `.textlintrc${extension}`)

export const textlint: ValidatorDefinition<typeof options> = {
  name: 'textlint',
  summary: 'Your own textlint finds nothing in the text',
  options,
  runsCode: true,
  create: ({ run, config, timeout }, needs) =>
    withFailLevel(
      createLinterValidator(
        {
          name: 'textlint',
          run: [
            ...run,
            '--stdin',
            '--stdin-filename',
            'text.md',
            '--format',
            'json',
            ...(config === undefined ? [] : ['--config', config]),
          ],
          timeout,
          config,
          reads: config === undefined ? SETTINGS_FILES : [config],
          install: 'install it with npm install -D textlint, and name it with run=node_modules/.bin/textlint',
          readFaults: (printed) => output.parse(printed).flatMap(({ messages }) => messages.map(toFault)),
        },
        needs,
      ),
    ),
}

type Message = z.output<typeof output>[number]['messages'][number]

/** The place of a fault that textlint can correct is what the correction replaces. */
function toFault({ ruleId, message, index, range = [index, index + 1], severity, fix }: Message): Fault {
  const [at, end] = fix?.range ?? range
  return {
    at,
    end,
    message,
    rule: ruleId,
    replacement: fix?.text,
    ...(severity !== ERROR && { severity: 'warning' }),
  }
}
