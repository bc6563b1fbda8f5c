import { UsageError } from '../../core/errors.ts'
import { digest } from '../../util/hash.ts'
import type { Prompt } from '../../core/types.ts'
import type { ImproveFlags } from '../options/flags.ts'
import type { Shell } from '../shell.ts'
import { readAll, readText } from './read-text.ts'
import { fillTemplate } from './template.ts'

/**
 * Reads the prompt of `improve` from its arguments, a file or standard input, or from arguments followed by
 * `-`.
 */
export async function readPrompt(
  words: readonly string[],
  { file, draft: draftFile, var: vars = {} }: Pick<ImproveFlags, 'file' | 'draft' | 'var'>,
  { stdin, stdinIsTerminal }: Pick<Shell, 'stdin' | 'stdinIsTerminal'>,
): Promise<Prompt> {
  const argument = words.filter((word) => word !== '-').join(' ')
  const fromFile = file === undefined || file === '-' ? '' : await readText(file)
  const explicit = words.includes('-') || file === '-'
  const implied = argument === '' && file === undefined && !stdinIsTerminal
  const piped = explicit || implied ? (await readAll(stdin, 'standard input')).replace(/\r?\n$/, '') : ''
  const given = [argument, fromFile, piped].filter((part) => part !== '').join('\n\n')
  if (given.trim() === '')
    throw new UsageError(
      'no prompt given',
      'write it after sifaka improve, name a file with -f FILE, or pipe it in',
    )
  const text = Object.keys(vars).length > 0 ? fillTemplate(given, vars, 'the prompt') : given
  const draft = draftFile === undefined ? undefined : await readText(draftFile)
  return { id: digest(JSON.stringify([text, draft])), index: 0, text, draft }
}
