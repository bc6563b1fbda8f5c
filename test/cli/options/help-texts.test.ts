import type { Command } from 'commander'
import { expect, it } from 'vitest'
import { HELP } from '../../../src/cli/options/help-command.ts'
import { createProgram } from '../../../src/cli/options/program.ts'
import { openShell } from '../../../src/cli/shell.ts'

const shell = openShell(process)
shell.release()
const program = await createProgram({
  shell,
  version: '1.2.3',
  // This command lists the flags of all commands.
  argv: ['man'],
  writeOut: () => undefined,
  finish: () => undefined,
})

const withPaths = (command: Command, path: readonly string[]): [string, Command][] => [
  [path.join(' '), command],
  ...command.commands.flatMap((each) => withPaths(each, [...path, each.name()])),
]
const commands = withPaths(program, []).filter(([, command]) => command.name() !== HELP)

function helpOf(command: Command): string {
  let help = ''
  command.configureOutput({ ...command.configureOutput(), writeOut: (text) => (help += text) })
  command.outputHelp()
  return help
}

it.each(commands)(
  'the help of sifaka %s has an example that names real commands and flags',
  (path, command) => {
    const [, after = ''] = helpOf(command).split(/^Examples?:\n/m)
    const examples = (after.split('\n\n')[0] ?? '').split('\n').filter((line) => line.trim() !== '')
    expect(examples.length).toBeGreaterThan(0)
    for (const example of examples) {
      const [, called = ''] = /sifaka (.*)/.exec(example) ?? []
      const named = commands.findLast(([each]) => each !== '' && `${called} `.startsWith(`${each} `))
      if (path !== '') expect(named?.[0]?.startsWith(path)).toBe(true)
      const known = new Set(named?.[1].options.flatMap(({ short, long }) => [short, long]))
      const given = called.replace(/"[^"]*"/g, '').match(/(?<= )--?[a-z][\w-]*/g) ?? []
      expect(given.filter((flag) => !called.includes('| man') && !known.has(flag))).toEqual([])
    }
  },
)

it('the flags of improve, batch and validate are grouped, in one order', () => {
  const groups = (name: string) =>
    [...helpOf(program.commands.find((each) => each.name() === name) ?? program).matchAll(/^(\w+):$/gm)]
      .map(([, group]) => group)
      .filter((group) => !/^(Arguments|Examples|Exit)$/.test(group ?? ''))
  expect(groups('improve')).toEqual(['Model', 'Rules', 'Prompt', 'Limits', 'Output', 'General'])
  expect(groups('batch')).toEqual(['Model', 'Rules', 'Rows', 'Limits', 'Output', 'General'])
  expect(groups('validate')).toEqual(['Model', 'Rules', 'Rows', 'Limits', 'Output', 'General'])
})

it('the help of the program lists each exit code', () => {
  const codes = [...helpOf(program).matchAll(/^ {2}(\d+) +\S/gm)].map(([, code]) => Number(code))
  expect(codes).toEqual([0, 1, 2, 3, 4, 5, 70, 130, 143])
})
