import type { CommandOutline, FlagOutline, ValueOutline } from './outline.ts'

export function zshCompletion(commands: readonly CommandOutline[]): string {
  const [program] = commands
  const subcommands = commands.filter(({ path }) => path !== '')
  return `#compdef sifaka
# zsh completion of sifaka; load it with: source <(sifaka completion zsh)
_sifaka() {
  local context state state_descr line
  typeset -A opt_args
  local -a commands=(
${subcommands
  .filter(({ path }) => !path.includes(' '))
  .map(({ path, summary }) => `    '${path}:${escaped(summary)}'`)
  .join('\n')}
  )
  _arguments -C ${(program?.flags ?? []).map(flagSpec).join(' ')} '1: :->command' '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest)
      case $words[1] in
${subcommands
  .filter(({ path }) => !path.includes(' '))
  .map((command) => commandCase(command, subcommands))
  .join('\n')}
      esac ;;
  esac
}
compdef _sifaka sifaka
`
}

function commandCase(command: CommandOutline, all: readonly CommandOutline[]): string {
  const inner = all.filter(({ path }) => path.startsWith(`${command.path} `))
  const flags = [command, ...inner].flatMap(({ flags }) => flags)
  const unique = [...new Map(flags.map((flag) => [flag.usage, flag])).values()]
  const specs = [...unique.map(flagSpec), `'*: :${action(command.arguments)}'`]
  return `        ${command.path}) _arguments ${specs.join(' \\\n          ')} ;;`
}

function flagSpec({ names, help, takesValue, values }: FlagOutline): string {
  const rest = `[${escaped(help).replace(/[[\]]/g, '\\$&')}]${takesValue ? `:value:${action(values)}` : ''}`
  // After a name that ends with "=", the value may be a word of its own, or follow the sign.
  const [first = '', second] = names.map((name) => (takesValue && name.startsWith('--') ? `${name}=` : name))
  return second === undefined ? `'*${first}${rest}'` : `'*'{${first},${second}}'${rest}'`
}

const action = ({ words, files }: ValueOutline): string =>
  files
    ? '_files'
    : words.length === 0
      ? ' '
      : `(${words.map((word) => word.replaceAll(':', '\\:')).join(' ')})`

const escaped = (text: string): string => text.replaceAll("'", "'\\''").replaceAll(':', '\\:')
