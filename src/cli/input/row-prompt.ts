import * as z from 'zod'
import { idIndex } from '../../batch/resume/id-index.ts'
import { describeIssue } from '../../config/issues.ts'
import { roleModels } from '../../config/role-models.ts'
import { schemasFor } from '../../config/schema.ts'
import { UsageError } from '../../core/errors.ts'
import { digest } from '../../util/hash.ts'
import { MODEL_NAME } from '../../core/ports.ts'
import { didYouMean } from '../../util/lookup.ts'
import type { Prompt } from '../../core/types.ts'
import type { Registry } from '../../plugins/registry.ts'
import type { Row } from './row.ts'
import { fillTemplate, placeholdersIn } from './template.ts'

export interface RowOptions {
  readonly promptField: string
  readonly idField: string
  readonly template?: string | undefined
  readonly vars: Readonly<Record<string, string>>
  /** Contains the validators that a row can name. */
  readonly registry: Registry
}

const createRowSchema = (registry: Registry) =>
  z.looseObject({
    vars: z.record(z.string(), z.unknown()).optional(),
    draft: z.string().optional(),
    system: z.string().optional(),
    model: z.string().regex(MODEL_NAME, `must be provider:model, for example ${roleModels.small}`).optional(),
    validators: z.array(schemasFor(registry).untrustedValidator).optional(),
  })

/**
 * Returns a function that turns rows into prompts; it must be called in input order. Throws a `UsageError`
 * for an id that occurs twice.
 */
export function createPromptReader(name: string, options: RowOptions): (row: Row, index: number) => Prompt {
  const ids = new IdRegister()
  const { promptField, idField } = options
  const schema = createRowSchema(options.registry)
  // In CSV, an empty field means that the field is missing.
  const isGiven = ([key, value]: [string, unknown]) => value !== '' || !(key in schema.shape)
  return ({ line, fields }, index) => {
    const where = `${name}:${line}`
    const { [promptField]: _, [idField]: __, ...others } = fields
    const { data, error } = schema.safeParse(Object.fromEntries(Object.entries(others).filter(isGiven)))
    if (error) {
      const problems = error.issues.map(
        (issue) => describeIssue(issue, schema, others, (path) => path).message,
      )
      throw new UsageError(
        `${where}: ${problems[0]}`,
        'the README lists the fields of a row, under "Many prompts"',
      )
    }
    const { vars, draft, system, model, validators, ...meta } = data
    const text = textOf(fields, vars, options, where)
    if (text.trim() === '')
      throw new UsageError(`${where}: the prompt is empty`, 'remove the row, or add a prompt')
    const given = idField === promptField ? undefined : fields[idField]
    const id =
      given === undefined || given === ''
        ? ids.derive(digest(JSON.stringify([text, system, draft, validators, model])), line)
        : ids.claim(readId(given, where), line, where)
    return { id, index, text, system, draft, validators, model, meta }
  }
}

function textOf(
  fields: Row['fields'],
  rowVars: Row['fields'] | undefined,
  { template, vars, promptField }: RowOptions,
  where: string,
): string {
  const fill = (text: string): string => {
    const values: Row['fields'] = { ...fields, ...vars, ...rowVars }
    const filled = fillTemplate(text, values, where)
    const names = placeholdersIn(text).filter(
      (each) => Object.hasOwn({ ...rowVars }, each) || !Object.hasOwn(vars, each),
    )
    if (names.length === 0 || !names.every((each) => isBlank(values[each]))) return filled
    const braced = names.map((each) => `{{${each}}}`).join(', ')
    throw new UsageError(`${where}: ${braced} ${names.length === 1 ? 'is' : 'are'} empty`, EMPTY_ROW)
  }
  if (template !== undefined) return fill(template)
  const text = fields[promptField]
  if (text === undefined) {
    const hint = `${didYouMean(promptField, Object.keys(fields))}; name the field with --prompt-field, or use --template`
    throw new UsageError(`${where}: no field "${promptField}"`, hint)
  }
  if (typeof text !== 'string') throw new UsageError(`${where}: "${promptField}" is not a string`)
  // If no values are given, braces in a prompt are ordinary text.
  return hasAny(vars) || (rowVars && hasAny(rowVars)) ? fill(text) : text
}

const EMPTY_ROW = 'fill in the row, or remove it: a prompt is not sent if all of its values are empty'

const isBlank = (value: unknown): boolean =>
  value === null || (typeof value === 'string' && value.trim() === '')

const hasAny = (values: Readonly<Record<string, unknown>>): boolean => Object.keys(values).length > 0

/** Returns the id of a row as text. Throws a `UsageError` that begins with `where`. */
export function readId(value: unknown, where: string): string {
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new UsageError(`${where}: the id ${value} has too many digits for a number`, 'put it in quotes')
  }
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw new UsageError(`${where}: an id must be a string or a number, not ${JSON.stringify(value)}`)
}

class IdRegister {
  readonly #lines = idIndex()
  readonly #copies = idIndex()

  /** Registers the id of a row. Throws a `UsageError` if an earlier row has the same id. */
  claim(id: string, line: number, where: string): string {
    const first = this.#lines.add(id, line)
    if (first === undefined) return id
    throw new UsageError(
      `${where}: the id "${id}" is already used in line ${first}`,
      'give each prompt a different id, or none',
    )
  }

  /** Registers the content's hash as id; the second prompt with equal content gets the suffix `-2`. */
  derive(content: string, line: number): string {
    if (this.#lines.add(content, line) === undefined) return content
    let copy = (this.#copies.get(content) ?? 1) + 1
    while (this.#lines.add(`${content}-${copy}`, line) !== undefined) copy++
    this.#copies.set(content, copy)
    return `${content}-${copy}`
  }
}
