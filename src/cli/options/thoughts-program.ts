/** The commands `sifaka thoughts ...` and their flags. */
import { Option, type Command } from 'commander'
import { OUTCOMES } from '../../core/types.ts'
import { exportFormats } from '../../report/thoughts/export.ts'
import { atLeastOne, numberOption } from './arguments.ts'
import { addFileOptions, addDocumentOptions, type CommandRunner } from './validate-program.ts'

export function addThoughtsCommands(program: Command, run: CommandRunner): void {
  const thoughts = program
    .command('thoughts')
    .summary('list, show, search and verify stored thoughts')
    .description('The record of all runs: each prompt with its drafts, checks, critiques and costs.')
  const command = (usage: string, description: string) =>
    addFileOptions(thoughts.command(usage).description(description))

  addListOptions(command('list', 'list thoughts, newest first')).action(
    run(async () => (await import('../commands/thoughts/list.ts')).listThoughts),
  )
  addListOptions(command('search', 'find thoughts whose prompt and drafts contain all words'))
    .argument('<words...>', 'words to search for')
    .action(run(async () => (await import('../commands/thoughts/list.ts')).searchThoughts))
  command('show', 'show a thought with its iterations')
    .argument('<id>', 'id, the beginning of an id, or latest')
    .option('--overview', 'only totals, as JSON')
    .addOption(numberOption('--iteration', 'only this iteration, with its draft', atLeastOne))
    .option('--messages', 'the messages that requested the drafts')
    .option('--critics', 'only what critics said')
    .option('--validations', 'only what validators found')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('../commands/thoughts/show.ts')).showThought))
  command('diff', 'show the words that changed between drafts, and what that fixed and broke')
    .argument('<id>', 'id, the beginning of an id, or latest')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('../commands/thoughts/show.ts')).diffThought))
  const exporting = addFilters(command('export', 'write thoughts as JSON lines or CSV'))
  addDocumentOptions(exporting, exportFormats, 'jsonl').action(
    run(async () => (await import('../commands/thoughts/export.ts')).exportThoughts),
  )
  command(
    'verify',
    'check that no stored thought was changed or removed; exits with code 5 if one was',
  ).action(run(async () => (await import('../commands/thoughts/verify.ts')).verifyThoughts))
  addFilters(command('prune', 'delete the texts of old thoughts; figures and hashes stay'))
    .option('--older-than <age>', 'for example 30d (default: the setting storeRetention)')
    .action(run(async () => (await import('../commands/thoughts/prune.ts')).pruneThoughts))
}

const addFilters = (command: Command): Command =>
  command
    .option('--run <id>', 'only thoughts of this run')
    .option('--label <name>', 'only thoughts of runs with this label')
    .addOption(new Option('--outcome <outcome>', 'only this outcome').choices(OUTCOMES))
    .option('-m, --model <provider:model>', 'only thoughts of this writing model')
    .option('--failing <validator>', 'only thoughts in which this validator failed a draft')
    .option('--since <date>', 'only thoughts from this date or time (UTC) or age on, for example 7d')
    .option('--before <date>', 'only thoughts before this date, time or age')

const addListOptions = (command: Command): Command =>
  addFilters(command)
    .addOption(numberOption('--limit', 'at most this number of thoughts', atLeastOne, 50))
    .option('--json', 'as JSON lines')
