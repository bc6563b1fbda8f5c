/** Checks texts with the program vale that the user has installed. */
import { dirname, resolve } from 'node:path'
import * as z from 'zod'
import type { ValidatorNeeds } from '../../core/definitions.ts'
import type { Validator } from '../../core/ports.ts'
import { FileReads } from '../../util/files/file-reads.ts'
import { createLinterValidator } from '../external/linter-program.ts'
import type { Fault } from '../shared/text-validator.ts'
import { replacementOf } from './action.ts'
import { LEVELS, type Level } from './rule.ts'
import { isSevere, withFailLevel } from './severity.ts'
import { lazyObject } from '../../util/schemas/lazy-object.ts'

export interface ValeProgramOptions {
  readonly run: readonly string[]
  readonly config?: string | undefined
  readonly timeout: string
  readonly minLevel: Level
  readonly failLevel: Level
}

const output = z.record(
  z.string(),
  z.array(
    lazyObject(() => ({
      Check: z.string(),
      Message: z.string(),
      Severity: z.enum(LEVELS),
      Line: z.int().min(1),
      /** The first and the last column, in code points. */
      Span: z.tuple([z.int().min(0), z.int().min(0)]),
      Match: z.string(),
      Action: z.object({ Name: z.string(), Params: z.array(z.string()).nullish() }).optional(),
    })),
  ),
)

export function createValeProgram(options: ValeProgramOptions, needs: ValidatorNeeds): Validator {
  const { run, config, timeout, minLevel, failLevel } = options
  const linter = createLinterValidator(
    {
      name: 'vale',
      run: [
        ...run,
        '--output=JSON',
        '--ext=.md',
        `--minAlertLevel=${minLevel}`,
        ...(config === undefined ? [] : [`--config=${config}`]),
      ],
      timeout,
      config,
      reads: filesOf(config),
      install:
        'install it (brew install vale, choco install vale or snap install vale), or read its styles with style=FOLDER',
      readFaults(printed, text) {
        const lines = text.split('\n')
        const alerts = Object.values(output.parse(printed)).flat()
        return alerts.map((alert) => toFault(alert, lines, failLevel))
      },
    },
    needs,
  )
  return withFailLevel(linter)
}

/** The settings file and the folder of styles that it names. */
function filesOf(config = '.vale.ini'): string[] {
  const [, styles] = /^\s*StylesPath\s*=\s*(.*\S)/m.exec(readSettings(config)) ?? []
  return [config, ...(styles === undefined ? [] : [resolve(dirname(config), styles)])]
}

/** Empty if the file cannot be read; then the program says so itself. */
function readSettings(config: string): string {
  try {
    return new FileReads().readTextIfPresent(config) ?? ''
  } catch {
    return ''
  }
}

type Alert = z.output<typeof output>[string][number]

function toFault(alert: Alert, lines: readonly string[], failLevel: Level): Fault {
  const { Check, Message, Severity, Line, Span, Match, Action } = alert
  const before = lines.slice(0, Line - 1).reduce((length, line) => length + line.length + 1, 0)
  const characters = [...(lines[Line - 1] ?? '')]
  const column = (codePoints: number) => characters.slice(0, Math.max(0, codePoints)).join('').length
  const at = before + column(Span[0] - 1)
  const end = before + column(Span[1])
  const written = lines[Line - 1]?.slice(at - before, end - before)
  const action = Action && { name: Action.Name, params: Action.Params ?? undefined }
  return {
    at,
    ...(end > at && { end }),
    message: Message,
    rule: Check,
    ...(written === Match && { replacement: replacementOf(Match, action) }),
    ...(!isSevere(Severity, failLevel) && { severity: 'warning' }),
  }
}
