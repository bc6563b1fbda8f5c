/** Refuses flags that are given twice, that exclude each other, or that name nothing: they would have no effect. */
import type { Command, Option } from 'commander'
import { UsageError } from '../../core/errors.ts'
import { collect, collectList, collectMetric, collectModels, collectVariable } from './arguments.ts'
import { collectColumn } from './map-columns.ts'

const COLLECTORS: readonly unknown[] = [
  collect,
  collectList,
  collectMetric,
  collectModels,
  collectVariable,
  collectColumn,
]

/** Flags of which only one may be given. */
const EXCLUSIVE: readonly (readonly string[])[] = [
  ['--stream', '--no-stream'],
  ['--no-cache', '--refresh-cache'],
  ['--critic', '--no-critics'],
  ['--csv-bom', '--no-csv-bom'],
  ['--quiet', '--log-level'],
  ['--verbose', '--log-level'],
  ['--force', '--resume'],
  ['--force', '--retry-failed'],
  ['--overview', '--iteration'],
  ['--overview', '--messages'],
  ['--overview', '--critics'],
  ['--overview', '--validations'],
  ['--older-than', '--before'],
]

export function refuseRepeats(command: Command): void {
  const given = new Set<string>()
  for (const option of command.options) {
    if (option.required && !COLLECTORS.includes(option.parseArg)) takeOnce(option)
    const name = option.name()
    const isNamed = /<(?:file|dir|name)>$/.test(option.flags)
    command.on(`option:${name}`, (value: unknown) => {
      if (isNamed && value === '')
        throw new UsageError(`--${name} is given an empty name`, 'is it an unset variable of the shell?')
      given.add(option.long ?? name)
      const both = EXCLUSIVE.find((flags) => flags.every((flag) => given.has(flag)))
      if (both) throw new UsageError(`${both.join(' and ')} exclude each other`, 'give one of them')
    })
  }
}

/** Wraps the parser of the option, so that a second argument is an error that names both. */
function takeOnce(option: Option): void {
  const parse = option.parseArg
  let first: string | undefined
  option.argParser((text: string, previous: unknown) => {
    if (first !== undefined) {
      throw new UsageError(`${option.long} is given twice: "${first}" and "${text}"`, 'give it once')
    }
    first = text
    return parse ? parse(text, previous) : text
  })
}
