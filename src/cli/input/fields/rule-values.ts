import { UsageError } from '../../../core/errors.ts'
import { ownValue } from '../../../util/lookup.ts'
import { noValue, type FieldValues, type FillNotes, NO_NOTES } from '../../../config/rules/fill-texts.ts'

/** Returns the values of the fields that the rules contain; undefined without such fields. */
export function ruleValues(
  fields: readonly string[] | undefined,
  values: FieldValues,
  where: string,
  { used }: FillNotes = NO_NOTES,
): FieldValues | undefined {
  if (fields === undefined || fields.length === 0) return undefined
  return Object.fromEntries(
    fields.map((field) => {
      const value = ownValue(values, field)
      if (value === undefined) noValue(field, values, where)
      if (value === null || value === '') {
        throw new UsageError(`${where}: {{${field}}} is empty, and a rule needs it`, 'fill in the field')
      }
      used(field)
      return [field, value]
    }),
  )
}
