/** Validates with a linter that the user has installed, and that prints its findings as JSON. */
import { existsSync } from 'node:fs'
import type { ValidatorNeeds } from '../../core/definitions.ts'
import { ConfigError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import type { Validator } from '../../core/ports.ts'
import { parseDeepJson } from '../../util/json.ts'
import { createTextValidator, placedFaultCheck, type Fault } from '../shared/text-validator.ts'
import { askProgram, isInstalled, programError } from './user-program.ts'

interface LinterProgram {
  readonly name: string
  /** The program and its arguments; it reads the text from standard input. */
  readonly run: readonly string[]
  readonly timeout: string
  /** Its settings file, if the user names one. */
  readonly config: string | undefined
  /** The files and folders that the program reads, besides those that its arguments name. */
  readonly reads: readonly string[]
  readonly install: string
  /** Reads the output. Throws an `Error` that names the fault if the output is not that of the program. */
  readonly readFaults: (output: unknown, text: string) => Fault[]
}

/** A configuration may also be a package, which has no such name. */
const FILE_NAME = /[\\/]|\.\w+$/

/** Throws a `ConfigError` if the program is not installed, or its settings file does not exist. */
export function createLinterValidator(program: LinterProgram, { env, files }: ValidatorNeeds): Validator {
  const { name, run, config, reads, timeout, install, readFaults } = program
  const line = run.join(' ')
  if (!isInstalled(run[0] ?? '', env)) {
    throw new ConfigError(`${name}: the program ${run[0]} is not installed`, install)
  }
  if (config !== undefined && FILE_NAME.test(config) && !existsSync(config)) {
    throw new ConfigError(`${name}: there is no file ${config}`, 'name its settings file with config')
  }
  files?.noteFiles(run)
  for (const path of reads) files?.noteTree(path)
  const lint = async (text: string, signal: AbortSignal): Promise<Fault[]> => {
    const result = await askProgram(run, text, { timeout, env, signal })
    const printed = parseDeepJson(result.stdout)
    if ('fault' in printed) {
      // A program that fails prints the reason instead, for example "No rules found".
      const { stdout, stderr } = result
      throw programError(line, 'printed no findings in JSON', { ...result, stderr: stderr || stdout })
    }
    try {
      return readFaults(printed.value, text)
    } catch (error) {
      throw programError(line, `printed no findings in JSON (${messageOf(error)})`, result)
    }
  }
  const bound = `\`${line}\` finds nothing`
  return {
    name,
    tier: 'slow',
    requirement: `follows the rules of ${name}`,
    mainThreadOnly: true,
    cacheable: false,
    async validate(draft, scope) {
      const faults = await lint(draft.text, scope.signal)
      const check = () => placedFaultCheck(faults, bound, draft.text)
      const report = createTextValidator({ name, tier: 'slow', requirement: bound, duty: '', check })
      return report.validate(draft, scope)
    },
  }
}
