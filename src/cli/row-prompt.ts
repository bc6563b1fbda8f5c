/** A row of the input -> a prompt. */
import * as z from 'zod'
import { idIndex } from '../batch/id-index.ts'
import { validatorSchema } from '../config/schema.ts'
import { UsageError } from '../core/errors.ts'
import { digest } from '../core/hash.ts'
import { MODEL_NAME } from '../core/ports.ts'
import { didYouMean } from '../core/suggest.ts'
import type { Prompt } from '../core/types.ts'
import type { Row } from './inputs/row.ts'
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
  validators: z.array(validatorSchema).optional(),
})

/** Remembers the ids, so that none is given twice. Its prompts must be asked for in the order of the rows. */
export function promptReader(name: string, options: RowOptions): (row: Row, index: number) => Prompt {
  const ids = idRegister()
  return ({ line, fields }, index) => {
    const where = `${name}:${line}`
    const { [options.promptField]: text, [options.idField]: givenId, ...others } = fields
    const { vars = {}, draft, system, model, validators, ...meta } = parse(others, where)
    const values = { ...fields, ...options.vars, ...vars }
    const filled = fill(text, values, { ...options, rowVars: Object.keys(vars).length > 0 }, where, fields)
    if (filled.trim() === '')
      throw new UsageError(`${where}: the prompt is empty`, 'remove the row or fill it in')
    const id =
      givenId === undefined || givenId === ''
        ? ids.derive(digest(JSON.stringify([filled, system, draft, validators, model])), line)
        : ids.claim(idOf(givenId, where), line, where)
    return { id, index, text: filled, system, draft, validators, model, meta }
  }
}

type Parsed = z.output<typeof rowSchema>

function parse(fields: Row['fields'], where: string): Parsed {
  if (Object.keys(fields).length === 0) return {}
  const parsed = rowSchema.safeParse(dropEmpty(fields))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new UsageError(
    `${where}: ${issue?.path.join('.')}: ${issue?.message}`,
    'see "sifaka list" and the README',
  )
}

/** CSV has no other way to say that a field is not there. */
const dropEmpty = (fields: Row['fields']): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => value !== '' || !(key in rowSchema.shape)),
  )

function fill(
  text: unknown,
  values: Readonly<Record<string, unknown>>,
  { template, vars, rowVars, promptField }: RowOptions & { rowVars: boolean },
  where: string,
  fields: Row['fields'],
): string {
  if (template !== undefined) return render(template, values, where)
  if (text === undefined) {
    const hint = `${didYouMean(promptField, Object.keys(fields))}; name it with --prompt-field, or use --template`
    throw new UsageError(`${where}: no field "${promptField}"`, hint)
  }
  if (typeof text !== 'string') throw new UsageError(`${where}: "${promptField}" is not text`)
  // Braces in a prompt are the user's own unless values to fill in were given.
  return rowVars || Object.keys(vars).length > 0 ? render(text, values, where) : text
}

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
      const first = lines.get(id)
      if (first !== undefined)
        throw new UsageError(
          `${where}: the id "${id}" was used in line ${first} already`,
          'give each prompt an id of its own, or none',
        )
      lines.set(id, line)
      return id
    },
    derive(content, line) {
      let copy = (copies.get(content) ?? 0) + 1
      const name = () => (copy === 1 ? content : `${content}-${copy}`)
      while (lines.get(name()) !== undefined) copy++
      copies.set(content, copy)
      lines.set(name(), line)
      return name()
    },
  }
}
