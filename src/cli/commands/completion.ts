import type { Command } from 'commander'
import { standardOutput } from '../../batch/results/output.ts'
import { bashCompletion } from '../completion/bash.ts'
import { fishCompletion } from '../completion/fish.ts'
import { manPage } from '../completion/man.ts'
import { outline } from '../completion/outline.ts'
import { zshCompletion } from '../completion/zsh.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { COMPLETED_SHELLS } from '../options/flags.ts'
import type { Shell } from '../shell.ts'

const SCRIPTS = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
} as const satisfies Record<(typeof COMPLETED_SHELLS)[number], unknown>

/** Prints the completion script of a shell. */
export async function completionCommand(
  shell: Shell,
  name: keyof typeof SCRIPTS,
  _flags: object,
  { parent }: Command,
): Promise<ExitCode> {
  if (parent) await standardOutput(shell.stdout).write(SCRIPTS[name](outline(parent)))
  return EXIT.accepted
}

/** Prints the man page, which the package contains. */
export async function manCommand(shell: Shell, _flags: object, { parent }: Command): Promise<ExitCode> {
  if (!parent) return EXIT.accepted
  let after = ''
  parent.configureOutput({ writeOut: (text) => (after += text) })
  parent.outputHelp()
  const notes = after.slice(after.indexOf('\nExamples:'))
  await standardOutput(shell.stdout).write(manPage(outline(parent), parent.version() ?? '', notes))
  return EXIT.accepted
}
