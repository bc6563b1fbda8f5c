/** Parsers for the arguments of flags. Each throws a `UsageError` that names the flag. */
import { Option } from 'commander'
import * as z from 'zod'
import { describeIssues } from '../../util/schemas/issues.ts'
import { modelName } from '../../config/setting-types.ts'
import { valueFromText } from '../../config/setting.ts'
import { UsageError } from '../../core/errors.ts'
import { COMPARED_METRICS, type Metric } from '../../report/compare/comparison.ts'
import type { RowRange } from '../input/choose-rows.ts'

/** Returns a parser for arguments of this type. Its errors read `--limit must be 1 or more, not 0`. */
export const argumentOf =
  <T>(flag: string, type: z.ZodType<T>) =>
  (text: string): T => {
    const value = valueFromText(text, type)
    const { data, error } = type.safeParse(value)
    const [fault] = describeIssues(error?.issues ?? [], type, value, () => flag)
    if (fault === undefined) return data as T
    throw new UsageError(fault.message, fault.hint)
  }

export const atLeastOne = z.int().min(1)
export const atLeastZero = z.int().min(0)
export const portNumber = z.int().min(0).max(65_535)

/** A flag such as `--limit <number>`. */
export const numberOption = (
  flag: string,
  help: string,
  type: z.ZodType<number>,
  byDefault?: number,
): Option => new Option(`${flag} <number>`, help).argParser(argumentOf(flag, type)).default(byDefault)

/** Collects the values of a flag that can be repeated. */
export const collect = (text: string, before: readonly string[] = []): string[] => [...before, text]

/** Collects the values of a flag that can be repeated and whose values are lists such as `a,b`. */
export const collectList = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  ...text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
]

/** Collects the values of `--metric`, without repetitions. */
export const collectMetric = (text: string, before: readonly Metric[] = []): Metric[] => [
  ...new Set([...before, argumentOf('--metric', z.enum(COMPARED_METRICS))(text)]),
]

/** Collects models that are given as `a` or `a,b`. */
export const collectModels = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  ...text.split(',').map((name) => argumentOf('--model', modelName)(name.trim())),
]

/** Collects the values of `--var name=value`. */
export function collectVariable(
  pair: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const equals = pair.indexOf('=')
  if (equals < 1) throw new UsageError(`--var must be name=value, not "${pair}"`)
  const [name, value] = [pair.slice(0, equals), pair.slice(equals + 1)]
  if (Object.hasOwn(before, name)) {
    throw new UsageError(`--var ${name} is given twice: "${before[name]}" and "${value}"`, 'give it once')
  }
  return { ...before, [name]: value }
}

/** Parses `10:20`, `10:`, `:20` or `10`; rows are counted from 1. */
export function parseRange(text: string): RowRange {
  const [, first = '', colon, second = ''] = /^(\d*)(:?)(\d*)$/.exec(text) ?? []
  const from = first === '' ? 1 : Number(first)
  const to = colon === ':' ? (second === '' ? Infinity : Number(second)) : from
  if (first + second === '' || from < 1 || to < from) {
    throw new UsageError(`--range must be rows counted from 1, for example 10:20, 10: or :20, not "${text}"`)
  }
  return { from, to }
}

/** Parses the argument of `--delimiter` or `--csv-delimiter`: one character, or `tab` or `\\t` for a tab. */
export const delimiterParser =
  (flag: string) =>
  (text: string): string => {
    const delimiter = ['tab', '\\t'].includes(text) ? '\t' : text
    if (delimiter.length === 1 && !/["\r\n]/.test(delimiter)) return delimiter
    throw new UsageError(`${flag} must be one character or "tab", not "${text}"`)
  }
