/** `sifaka help COMMAND`: commander's own shows the help of the program for a command that does not exist. */
import type { Command } from 'commander'
import { UsageError } from '../../core/errors.ts'
import { getByName } from '../../util/lookup.ts'

export const HELP = 'help'

export function addHelpCommand(parent: Command): void {
  parent
    .helpCommand(false)
    .command(HELP)
    .argument('[command...]')
    .description('display help for command')
    .action((names: readonly string[]) => {
      const find = (command: Command, name: string): Command =>
        getByName(
          command.commands.map((each) => ({ name: each.name(), command: each })),
          name,
          (hint) => new UsageError(`unknown command "${[...pathOf(command), name].join(' ')}"`, hint),
        ).command
      names.reduce(find, parent).help()
    })
}

/** The names of the commands above this one and its own, without the program's. */
const pathOf = (command: Command): string[] =>
  command.parent ? [...pathOf(command.parent), command.name()] : []
