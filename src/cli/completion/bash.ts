import type { CommandOutline, FlagOutline, ValueOutline } from './outline.ts'

export function bashCompletion(commands: readonly CommandOutline[]): string {
  const paths = commands.filter(({ path }) => path !== '').map(({ path }) => path)
  return `# bash completion of sifaka; load it with: source <(sifaka completion bash)
_sifaka() {
  local line=\${COMP_LINE:0:COMP_POINT} command='' current previous='' words=() files=''
  local given=($line)
  current=\${line##*[[:space:]]}
  [[ -z $current ]] || unset "given[\${#given[@]}-1]"
  [[ \${#given[@]} -gt 1 ]] && previous=\${given[\${#given[@]}-1]}
  if [[ $current == --*=* ]]; then
    previous=\${current%%=*} current=\${current#*=}
  fi
  case " \${given[*]:1} " in
${paths
  .toReversed()
  .map((path) => `    " ${path} "*) command='${path}' ;;`)
  .join('\n')}
  esac
  case "$command $previous" in
${commands.flatMap(({ path, flags }) => flags.filter(({ takesValue }) => takesValue).map((flag) => valueCase(path, flag))).join('\n')}
    *)
      case "$command" in
${commands.map(commandCase).join('\n')}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "\${words[*]}" -- "$current"))
  [[ -z $files || $current == -* ]] || COMPREPLY+=($(compgen -f -- "$current"))
  # Bash splits words at colons and equals signs, so what precedes the last one is already there.
  local head=\${current%"\${current##*[:=]}"}
  COMPREPLY=("\${COMPREPLY[@]#"$head"}")
}
complete -o filenames -F _sifaka sifaka
`
}

const valueCase = (path: string, { names, values }: FlagOutline): string =>
  `    ${names.map((name) => `"${path} ${name}"`).join('|')}) ${assign(values)} ;;`

function commandCase({ path, flags, arguments: { words, files } }: CommandOutline): string {
  const all = [...words, ...flags.flatMap(({ names }) => names)]
  return `        '${path}') ${assign({ words: all, files })} ;;`
}

const assign = ({ words, files }: ValueOutline): string =>
  `words=(${words.map((word) => `'${word}'`).join(' ')})${files ? ' files=1' : ''}`
