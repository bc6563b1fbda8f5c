/** Runs one command line to its exit code. The only catch. */
import { chalkStderr } from 'chalk'
import { CommanderError } from 'commander'
import { SifakaError } from '../core/errors.ts'
import { openConsole, type Console } from './console.ts'
import { EXIT, exitCodeOfError, type ExitCode } from './exit-codes.ts'
import { ClosedOutput } from './output.ts'
import { createProgram } from './program.ts'

export async function runProgram(argv: readonly string[], version: string): Promise<ExitCode> {
  const console = openConsole(process)
  let code: ExitCode = EXIT.accepted
  try {
    const program = createProgram({ console, version, finish: (result) => (code = result) })
    await program.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    code = report(error, console, argv.includes('-v') || argv.includes('--verbose'))
  } finally {
    console.release()
  }
  return console.interrupted() ?? code
}

function report(error: unknown, console: Console, verbose: boolean): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.accepted : EXIT.usage
  if (error instanceof ClosedOutput) return EXIT.accepted
  if (console.interrupted() !== undefined) return EXIT.interrupted
  if (error instanceof SifakaError) {
    console.say(`sifaka: ${error.message}`, chalkStderr.red)
    if (error.hint !== undefined) console.say(`  ${error.hint}`)
    if (verbose && error.cause !== undefined)
      console.say(
        `  caused by: ${error.cause instanceof Error ? error.cause.message : JSON.stringify(error.cause)}`,
      )
  } else {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
    console.say(`sifaka: a bug in sifaka, please report it:\n${stack}`)
  }
  return exitCodeOfError(error)
}
