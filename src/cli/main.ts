/** The entry point. Answers --version without loading the program, and sets the exit code. */
import module from 'node:module'
import { join } from 'node:path'
import { cacheFolder } from '../cache/folder.ts'
import { programVersion } from '../engine/program-version.ts'
import { builtFile } from '../util/files/built-file.ts'
import {
  codeOf,
  describeFileFault,
  describeWriteFailure,
  isOutOfFiles,
  machineHint,
} from '../util/files/system-errors.ts'
import { writeCompiledCode, runCompiledCode } from './compiled-code.ts'

const compiledFolder = () => builtFile(`compiled/${process.version}-${process.arch}`)

/** For the build, which calls it after `main`. */
export const writeCompiled = (): void => writeCompiledCode(compiledFolder())

export async function main(argv: readonly string[]): Promise<void> {
  // chalk knows only FORCE_COLOR, and Node warns if another value of it stands beside NO_COLOR.
  if (process.env['NO_COLOR']) process.env['FORCE_COLOR'] = '0'
  if (argv.length === 1 && ['-V', '--version'].includes(argv[0] ?? '')) return printVersion()
  if (!runCompiledCode(builtFile('chunks'), compiledFolder())) enableNodeCompileCache()
  const program = await import('./run.ts').catch((error: unknown) => {
    if (!isOutOfFiles(error)) throw error
    process.stderr.write(`sifaka: ${describeFileFault(error)}\n  ${machineHint(error)}\n`)
    process.exitCode = 3
  })
  if (program) process.exitCode = await program.runCommandLine(argv, programVersion())
}

function printVersion(): void {
  process.stdout.on('error', (error) => {
    if (codeOf(error) === 'EPIPE') return
    const hint = machineHint(error)
    process.stderr.write(`sifaka: ${describeWriteFailure(error, 'standard output')}\n`)
    if (hint !== undefined) process.stderr.write(`  ${hint}\n`)
    process.exitCode = 3
  })
  process.stdout.write(`${programVersion()}\n`)
}

/** Node 22 and later can keep the compiled program, by default in /tmp, where others could replace it. */
function enableNodeCompileCache(): void {
  const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown }
  const folder = cacheFolder(process.env)
  if (folder !== undefined) enableCompileCache?.(join(folder, 'compiled'))
}
