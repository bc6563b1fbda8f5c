/** The prompt of `sifaka improve`. */
import { UsageError } from '../../core/errors.ts'
import { digest } from '../../util/hash.ts'
import type { Prompt } from '../../core/types.ts'
import { decodeText, readText } from './read-text.ts'
import { render } from './template.ts'

export interface OnePrompt {
  readonly words: readonly string[]
  readonly file?: string | undefined
  readonly draftFile?: string | undefined
  readonly vars: Readonly<Record<string, string>>
  readonly stdin: AsyncIterable<Buffer>
  readonly stdinIsTerminal: boolean
}
/** The arguments, a file, standard input, or arguments and then `-`. */
export async function readOnePrompt(source: OnePrompt): Promise<Prompt> {
  const argument = source.words.filter((word) => word !== '-').join(' ')
  const fromFile = source.file === undefined || source.file === '-' ? '' : await readText(source.file)
  const wanted = source.words.includes('-') || source.file === '-'
  const implied = argument === '' && source.file === undefined && !source.stdinIsTerminal
  const piped = wanted || implied ? await readAll(source.stdin) : ''
  const text = [argument, fromFile, piped].filter((part) => part !== '').join('\n\n')
  if (text.trim() === '')
    throw new UsageError('there is no prompt', 'sifaka improve "what to write", -f FILE, or pipe it in')
  const filled = Object.keys(source.vars).length > 0 ? render(text, source.vars, 'the prompt') : text
  const draft = source.draftFile === undefined ? undefined : await readText(source.draftFile)
  return { id: digest(JSON.stringify([filled, draft])), index: 0, text: filled, draft }
}

async function readAll(stdin: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(chunk)
  return decodeText(Buffer.concat(chunks), 'standard input').replace(/\r?\n$/, '')
}
