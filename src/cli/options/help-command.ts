/** `sifaka help COMMAND`: commander's own shows the help of the program for a command that does not exist. */
import type { Command } from 'commander'
import { unknownCommand } from './usage-errors.ts'

export const HELP = 'help'

export function addHelpCommand(parent: Command): void {
  parent
    .helpCommand(false)
    .command(HELP)
    .argument('[command...]')
    .description('display help for command')
    .action((names: readonly string[]) => {
      const find = (command: Command, name: string): Command => {
        const found = command.commands.find((each) => each.name() === name)
        if (found) return found
        throw unknownCommand(command, name)
      }
      names.reduce(find, parent).help()
    })
}
