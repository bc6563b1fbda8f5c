/** A row of the input -> a prompt. */
import * as z from 'zod'
import { idIndex } from '../../batch/resume/id-index.ts'
import { foreignValidatorSchema } from '../../config/schema.ts'
import { UsageError } from '../../core/errors.ts'
import { digest } from '../../util/hash.ts'
import { MODEL_NAME } from '../../core/ports.ts'
import { didYouMean } from '../../util/lookup.ts'
import type { Prompt } from '../../core/types.ts'
import type { Row } from './row.ts'
import { render } from './template.ts'

export interface RowOptions {
  readonly promptField: string
  readonly idField: string
  readonly template?: string | undefined
  readonly vars: Readonly<Record<string, string>>
}

const rowSchema = z.looseObject({
  vars: z.record(z.string(), z.unknown()).optional(),
  draft: z.string().optional(),
  system: z.string().optional(),
  model: z.string().regex(MODEL_NAME, 'expected provider:model, for example openai:gpt-4o-mini').optional(),
  validators: z.array(foreignValidatorSchema).optional(),
})

/** Remembers the ids, so that none is given twice. Its prompts must be asked for in the order of the rows. */
export function promptReader(name: string, options: RowOptions): (row: Row, index: number) => Prompt {
  const ids = idRegister()
  const { promptField, idField } = options
  return ({ line, fields }, index) => {
    const where = `${name}:${line}`
    const { vars, draft, system, model, validators, ...meta } = parse(fields, options, where)
    const text = textOf(fields, vars, options, where)
    if (text.trim() === '')
      throw new UsageError(`${where}: the prompt is empty`, 'remove the row or fill it in')
    const given = idField === promptField ? undefined : fields[idField]
    const id =
      given === undefined || given === ''
        ? ids.derive(digest(JSON.stringify([text, system, draft, validators, model])), line)
        : ids.claim(idOf(given, where), line, where)
    return { id, index, text, system, draft, validators, model, meta }
  }
}

type Parsed = z.output<typeof rowSchema>
const NOTHING_MORE: Parsed = {}

/** What a row has beside prompt and id. */
function parse(fields: Row['fields'], { promptField, idField }: RowOptions, where: string): Parsed {
  const others = Object.entries(fields).filter(
    ([key, value]) =>
      key !== promptField &&
      key !== idField &&
      // CSV has no other way to say that a field is not there.
      (value !== '' || !(key in rowSchema.shape)),
  )
  if (others.length === 0) return NOTHING_MORE
  const parsed = rowSchema.safeParse(Object.fromEntries(others))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new UsageError(
    `${where}: ${issue?.path.join('.')}: ${issue?.message}`,
    'see "sifaka list" and the README',
  )
}

function textOf(
  fields: Row['fields'],
  rowVars: Parsed['vars'],
  { template, vars, promptField }: RowOptions,
  where: string,
): string {
  const values = () => ({ ...fields, ...vars, ...rowVars })
  if (template !== undefined) return render(template, values(), where)
  const text = fields[promptField]
  if (text === undefined) {
    const hint = `${didYouMean(promptField, Object.keys(fields))}; name it with --prompt-field, or use --template`
    throw new UsageError(`${where}: no field "${promptField}"`, hint)
  }
  if (typeof text !== 'string') throw new UsageError(`${where}: "${promptField}" is not text`)
  // Braces in a prompt are the user's own unless values to fill in were given.
  return hasAny(vars) || (rowVars && hasAny(rowVars)) ? render(text, values(), where) : text
}

const hasAny = (values: Readonly<Record<string, unknown>>): boolean => Object.keys(values).length > 0

function idOf(value: unknown, where: string): string {
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new UsageError(`${where}: the id ${value} has more digits than a number keeps`, 'write it as text')
  }
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw new UsageError(`${where}: an id is a text or a number, got ${JSON.stringify(value)}`)
}

interface IdRegister {
  /** The id that the user gave. */
  claim(id: string, line: number, where: string): string
  /** An id made from the content; the same content twice is two prompts: `a1b2`, `a1b2-2`. */
  derive(content: string, line: number): string
}

function idRegister(): IdRegister {
  const lines = idIndex()
  const copies = idIndex()
  return {
    claim(id, line, where) {
      const first = lines.add(id, line)
      if (first === undefined) return id
      throw new UsageError(
        `${where}: the id "${id}" was used in line ${first} already`,
        'give each prompt an id of its own, or none',
      )
    },
    derive(content, line) {
      if (lines.add(content, line) === undefined) return content
      let copy = (copies.get(content) ?? 1) + 1
      while (lines.add(`${content}-${copy}`, line) !== undefined) copy++
      copies.set(content, copy)
      return `${content}-${copy}`
    },
  }
}
