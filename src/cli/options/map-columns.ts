/** `--map FIELD=COLUMN`: columns that have other names than the fields that sifaka reads. */
import type { Command } from 'commander'
import { UsageError } from '../../core/errors.ts'
import { shorthandNames } from './shorthands.ts'

/** The column of each field. */
type ColumnMap = Readonly<Record<string, string>>

/** Collects the values of `--map field=column`; a colon may replace the equals sign. */
export function collectColumn(pair: string, before: ColumnMap = {}): ColumnMap {
  const [, field = '', column = ''] = /^([\w-]+)[=:](.+)$/s.exec(pair) ?? []
  if (field === '') throw new UsageError(`--map must be field=column, not "${pair}"`)
  if (Object.hasOwn(before, field)) {
    throw new UsageError(`--map ${field} is given twice: "${before[field]}" and "${column}"`, 'give it once')
  }
  return { ...before, [field]: column }
}

/**
 * Turns parts of `--map` into the flags that mean the same: `prompt` and `id` into `--prompt-field` and `--id-field`,
 * and `require` into `--require '{{column}}'`, like all flags that are short forms of validators.
 */
export function applyMap(command: Command): void {
  const map: ColumnMap = command.opts<{ map?: ColumnMap }>().map ?? {}
  for (const [field, column] of Object.entries(map)) {
    if (field === 'prompt' || field === 'id') set(command, `${field}Field`, `--${field}-field`, field, column)
    const shorthand = shorthandNames.get(field)
    if (shorthand === undefined) continue
    const value = `{{${column}}}`
    set(command, shorthand.attribute, `--${field}`, field, shorthand.isList ? [value] : value)
  }
}

function set(command: Command, attribute: string, flag: string, field: string, value: unknown): void {
  if (command.getOptionValueSource(attribute) === 'cli') {
    throw new UsageError(`${flag} and --map ${field} exclude each other`, 'give one of them')
  }
  command.setOptionValue(attribute, value)
}
