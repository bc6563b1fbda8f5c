/** Turns commander's errors into usage errors in the words of sifaka, each with a hint what to do. */
import { Help, type Command, type CommanderError } from 'commander'
import { UsageError } from '../../core/errors.ts'
import { joinOr } from '../../util/join-or.ts'
import { didYouMean, findSimilar } from '../../util/lookup.ts'
import { formatCount } from '../../util/units.ts'
import { commandExample } from './help-texts.ts'

export function explainUsageErrors(command: Command): void {
  command.exitOverride((error) => {
    throw describeUsageError(error, command)
  })
  // Commander shows the help of the program for the help of a command that does not exist.
  command.addHelpText('before', () => {
    const [name] = command.args
    const isKnown = command.commands.some((each) => each.name() === name)
    if (command.commands.length === 0 || isKnown || name === undefined || name.startsWith('-')) return ''
    throw unknownCommand(command, name)
  })
}

/** Commander also throws when it has printed the help: such an error stays as it is. */
function describeUsageError(error: CommanderError, command: Command): Error {
  const names = pathOf(command)
  const name = names.join(' ')
  const help = `see ${['sifaka', ...names].join(' ')} --help`
  const [, quoted = ''] = /'(.*)'/s.exec(error.message) ?? []
  const { args, registeredArguments } = command
  switch (error.code) {
    case 'commander.unknownCommand':
      return unknownCommand(command, args[0] ?? '')
    case 'commander.excessArguments': {
      const most = registeredArguments.length
      const limit = most === 0 ? 'no argument' : `at most ${formatCount(most, 'argument')}`
      return new UsageError(
        `${name} takes ${limit}, but "${args[most] ?? ''}" is given`,
        `for example: ${commandExample(names, ' -')}; ${help}`,
      )
    }
    case 'commander.missingArgument':
      return new UsageError(
        `${name}: <${quoted}> is missing`,
        `for example: ${commandExample(names)}; ${help}`,
      )
    case 'commander.invalidArgument': {
      const [, flag, value, argument, choices = ''] = INVALID.exec(error.message) ?? []
      const place = flag ?? `<${argument}>`
      return new UsageError(`${place} must be ${joinOr(choices.split(', '))}, not "${value}"`)
    }
    case 'commander.optionMissingArgument':
      return new UsageError(`the value of ${quoted} is missing`, help)
    case 'commander.unknownOption':
      return unknownFlag(command, quoted, help)
    default:
      return error.message === HELP_SHOWN || error.exitCode === 0
        ? error
        : new UsageError(error.message.replace(/^error: /, ''), help)
  }
}

const INVALID =
  /^error: (?:option '.*?(--[\w-]+)[^']*' argument|command-argument value) '(.*)' is invalid(?: for argument '(.*)')?\. Allowed choices are (.*)\.$/s

/** The message of commander's error when it has shown the help because a command is missing. */
const HELP_SHOWN = '(outputHelp)'

function unknownFlag(command: Command, given: string, help: string): UsageError {
  const [flag = given] = given.split('=')
  const known = [...new Help().visibleOptions(command), ...command.options].flatMap(({ long }) => long ?? [])
  if (known.includes(flag)) return new UsageError(`${flag} takes no value, but "${given}" is given`, help)
  const meant = findSimilar(flag, known)
  return new UsageError(`unknown flag ${flag}`, meant === undefined ? help : `did you mean ${meant}?`)
}

export const unknownCommand = (parent: Command, name: string): UsageError =>
  new UsageError(
    `unknown command "${[...pathOf(parent), name].join(' ')}"`,
    didYouMean(
      name,
      new Help().visibleCommands(parent).map((each) => each.name()),
    ),
  )

/** The names of the commands above this one and its own, without the program's. */
const pathOf = (command: Command): string[] =>
  command.parent ? [...pathOf(command.parent), command.name()] : []
