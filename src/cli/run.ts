/** Runs one command line and returns its exit code. All errors are reported here. */
import { CommanderError } from 'commander'
import { SifakaError } from '../core/errors.ts'
import { bugReport } from './bug-report.ts'
import { openShell, type Shell } from './shell.ts'
import { EXIT, exitCodeOfError, type ExitCode } from './exit-codes.ts'
import { ClosedOutput, standardOutput } from '../batch/results/output.ts'
import { describeFileFault, isOutOfFiles, machineHint } from '../util/files/system-errors.ts'
import { logError } from './output/log-error.ts'
import { createProgram } from './options/program.ts'

export async function runCommandLine(argv: readonly string[], version: string): Promise<ExitCode> {
  const shell = openShell(process)
  let code: ExitCode = EXIT.accepted
  const output = standardOutput(shell.stdout)
  let written = Promise.resolve()
  const writeOut = (text: string) => void (written = written.then(() => output.write(text)))
  try {
    const finish = (result: ExitCode) => void (code = result)
    const program = await createProgram({ shell, version, argv, writeOut, finish })
    try {
      await program.parseAsync([...argv], { from: 'user' })
    } finally {
      await written
    }
  } catch (error) {
    const verbose = argv.includes('-v') || argv.includes('--verbose') || shell.log.includes('debug')
    code = reportError(isOutOfFiles(error) ? outOfFiles(error) : error, shell, verbose)
  } finally {
    shell.release()
  }
  return shell.interrupted() ?? code
}

const outOfFiles = (cause: unknown): SifakaError =>
  new SifakaError('local', describeFileFault(cause), { cause, hint: machineHint(cause) })

function reportError(error: unknown, shell: Shell, verbose: boolean): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.accepted : EXIT.usage
  if (error instanceof ClosedOutput) return EXIT.accepted
  if (shell.interrupted() !== undefined) return EXIT.interrupted
  if (error instanceof SifakaError) {
    const { cause } = error
    logError(shell.log, error, verbose && cause !== undefined ? [`caused by: ${describeCause(cause)}`] : [])
  } else {
    shell.log.write('error', bugReport(error))
  }
  return exitCodeOfError(error)
}

const describeCause = (cause: unknown): string =>
  cause instanceof Error ? (cause.stack ?? cause.message) : JSON.stringify(cause)
