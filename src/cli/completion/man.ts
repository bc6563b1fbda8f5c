import type { CommandOutline } from './outline.ts'

/** The man page, in the language of man(7). */
export function manPage(commands: readonly CommandOutline[], version: string, after: string): string {
  const [program, ...others] = commands
  const sections = others.flatMap(({ path, usage, summary, flags }) => [
    `.SS ${escaped(path)}`,
    escaped(`${summary}.`),
    '.PP',
    `.B ${escaped(usage)}`,
    ...flags.flatMap((flag) => ['.TP', `.B ${escaped(flag.usage)}`, escaped(flag.help)]),
  ])
  return [
    `.TH SIFAKA 1 "" "sifaka ${version}"`,
    '.SH NAME',
    `sifaka \\- ${escaped(program?.summary ?? '')}`,
    '.SH SYNOPSIS',
    '.B sifaka',
    '.I command',
    '[options]',
    '.SH COMMANDS',
    ...sections,
    '.SH NOTES',
    '.nf',
    ...after.trim().split('\n').map(escaped),
    '.fi',
    '',
  ].join('\n')
}

/** A period or an apostrophe at the start of a line would be read as a command. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/, '\\&')
