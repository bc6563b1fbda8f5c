/** Flags that are short forms of a validator: `--max-words 600` for `--validator length:max=600,unit=words`. */
import { Option, type Command } from 'commander'
import { longFlag } from '../../config/setting.ts'
import { placeholdersIn } from '../../config/rules/placeholders.ts'
import { UsageError } from '../../core/errors.ts'
import type { NamedOptions } from '../../core/types.ts'
import { argumentOf, atLeastZero, collectList } from './arguments.ts'

interface Shorthand {
  readonly usage: string
  readonly help: string
  /** The option of the validator that this flag sets. */
  readonly option: string
}

/** Defines `--min-words` and `--max-words`, or `--min-chars` and `--max-chars`. */
const lengthIn = (unit: 'words' | 'characters', suffix: 'words' | 'chars') => ({
  validator: { name: 'length', unit },
  flags: ['min', 'max'].map((option) => ({
    usage: `--${option}-${suffix} <number>`,
    help: `${option}imum ${unit}; short for length:${option}=N,unit=${unit}`,
    option,
  })),
})

/** All flags of one entry set options of the same validator. */
const SHORTHANDS: readonly { readonly validator: NamedOptions; readonly flags: readonly Shorthand[] }[] = [
  lengthIn('words', 'words'),
  lengthIn('characters', 'chars'),
  {
    validator: { name: 'content' },
    flags: [{ usage: '--require <a,b>', help: 'terms that must occur; repeatable', option: 'required' }],
  },
  {
    validator: { name: 'content' },
    flags: [{ usage: '--forbid <a,b>', help: 'terms that must not occur; repeatable', option: 'forbidden' }],
  },
]

/** By the name of the flag without dashes; lists take several terms. */
export const shorthandNames: ReadonlyMap<string, { readonly attribute: string; readonly isList: boolean }> =
  new Map(
    SHORTHANDS.flatMap(({ flags }) => flags).map(({ usage }) => {
      const option = new Option(usage)
      return [option.name(), { attribute: option.attributeName(), isList: !usage.endsWith('<number>') }]
    }),
  )

export function addShorthands(command: Command): void {
  for (const { usage, help } of SHORTHANDS.flatMap(({ flags }) => flags)) {
    if (usage.endsWith('<number>')) command.option(usage, help, numberOrField(longFlag(usage)))
    else command.option(usage, help, collectList)
  }
}

/** Parses a number, or leaves `{{field}}`, which each row fills in. */
function numberOrField(flag: string): (text: string) => number | string {
  const parse = argumentOf(flag, atLeastZero)
  return (text) => (placeholdersIn(text).length > 0 ? text : parse(text))
}

/** Turns the given flags into validators. `valueOf` returns the value of a flag such as `--min-words`. */
export const validatorsFromShorthands = (valueOf: (flag: string) => unknown): NamedOptions[] =>
  SHORTHANDS.flatMap(({ validator, flags }) => {
    const given = flags
      .map(({ usage, option }) => ({ flag: longFlag(usage), option, value: valueOf(longFlag(usage)) }))
      .filter(({ value }) => value !== undefined)
    const blank = given.find(({ value }) => Array.isArray(value) && value.length === 0)
    if (blank) throw new UsageError(`${blank.flag} names no terms`, 'separate terms with commas: a,b')
    const [min, max] = given
    if (min && max && Number(min.value) > Number(max.value)) {
      throw new UsageError(`${min.flag} ${String(min.value)} is more than ${max.flag} ${String(max.value)}`)
    }
    const options = Object.fromEntries(given.map(({ option, value }) => [option, value]))
    return given.length === 0 ? [] : [{ ...validator, ...options }]
  })
