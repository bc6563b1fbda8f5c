import * as z from 'zod'
import { idIndex } from '../../batch/resume/id-index.ts'
import { describeIssues } from '../../util/schemas/issues.ts'
import { roleModels } from '../../config/role-models.ts'
import { fillRule } from '../../config/rules/fill-rules.ts'
import { validatorKind } from '../../config/named.ts'
import { needsFilling } from '../../config/rules/rule-fields.ts'
import { schemasFor } from '../../config/schema.ts'
import { SifakaError, UsageError } from '../../core/errors.ts'
import { digest } from '../../util/hash.ts'
import { MODEL_NAME } from '../../core/ports.ts'
import { didYouMean } from '../../util/lookup.ts'
import type { Prompt } from '../../core/types.ts'
import type { Registry } from '../../plugins/registry.ts'
import type { Row } from './row.ts'
import { hasBraces, placeholdersIn } from '../../config/rules/placeholders.ts'
import { ruleValues } from './fields/rule-values.ts'
import { fromCell, metaOf, sourceField, withTexts } from './fields/cells.ts'
import { refuseManyValidators } from './fields/row-validators.ts'
import { refuseMisspelt } from './fields/reserved-fields.ts'
import { fillPrompt, fillTemplate, NO_NOTES, type FillNotes } from '../../config/rules/fill-texts.ts'

export interface RowOptions {
  readonly promptField: string
  readonly idField: string
  readonly template?: string | undefined
  readonly vars: Readonly<Record<string, string>>
  /** Contains the validators that a row can name. */
  readonly registry: Registry
  /** True if rows may have fields whose names are almost reserved. */
  readonly allowExtra?: boolean | undefined
  readonly notes?: FillNotes | undefined
  readonly maxRowValidators?: number | undefined
  /** The fields that the validators and critics of the settings contain. */
  readonly ruleFields?: readonly string[] | undefined
  /** The system prompt of the settings, if it contains fields. */
  readonly system?: string | undefined
}

const createRowSchema = (registry: Registry) =>
  z.looseObject({
    vars: z.record(z.string(), z.unknown()).optional(),
    draft: z.string().optional(),
    system: z.string().optional(),
    model: z.string().regex(MODEL_NAME, `must be provider:model, for example ${roleModels.small}`).optional(),
    validators: z.array(schemasFor(registry).untrustedValidator).optional(),
    source: sourceField.optional(),
    meta: z.unknown().optional(),
  })

/**
 * Returns a function that turns rows into prompts; it must be called in input order. Throws a `UsageError`
 * for an id that occurs twice.
 */
