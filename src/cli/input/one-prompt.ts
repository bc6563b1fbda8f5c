import { UsageError } from '../../core/errors.ts'
import { digest } from '../../util/hash.ts'
import type { Prompt, Thought, Timed } from '../../core/types.ts'
import type { ImproveFlags } from '../options/flags.ts'
import type { Shell } from '../shell.ts'
import { readAll, readText } from './read-text.ts'
import { fillPrompt, NO_NOTES, type FillNotes } from '../../config/rules/fill-texts.ts'

/**
 * Reads the prompt of `improve` from its arguments, a file or standard input, or from arguments followed by
 * `-`. With a parent, its text is the first draft, and its prompt is used if no other is given.
 */
export async function readPrompt(
  words: readonly string[],
  { file, draft: draftFile, var: vars = {} }: Pick<ImproveFlags, 'file' | 'draft' | 'var'>,
  { stdin, stdinIsTerminal }: Pick<Shell, 'stdin' | 'stdinIsTerminal'>,
  parent?: Timed<Thought>,
  notes: FillNotes = NO_NOTES,
): Promise<Prompt> {
  const argument = words.filter((word) => word !== '-').join(' ')
  const fromFile = file === undefined || file === '-' ? '' : await readText(file)
  const explicit = words.includes('-') || file === '-'
  const implied = argument === '' && file === undefined && !stdinIsTerminal && !parent
  const piped = explicit || implied ? (await readAll(stdin, 'standard input')).replace(/\r?\n$/, '') : ''
  const own = [argument, fromFile, piped].filter((part) => part !== '').join('\n\n')
  const given = own === '' && parent ? parent.prompt.text : own
  if (given.trim() === '')
    throw new UsageError(
      'no prompt given',
      'write it after sifaka improve, name a file with -f FILE, or pipe it in',
    )
  const isStrict = Object.keys(vars).length > 0
  const text = fillPrompt(given, vars, 'the prompt', { ...notes, isStrict })
  const draft = draftFile === undefined ? parent?.text || undefined : await readText(draftFile)
  const id = digest(JSON.stringify(parent ? [text, draft, parent.id] : [text, draft]))
  return { id, index: 0, text, draft, ...(parent ? { parent: parent.id } : {}) }
}
