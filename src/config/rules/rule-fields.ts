/** `{{field}}` in the options of validators and critics: it stands for a value that each prompt has. */
import { hasBraces, isFieldName, placeholdersIn, replacePlaceholders, toText } from './placeholders.ts'
import type { OptionKinds } from '../spec.ts'

/** Returns the value of a field; throws if there is none. */
type ValueOf = (field: string) => unknown

/** Whether a text in the value contains braces that filling in changes. */
export const needsFilling = (value: unknown): boolean =>
  textsIn(value).some((text) => hasBraces(text) && replacePlaceholders(text, () => '') !== text)

/** The names of the fields in the value, each once. */
export const fieldsIn = (value: unknown): string[] => [...new Set(textsIn(value).flatMap(placeholdersIn))]

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

const WHOLE = /^\{\{([^{}\r\n]+)\}\}$/

/** Fills in one option. A value is data: it never adds an option, and its own braces and separators are text. */
export function fillOption(option: unknown, kinds: OptionKinds[string], valueOf: ValueOf): unknown {
  if (typeof option !== 'string') return fillInside(option, valueOf)
  const value = valueIn(option, valueOf)
  if (typeof value !== 'string') {
    const kind = Array.isArray(value) ? 'array' : (typeof value as OptionKinds[string][number])
    return kinds.includes(kind) ? value : fromText(toText(value), kinds)
  }
  return fromText(value, kinds)
}

function fromText(text: string, kinds: OptionKinds[string]): unknown {
  if (kinds.includes('number') && /^\s*[-+]?\d+(\.\d+)?\s*$/.test(text)) return Number(text)
  if (kinds.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  return kinds.includes('array') && !kinds.includes('string') ? [text] : text
}

/** In a list, a field that is a list itself stands for its items. */
function fillInside(value: unknown, valueOf: ValueOf): unknown {
  if (typeof value === 'string') return valueIn(value, valueOf)
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => {
      const filled = fillInside(item, valueOf)
      const items: unknown[] = typeof item === 'string' && Array.isArray(filled) ? filled : [filled]
      return typeof item === 'string' ? items.map(toText) : items
    })
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillInside(inner, valueOf)]))
}

function valueIn(text: string, valueOf: ValueOf): unknown {
  const field = WHOLE.exec(text)?.[1]?.trim()
  return field === undefined ? replacePlaceholders(text, (name) => toText(valueOf(name))) : valueOf(field)
}

/** Options that decide what is run, read or called: no row may choose that. */
const PLACE = /(?:^|[a-z])(?:path|file|dir|folder|url|address|host|run|command|dictionary)$/i

/** The names of options that decide what is run, read or called. */
export const placesIn = (
  options: Readonly<Record<string, unknown>>,
  places: readonly string[] = [],
): string[] => Object.keys(options).filter((key) => PLACE.test(key) || places.includes(key))

/** The fields in options that must not depend on a row. */
export const forbiddenFields = (
  options: Readonly<Record<string, unknown>>,
  runsCode: boolean,
  places: readonly string[] = [],
): string[] =>
  (runsCode ? Object.keys(options) : placesIn(options, places))
    .flatMap((key) => fieldsIn(options[key]))
    .filter(isFieldName)
