/** The commands that explain the program or find faults: `list`, `doctor`, `completion` and `man`. */
import { Argument, type Command } from 'commander'
import { collect } from './arguments.ts'
import { addConfigOptions, addEnvFileOption, type CommandRunner } from './validate-program.ts'

export function addListCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('list')
    .summary('list validators, critics, providers, ..., or the options of one')
    .description(
      'List everything that settings and flags can name, or describe one validator, critic, provider, ...',
    )
    .argument(
      '[kind|name]',
      'validators, classifiers, critics, providers, stores, formats, profiles, or a name',
    )
    .option('--json', 'as JSON; for a name, the JSON Schema of its options')
    .option('--plugin <file>', 'include the validators and critics of a plugin; repeatable', collect)
    .action(run(async () => (await import('../commands/list/list.ts')).listCommand))
  addConfigOptions(command)
}

export function addToolCommands(program: Command, run: CommandRunner): void {
  const doctor = program
    .command('doctor')
    .summary('find out what keeps sifaka from working')
    .description(
      'Check versions, settings, keys, hosts and models, and say what to mend. Nothing is billed. Exits with 1 if something needs mending.',
    )
    .option('--json', 'as JSON')
    .action(run(async () => (await import('../commands/doctor/doctor.ts')).doctorCommand))
  addEnvFileOption(addConfigOptions(doctor))
  program
    .command('completion')
    .summary('print the completion script of a shell')
    .description('Print the completion script of a shell, for example: source <(sifaka completion bash)')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .action(run(async () => (await import('../commands/completion.ts')).completionCommand))
  program
    .command('man', { hidden: true })
    .description('print the man page')
    .action(run(async () => (await import('../commands/completion.ts')).manCommand))
}
