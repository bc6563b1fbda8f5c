/** What the help of each command shows below its flags: examples, and exit codes where scripts need them. */
import type { Command } from 'commander'
import { roleModels } from '../../config/role-models.ts'
import type { ExitCode } from '../exit-codes.ts'

interface HelpText {
  readonly examples: readonly string[]
  readonly exitCodes?: Partial<Readonly<Record<ExitCode, string>>>
}

const ALL_EXIT_CODES: Readonly<Record<ExitCode, string>> = {
  0: 'all accepted (batch: or as many as --fail-under and --max-errors allow)',
  1: 'finished, and some are not accepted',
  2: 'usage, settings, input or key: nothing was sent',
  3: 'provider errors left rows undone; batch --resume goes on',
  4: 'stopped by the budget or the deadline; batch --resume goes on',
  5: 'a stored thought or a results file was changed or is damaged',
  70: 'a bug in sifaka',
  130: 'interrupted (Ctrl-C); results so far are written',
  143: 'terminated; results so far are written',
}

const { 70: bug, 130: interrupted, 143: terminated } = ALL_EXIT_CODES
const ENDINGS = { 70: bug, 130: interrupted, 143: terminated }

/** By the path of the command; '' is the program itself. */
const HELP_TEXTS: Readonly<Record<string, HelpText>> = {
  '': {
    examples: [
      `sifaka improve "Write about renewable energy" --model ${roleModels.small} --min-words 400`,
      'sifaka batch prompts.txt --concurrency 10 -o results.jsonl --report report.md',
      'sifaka validate "docs/**/*.md" --validator markdown --max-words 900',
      'sifaka improve "Write a haiku" --model sim:writer   # a simulated model: no key, no network',
    ],
    exitCodes: ALL_EXIT_CODES,
  },
  improve: {
    examples: [
      'sifaka improve "Write about renewable energy" --min-words 400 --max-words 600',
      'cat brief.md | sifaka improve - --critic constitutional --trace',
      'sifaka improve --file brief.md --draft draft.md -o final.md',
    ],
    exitCodes: ALL_EXIT_CODES,
  },
  batch: {
    examples: [
      'sifaka batch prompts.txt --concurrency 10 -o results.jsonl --report report.md',
      'sifaka batch products.csv --template "Describe {{name}}" --require "{{name}}" -o texts.csv',
      'sifaka batch prompts.txt -o results.jsonl --resume',
      'sifaka batch prompts.txt --dry-run',
      'SIFAKA_QUEUE=redis://queue.example.com:6379 sifaka batch prompts.txt -o results.jsonl',
    ],
    exitCodes: ALL_EXIT_CODES,
  },
  compare: {
    examples: [
      'sifaka compare old.jsonl new.jsonl',
      'sifaka compare baseline candidate --fail-on-regression   # two labels',
      'sifaka compare baseline candidate --metric success --metric cost --tolerance 2% -o change.md',
    ],
    exitCodes: {
      0: 'compared',
      1: 'with --fail-on-regression: B is worse',
      2: 'usage, or runs that cannot be compared',
      5: 'a results file or a stored thought is damaged',
    },
  },
  report: {
    examples: [
      'sifaka report latest',
      'sifaka report results.jsonl -o run.html',
      'sifaka report latest --prompt p17 -o run.html',
    ],
  },
  validate: {
    examples: [
      'sifaka validate "docs/**/*.md" --validator markdown --max-words 900',
      'sifaka validate drafts.jsonl --format jsonl > checked.jsonl',
      'sifaka validate - --stdin-filename README.md --format github --require install,license < README.md',
    ],
    exitCodes: {
      0: 'all passed',
      1: 'some did not pass, or there are more warnings than --max-warnings',
      2: 'usage, settings, or a validator that could not answer',
      4: 'stopped by the budget',
      ...ENDINGS,
    },
  },
  serve: {
    examples: [
      'sifaka serve --port 8080 --critic reflexion',
      'sifaka serve --host 0.0.0.0 --max-requests 100   # needs SIFAKA_SERVE_TOKENS',
    ],
    exitCodes: {
      2: 'usage, settings, a key, or a port that is taken: nothing was served',
      70: bug,
      130: 'interrupted (Ctrl-C), after the requests in progress',
      143: 'terminated, after the requests in progress',
    },
  },
  worker: {
    examples: [
      'SIFAKA_QUEUE=redis://:PASSWORD@queue.example.com:6379 sifaka worker -j 20',
      'sifaka worker --queue redis://localhost:6379 --takeover 60s',
    ],
    exitCodes: {
      2: 'usage, settings, or a Redis that is too old or could lose prompts',
      3: 'the queue cannot be reached',
      70: bug,
      130: 'interrupted (Ctrl-C); prompts in progress went back to the queue',
      143: 'terminated; prompts in progress went back to the queue',
    },
  },
  mcp: { examples: ['sifaka mcp --config sifaka.config.json', 'sifaka mcp --model sim:writer'] },
  sim: { examples: ['sifaka sim --port 8787', 'sifaka sim --profile faults.json'] },
  list: { examples: ['sifaka list validators', 'sifaka list length', 'sifaka list length --json'] },
  models: { examples: ['sifaka models anthropic', 'sifaka models --check'] },
  thoughts: { examples: ['sifaka thoughts list', 'sifaka thoughts show latest'] },
  'thoughts list': { examples: ['sifaka thoughts list --since 7d --outcome failed'] },
  'thoughts search': { examples: ['sifaka thoughts search solar panels --limit 5'] },
  'thoughts show': {
    examples: ['sifaka thoughts show latest --iteration 2', 'sifaka thoughts show 3f2a --json'],
  },
  'thoughts diff': { examples: ['sifaka thoughts diff latest'] },
  'thoughts export': { examples: ['sifaka thoughts export --since 30d -o thoughts.csv'] },
  'thoughts verify': {
    examples: ['sifaka thoughts verify'],
    exitCodes: {
      0: 'all are as they were stored',
      2: ALL_EXIT_CODES[2],
      5: 'a thought was changed or removed',
    },
  },
  'thoughts prune': { examples: ['sifaka thoughts prune --older-than 30d'] },
  config: { examples: ['sifaka config init', 'sifaka config show'] },
  'config init': { examples: ['sifaka config init'] },
  'config show': { examples: ['sifaka config show --profile development', 'sifaka config show --json'] },
  'config check': { examples: ['sifaka config check --config sifaka.config.json'] },
  'config trust': { examples: ['sifaka config trust', 'sifaka config trust --list'] },
  'config schema': { examples: ['sifaka config schema > sifaka.schema.json'] },
  cache: { examples: ['sifaka cache stats', 'sifaka cache clear'] },
  'cache stats': { examples: ['sifaka cache stats --json'] },
  'cache clear': { examples: ['sifaka cache clear'] },
  'cache prune': { examples: ['sifaka cache prune'] },
  doctor: {
    examples: ['sifaka doctor', 'sifaka doctor --config sifaka.config.json --json'],
    exitCodes: { 0: 'nothing to mend', 1: 'something needs mending', 2: 'usage' },
  },
  'audit-critics': {
    examples: ['sifaka audit-critics --critic reflexion --model sim:writer --repeats 2'],
    exitCodes: {
      0: 'no critic approves too many bad texts',
      1: 'a critic approves too many bad texts',
      2: ALL_EXIT_CODES[2],
      3: 'provider errors',
      4: 'stopped by the budget or the deadline',
      ...ENDINGS,
    },
  },
  bench: {
    examples: ['sifaka bench --scenario single --scenario batch', 'sifaka bench --simulated --format md'],
    exitCodes: {
      0: 'all targets are met',
      1: 'a target is missed',
      2: ALL_EXIT_CODES[2],
      3: 'with --model: provider errors',
      4: 'with --model: stopped by the budget or the deadline',
      ...ENDINGS,
    },
  },
  completion: {
    examples: [
      'source <(sifaka completion bash)',
      'source <(sifaka completion zsh)',
      'sifaka completion fish | source',
    ],
  },
  man: { examples: ['sifaka man | man -l -'] },
}

/** The first example of the command, if possible one that contains this text. */
export function commandExample(path: readonly string[], part = ''): string {
  const examples = HELP_TEXTS[path.join(' ')]?.examples ?? []
  return examples.find((example) => example.includes(part)) ?? examples[0] ?? ['sifaka', ...path].join(' ')
}

export function addHelpTexts(command: Command, path = ''): void {
  const text = HELP_TEXTS[path]
  if (text) command.addHelpText('after', `\n${format(text)}`)
  for (const each of command.commands) addHelpTexts(each, `${path} ${each.name()}`.trim())
}

function format({ examples, exitCodes }: HelpText): string {
  const codes = Object.entries(exitCodes ?? {}).map(([code, meaning]) => `${code.padEnd(3)}  ${meaning}`)
  return [
    examples.length === 1 ? 'Example:' : 'Examples:',
    ...examples.map((line) => `  ${line}`),
    ...(codes.length === 0 ? [] : ['', 'Exit codes:', ...codes.map((line) => `  ${line}`)]),
  ].join('\n')
}
