import type { CommandOutline, FlagOutline } from './outline.ts'

export function fishCompletion(commands: readonly CommandOutline[]): string {
  const lines = commands.flatMap((command) => [
    ...argumentLines(command, commands),
    ...command.flags.map((flag) => flagLine(command.path, flag)),
  ])
  return [
    '# fish completion of sifaka; load it with: sifaka completion fish | source',
    'complete -c sifaka -f',
    ...lines,
    '',
  ].join('\n')
}

function argumentLines(
  { path, arguments: { words, files } }: CommandOutline,
  all: readonly CommandOutline[],
): string[] {
  return [
    ...words.map((word) => {
      const summary = all.find((each) => each.path === `${path} ${word}`.trim())?.summary
      return `complete -c sifaka -n ${condition(path)} -a ${quoted(word)}${summary === undefined ? '' : ` -d ${quoted(summary)}`}`
    }),
    ...(files ? [`complete -c sifaka -n ${condition(path)} -F`] : []),
  ]
}

function flagLine(path: string, { names, help, takesValue, values }: FlagOutline): string {
  const options = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`))
  const value = !takesValue
    ? ''
    : values.files
      ? ' -r -F'
      : ` -x${values.words.length === 0 ? '' : ` -a ${quoted(values.words.join(' '))}`}`
  return `complete -c sifaka -n ${condition(path)} ${options.join(' ')}${value} -d ${quoted(help)}`
}

const condition = (path: string): string =>
  quoted(
    path === ''
      ? '__fish_use_subcommand'
      : path
          .split(' ')
          .map((word) => `__fish_seen_subcommand_from ${word}`)
          .join('; and '),
  )

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
