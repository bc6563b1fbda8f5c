/** `sifaka validate --fix`: applies the replacements that the validators are certain of. */
import { relative } from 'node:path'
import { randomBytes } from 'node:crypto'
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { failedWrite, UsageError } from '../../core/errors.ts'
import { applyReplacements } from '../../core/validation/apply-replacements.ts'
import { isDevice, standardOutput } from '../../batch/results/output.ts'
import type { Engine } from '../../engine/create-engine.ts'
import { formatCount } from '../../util/units.ts'
import { readTexts, textFormatOf, type TextSource } from '../input/texts.ts'
import type { ValidateFlags } from '../options/flags.ts'
import type { Shell } from '../shell.ts'

/** A replacement can make room for another one, so texts are validated again. Some validators may never agree. */
const MAX_PASSES = 10

/** Throws a `UsageError` for texts that cannot be written back. */
export async function refuseToFix({ files, format }: TextSource): Promise<void> {
  const rows = files.map((file) => textFormatOf(file, format)).find((each) => each !== 'text')
  if (rows !== undefined) throw new UsageError(`--fix does not change rows (${rows})`, 'name files of text')
  if (files.includes('-')) throw new UsageError('--fix cannot change standard input', 'name files')
  for (const file of files) {
    if (await isDevice(file))
      throw new UsageError(`--fix cannot change ${file}: it is a pipe or a device`, 'name files')
  }
}

/** Fixes the files in place; if `dryRun`, writes the changes as a diff to standard output instead. */
export async function fixTexts(
  source: TextSource,
  engine: Engine,
  { signal, stdout, say }: Pick<Shell, 'signal' | 'stdout' | 'say'>,
  { dryRun = false }: Pick<ValidateFlags, 'dryRun'>,
): Promise<void> {
  const output = standardOutput(stdout)
  let total = 0
  let files = 0
  for await (const read of readTexts(source)) {
    if (signal.aborted) break
    // The report names files that cannot be read.
    if ('error' in read) continue
    const { path, id, index, text, prompt } = read
    let fixed = text
    let count = 0
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const { validations } = await engine.validate({ ...prompt, id, index }, fixed)
      const step = applyReplacements(
        fixed,
        validations.flatMap(({ findings = [] }) => findings),
      )
      if (step.count === 0 || step.text === fixed) break
      fixed = step.text
      count += step.count
    }
    if (fixed === text || signal.aborted) continue
    total += count
    files++
    const mark = await byteOrderMarkOf(path, text)
    if (dryRun) await output.write(await diffOf(path, mark + text, mark + fixed))
    else await writeBack(path, mark + fixed)
  }
  const done = dryRun ? 'would be applied' : 'applied'
  say(`sifaka: ${formatCount(total, 'fix', 'fixes')} ${done} in ${formatCount(files, 'file')}`)
}

/** The mark is empty if there is none. Refuses a file that has changed since it was read, or that is not UTF-8. */
async function byteOrderMarkOf(path: string, text: string): Promise<string> {
  const bytes = await readFile(path)
  const mark = bytes.subarray(0, 3).equals(Buffer.from('\uFEFF')) ? '\uFEFF' : ''
  if (bytes.equals(Buffer.from(mark + text))) return mark
  throw new UsageError(
    `${path} cannot be fixed: it is not UTF-8, or has changed meanwhile`,
    'save it as UTF-8',
  )
}

/**
 * A diff that `patch -p0` and `git apply -p0` accept in the current folder: in its header, a tab must follow a name
 * that contains spaces, and is written before any text after the name.
 */
async function diffOf(given: string, before: string, after: string): Promise<string> {
  const inFolder = relative('.', given)
  const path = inFolder.startsWith('..') ? given : inFolder
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff')
  const afterName = /\s/.test(path) ? ' ' : undefined
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY }
  return createTwoFilesPatch(path, path, before, after, afterName, afterName, options)
}

const writeBack = async (path: string, content: string): Promise<void> =>
  replaceFile(await realpath(path), content).catch((error: unknown) => {
    throw failedWrite(error, path)
  })

/** The file has either its old or its new content, also if the process or the machine stops. */
async function replaceFile(path: string, content: string): Promise<void> {
  const { mode } = await stat(path)
  const partial = `${path}.${randomBytes(4).toString('hex')}.partial`
  const file = await open(partial, 'wx', 0o600)
  try {
    try {
      await file.writeFile(content)
      await file.chmod(mode)
      await file.datasync()
    } finally {
      await file.close()
    }
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}
