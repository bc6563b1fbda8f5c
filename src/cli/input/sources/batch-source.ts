/** The input of `batch`: its files or standard input, and how their rows become prompts. */
import { createRuleFiller } from '../../../config/rules/fill-rules.ts'
import { systemClock } from '../../../core/clock.ts'
import { createEngine } from '../../../engine/create-engine.ts'
import { envForDryRun } from '../../../estimate/estimate-batch.ts'
import { formatCount } from '../../../util/units.ts'
import { hasBraces, placeholdersIn } from '../../../config/rules/placeholders.ts'
import type { BatchFlags } from '../../options/flags.ts'
import { textOrFile } from '../../options/settings.ts'
import type { LoadedRun } from '../../load-run.ts'
import type { Shell } from '../../shell.ts'
import { hintWhenSilent } from '../hint-when-silent.ts'
import { formatOf, type InputPart, type Source } from '../prompts.ts'
import { checkTemplate, checkVariables, createFillNotes } from '../template.ts'
import { recogniseFormat } from './recognise.ts'

export interface BatchSource extends Source {
  /** The names of the fields that were filled in so far. */
  readonly used: ReadonlySet<string>
  close(): Promise<void>
}

/** Reads only the first line of standard input, to recognise its format. */
export async function openSource(
  files: readonly string[],
  flags: BatchFlags,
  { settings, registry, io }: LoadedRun,
  { stdin, say }: Shell,
): Promise<BatchSource> {
  const template = flags.template === undefined ? undefined : await textOrFile(flags.template)
  const names = placeholdersIn(template ?? '')
  if (template !== undefined) checkTemplate(template, names)
  const { used, notes } = createFillNotes(io.warn)
  names.forEach(notes.used)
  const hint = () => say('sifaka: waiting for prompts on standard input; end with Ctrl-D')
  const silent = hintWhenSilent(stdin, systemClock, hint)
  const mustRecognise = files.includes('-') && flags.inputFormat === undefined
  const piped = mustRecognise ? await recogniseFormat(silent) : { format: 'lines' as const, chunks: silent }
  const parts = files.map((path): InputPart => {
    const format = flags.inputFormat ?? (path === '-' ? piped.format : formatOf(path))
    return { path, format }
  })
  const [first] = parts
  // A dry run needs no keys. The run gives its warnings itself.
  const env = flags.dryRun ? envForDryRun(settings, io.env) : io.env
  const checkingIo = { ...io, env, warn: () => undefined }
  let checking: ReturnType<typeof createEngine> | undefined
  return {
    ...flags,
    input: files.length === 1 && first ? first.path : formatCount(files.length, 'file'),
    parts,
    registry,
    format: first?.format ?? 'lines',
    template,
    ruleFields: createRuleFiller(settings, registry).fields,
    system: hasBraces(settings.system ?? '') ? settings.system : undefined,
    used,
    notes,
    vars: flags.var ?? {},
    seed: settings.seed,
    maxRowValidators: settings.maxRowValidators,
    stdin: piped.chunks,
    async check(prompt) {
      checking ??= createEngine({ ...settings, deadline: undefined }, checkingIo)
      await (await checking).check(prompt)
    },
    close: async () => (await checking)?.close(),
  }
}

/** Reports variables that no prompt on standard input used; for a file, they are an error before the run. */
export function warnOfUnused({ vars, used }: BatchSource, warn: (line: string) => void): void {
  const unused = Object.keys(vars).filter((name) => !used.has(name))
  if (unused.length > 0) warn(`--var ${unused.join(', ')} was used in no prompt`)
}

/** Throws a `UsageError` for variables that are used nowhere, as far as that is known before the first prompt. */
export function checkUsed(source: BatchSource, wasRead: boolean): void {
  if (!wasRead && source.template === undefined) return
  const inRules = [...(source.ruleFields ?? []), ...placeholdersIn(source.system ?? '')]
  checkVariables(source.vars, new Set([...source.used, ...inRules]))
}
