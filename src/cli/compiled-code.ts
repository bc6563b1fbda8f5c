/**
 * Compiled code of the program, which the build writes beside it, since compiling takes a third of the time of a short
 * command. V8 accepts it only if the same version of V8 wrote it; otherwise it compiles the files as usual.
 */
import { isAscii } from 'node:buffer'
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Script } from 'node:vm'

/** The files of the program that were loaded. */
const scripts = new Map<string, Script>()

/**
 * From now on, the files in `program` run from the compiled code in `folder`. Returns false if there is no such folder.
 */
export function runCompiledCode(program: string, folder: string): boolean {
  if (!existsSync(folder)) return false
  const { extensions } = createRequire(import.meta.url)
  extensions['.cjs'] = (loaded, file) => {
    if (dirname(file) !== program) {
      extensions['.js']?.(loaded, file)
      return
    }
    const script = new Script(readAsFunction(file), { filename: file, cachedData: readCode(folder, file) })
    scripts.set(file, script)
    const run = script.runInThisContext() as (...scope: unknown[]) => void
    run.call(loaded.exports, loaded.exports, createRequire(file), loaded, file, program)
  }
  return true
}

/** Reads the source as Node's `module.wrap` returns it. Each further copy of a large file would take milliseconds. */
function readAsFunction(path: string): string {
  const [begin = '', end = ''] = module.wrap('\0').split('\0')
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const bytes = Buffer.allocUnsafeSlow(begin.length + size + end.length)
    bytes.write(begin)
    readSync(file, bytes, begin.length, size, 0)
    bytes.write(end, begin.length + size)
    return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8')
  } finally {
    closeSync(file)
  }
}

/** Writes the compiled code of the files that were loaded, with the functions that were called. */
export function writeCompiledCode(folder: string): void {
  for (const [file, script] of scripts) writeFileSync(codeFile(folder, file), script.createCachedData())
}

const codeFile = (folder: string, file: string) => join(folder, `${basename(file)}.bin`)

function readCode(folder: string, file: string): Buffer | undefined {
  const path = codeFile(folder, file)
  return existsSync(path) ? readFileSync(path) : undefined
}
