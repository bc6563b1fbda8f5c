/**
 * The commands that explain the program or find faults: `list`, `doctor`, `audit-critics`, `bench`, `completion` and
 * `man`.
 */
import { Argument, Option, type Command } from 'commander'
import * as z from 'zod'
import { FLAG_GROUPS, percentage } from '../../config/setting.ts'
import { benchFormats } from '../commands/bench/render.ts'
import { argumentOf, collect, collectList, collectModels, numberOption } from './arguments.ts'
import { COMPLETED_SHELLS } from './flags.ts'
import type { AddSettings } from './settings.ts'
import {
  addConfigOptions,
  addFileOptions,
  addGeneralOptions,
  type CommandRunner,
} from './validate-program.ts'

export function addListCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('list')
    .summary('list validators, critics, providers, ..., or the options of one')
    .description(
      'List everything that settings and flags can name, or describe one validator, critic, provider, ...',
    )
    .argument('[kind|name]', 'for example critics, or the name of one; without it, all kinds are listed')
    .option('--json', 'as JSON; for a name, the JSON Schema of its options')
    .option('--plugin <file>', 'include the validators and critics of a plugin; repeatable', collect)
    .action(run(async () => (await import('../commands/list/list.ts')).listCommand))
  addConfigOptions(command)
}

export function addDoctorCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('doctor')
    .summary('find out what keeps sifaka from working')
    .description(
      'Check versions, settings, keys, hosts and models, and say what to mend. Nothing is billed. Exits with 1 if something needs mending.',
    )
    .option('--json', 'as JSON')
    .action(run(async () => (await import('../commands/doctor/doctor.ts')).doctorCommand))
  addFileOptions(command)
}

export function addCompletionCommand(program: Command, run: CommandRunner): void {
  program
    .command('completion')
    .summary('print the completion script of a shell')
    .description('Print the completion script of a shell, for example: source <(sifaka completion bash)')
    .addArgument(new Argument('<shell>', 'the shell').choices(COMPLETED_SHELLS))
    .action(run(async () => (await import('../commands/completion.ts')).completionCommand))
}

export function addManCommand(program: Command, run: CommandRunner): void {
  program
    .command('man', { hidden: true })
    .description('print the man page')
    .action(run(async () => (await import('../commands/completion.ts')).manCommand))
}

export function addBenchCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('bench')
    .summary('measure how fast sifaka is, on simulated models or a real one')
    .description(
      'Measure the time, calls, tokens and memory of typical work on simulated models, and compare them with targets. Exits with 1 if a target is missed.',
    )
    .option(
      '--scenario <name,...>',
      'only these scenarios; repeatable (default: all; see --list)',
      collectList,
    )
    .option('--list', 'print the scenarios')
    .option('--scale <factor>', 'multiply the latencies of the simulated models by this', scaleOf)
    .option('--simulated', 'measure in virtual time all that has simulated latencies')
    .option(
      '-m, --model <provider:model>',
      'run the first scenarios on a real model; prints the expected cost first',
      collectModels,
    )
    .option(
      '--max-cost <usd>',
      'with --model: maximum cost, in USD',
      argumentOf('--max-cost', z.number().positive()),
    )
    .addOption(
      new Option('--format <format>', 'format of the tables')
        .choices(Object.keys(benchFormats))
        .default('text'),
    )
    .option('-q, --quiet', 'only the tables')
    .action(run(async () => (await import('../commands/bench/bench.ts')).benchCommand))
  addFileOptions(command)
}

const scaleOf = argumentOf('--scale', z.number().positive().max(100))

export function addAuditCommand(program: Command, run: CommandRunner, addSettings: AddSettings): void {
  const command = program
    .command('audit-critics')
    .summary('test critics and their models on good and bad texts')
    .description(
      'Ask critics about good texts, bad texts, and bad texts with injected words that ask for an approval, and print how often they are wrong. Exits with 1 if a critic approves too many bad texts.',
    )
    .optionsGroup(FLAG_GROUPS.rules)
    .addOption(
      numberOption(
        '--repeats',
        'ask about each text this number of times, 1 to 20',
        z.int().min(1).max(20),
        3,
      ),
    )
    .option(
      '--max-false-pass <percent>',
      'exit with 1 if a critic approves a larger share of the bad texts',
      argumentOf('--max-false-pass', percentage('must be a percentage, for example 5%')),
      '5%',
    )
    .optionsGroup(FLAG_GROUPS.output)
    .option('--json', 'as JSON')
    .option('-q, --quiet', 'only the result')
    .action(run(async () => (await import('../commands/audit-critics/audit-critics.ts')).auditCriticsCommand))
  addGeneralOptions(addSettings(command, 'audit-critics'))
}