export function createPromptReader(
  options: RowOptions,
): (row: Row, index: number, input: { readonly name: string; readonly isTable: boolean }) => Prompt {
  const ids = new IdRegister()
  const { promptField, idField, allowExtra } = options
  const schema = createRowSchema(options.registry)
  const ownKind = { ...validatorKind(options.registry), untrusted: true }
  const reserved = [...Object.keys(schema.shape), idField]
  // In CSV, an empty field means that the field is missing.
  const isGiven = ([key, value]: [string, unknown]) => value !== '' || !Object.hasOwn(schema.shape, key)
  return ({ line, fields: read }, index, { name, isTable }) => {
    const where = `${name}:${line}`
    const fields = isTable ? withTexts(read, [...Object.keys(schema.shape), promptField, idField]) : read
    const { [promptField]: _, [idField]: __, ...others } = fields
    // A missing prompt has a message of its own.
    const names = promptField in fields ? [...reserved, promptField] : reserved
    if (!allowExtra) refuseMisspelt(others, names, where, isTable)
    const given = Object.entries(others)
      .filter(isGiven)
      .map(([key, value]) => [key, isTable ? fromCell(key, value) : value])
    const known: Readonly<Record<string, unknown>> = Object.fromEntries(given)
    refuseManyValidators(known['validators'], options.maxRowValidators, where)
    const { data, error } = schema.safeParse(known)
    if (error) {
      const problems = describeIssues(error.issues, schema, others, (path) => path).map(
        ({ message }) => message,
      )
      throw new UsageError(
        `${where}: ${problems.join('; ')}`,
        'the README lists the fields of a row, under "Many prompts"',
      )
    }
    const { vars: rowVars, draft, model, source, meta, ...unfilled } = data
    const { system: ownSystem, validators: ownRules, ...rest } = unfilled
    const values = { ...fields, ...options.vars, ...rowVars }
    const { notes = NO_NOTES } = options
    const system = systemOf(ownSystem, values, where, options)
    const validators = inRow(where, () =>
      ownRules?.map((rule) => (needsFilling(rule) ? fillRule(rule, ownKind, values) : rule)),
    )
    const vars = ruleValues(options.ruleFields, values, where, notes)
    const text = textOf(fields, rowVars, options, where)
    if (text.trim() === '')
      throw new UsageError(`${where}: the prompt is empty`, 'remove the row, or add a prompt')
    const givenId = idField === promptField ? undefined : fields[idField]
    const id =
      givenId === undefined || givenId === ''
        ? ids.derive(
            digest(
              JSON.stringify([
                text,
                system,
                draft,
                validators,
                model,
                ...(vars ? [vars] : []),
                ...(source ? [source] : []),
              ]),
            ),
            line,
          )
        : ids.claim(readId(givenId, where), line, where)
    const own = { id, index, text, system, draft, validators, model, meta: { ...metaOf(meta), ...rest } }
    return { ...own, ...(source === undefined ? {} : { source }), ...(vars ? { vars } : {}) }
  }
}

/** Adds the place of the row to an error. */
export function inRow<T>(where: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof SifakaError)) throw error
    throw new UsageError(`${where}: ${error.message}`, error.hint, error)
  }
}

/** The system prompt of the row, whose braces can be ordinary text, or else the filled-in one of the settings. */
function systemOf(
  own: string | undefined,
  values: Row['fields'],
  where: string,
  { system, notes = NO_NOTES }: RowOptions,
): string | undefined {
  if (own !== undefined) return fillPrompt(own, values, where, { ...notes, isStrict: false })
  return system === undefined ? undefined : fillTemplate(system, values, `${where}: the system prompt`, notes)
}

function textOf(
  fields: Row['fields'],
  rowVars: Row['fields'] | undefined,
  { template, vars, promptField, notes = NO_NOTES }: RowOptions,
  where: string,
): string {
  const values: Row['fields'] = { ...fields, ...vars, ...rowVars }
  const refuseBlank = (text: string, names: readonly string[]): string => {
    const own = names.filter((each) => Object.hasOwn({ ...rowVars }, each) || !Object.hasOwn(vars, each))
    if (own.length === 0 || !own.every((each) => isBlank(values[each]))) return text
    const braced = own.map((each) => `{{${each}}}`).join(', ')
    throw new UsageError(`${where}: ${braced} ${own.length === 1 ? 'is' : 'are'} empty`, EMPTY_ROW)
  }
  if (template !== undefined) {
    return refuseBlank(fillTemplate(template, values, where, notes), placeholdersIn(template))
  }
  const text = fields[promptField]
  if (text === undefined) {
    const hint = `${didYouMean(promptField, Object.keys(fields))}; name the field with --prompt-field, or use --template`
    throw new UsageError(`${where}: no field "${promptField}"`, hint)
  }
  if (typeof text !== 'string') throw new UsageError(`${where}: "${promptField}" is not a string`)
  if (!hasBraces(text)) return text
  const { [promptField]: _, ...known } = values
  // If no values are given, other braces in a prompt are ordinary text.
  const isStrict = hasAny(vars) || (rowVars !== undefined && hasAny(rowVars))
  const names = placeholdersIn(text).filter((each) => Object.hasOwn(known, each))
  return refuseBlank(fillPrompt(text, known, where, { ...notes, isStrict }), names)
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
