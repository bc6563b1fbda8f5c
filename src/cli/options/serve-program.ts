/** The commands that other programs use: `serve`, `mcp` and `sim`. */
import { Option, type Command } from 'commander'
import { duration } from '../../config/setting-types.ts'
import { toMs } from '../../util/duration.ts'
import { FLAG_GROUPS } from '../../config/setting.ts'
import { argumentOf, atLeastOne, portNumber, numberOption } from './arguments.ts'
import type { AddSettings } from './settings.ts'
import { addGeneralOptions, type CommandRunner } from './validate-program.ts'

const addServiceOptions = (command: Command): Command =>
  addGeneralOptions(
    command.optionsGroup(FLAG_GROUPS.output).option('-v, --verbose', 'more details about errors and retries'),
  )

export function addServeCommand(program: Command, run: CommandRunner, addSettings: AddSettings): void {
  const command = program
    .command('serve')
    .summary('serve improve and validate over HTTP, with the APIs of OpenAI, Groq and Anthropic')
    .description(
      'Serve over HTTP with the APIs of OpenAI, Groq and Anthropic: applications get texts that were validated and improved. The settings apply to each request, and so does the deadline (default: 10m). SIFAKA_SERVE_TOKENS holds the tokens of the clients, separated by commas.',
    )
    .addOption(numberOption('--port', 'port to listen on; 0 for any free one', portNumber, 8080))
    .option('--host <address>', 'address to listen on; all but loopback need tokens', '127.0.0.1')
    .addOption(
      numberOption('--max-requests', 'maximum requests in progress; more are refused', atLeastOne, 512),
    )
    .addOption(numberOption('--max-body-bytes', 'maximum size of a request', atLeastOne, 4_000_000))
    .addOption(
      numberOption(
        '--max-client-tokens',
        'refuse clients whose requests have used this many tokens of models since the service started',
        atLeastOne,
      ),
    )
    .action(run(async () => (await import('../commands/serve.ts')).serveCommand))
  addServiceOptions(addSettings(command, 'improve'))
}

export function addMcpCommand(program: Command, run: CommandRunner, addSettings: AddSettings): void {
  const command = program
    .command('mcp')
    .summary('let agents improve and validate texts, over the Model Context Protocol')
    .description(
      'Serve the tools improve, validate and list_validators to the agent that starts this command, over the Model Context Protocol on standard input and output. The settings apply to each call, and so does the deadline (default: 10m).',
    )
    .action(run(async () => (await import('../commands/mcp.ts')).mcpCommand))
  addServiceOptions(addSettings(command, 'improve'))
}

export function addWorkerCommand(program: Command, run: CommandRunner, addSettings: AddSettings): void {
  const command = program
    .command('worker')
    .summary('work on the prompts of batches that run with --queue')
    .description(
      'Take prompts from a queue and work on them until stopped; run it on any number of machines. The batch decides about the texts; keys, addresses of providers and the cache are those of this machine.',
    )
    .optionsGroup(FLAG_GROUPS.limits)
    .addOption(
      new Option(
        '--takeover <duration>',
        'prompts of a worker that has not answered for this time go to other workers',
      )
        .argParser(argumentOf('--takeover', takeover))
        .default('20s'),
    )
    .action(run(async () => (await import('../commands/worker.ts')).workerCommand))
  addServiceOptions(addSettings(command, 'worker'))
}

/** With a shorter time, a machine that pauses briefly would count as dead. */
const takeover = duration.refine((text) => toMs(text) >= 1000, { error: 'must be 1s or more' })

export function addSimCommand(program: Command, run: CommandRunner): void {
  program
    .command('sim')
    .summary('serve the simulated provider over HTTP')
    .description('Serve the simulated provider over HTTP, with the APIs of OpenAI, Anthropic and Groq.')
    .addOption(numberOption('--port', 'port to listen on; 0 for any free one', portNumber, 8787))
    .option('--profile <file>', 'JSON file with the latency, rate limits and faults to simulate')
    .action(run(async () => (await import('../commands/sim.ts')).simCommand))
}
