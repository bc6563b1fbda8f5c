/** The examples of the README that check a table of products, as they are printed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
const section = readme.slice(readme.indexOf('### Against a source'), readme.indexOf('### How good they are'))
const folder = temporaryFolder()
for (const [, name = '', content = ''] of section.matchAll(/<!-- (\S+) -->\s+```\w+\n([\s\S]*?)```/g)) {
  folder.write(name, content)
}
const commands = [...section.matchAll(/```sh\nsifaka (batch .*)\n```/g)].map(([, command = '']) => command)

/** The rows whose draft is sent back, per output. */
const SENT_BACK: Readonly<Record<string, readonly string[]>> = {
  'grounded.jsonl': ['shelf'],
  'preserved.jsonl': [],
  'terms.jsonl': ['shelf'],
  'distinct.jsonl': ['stool'],
  'styled.jsonl': ['shelf'],
}

it('has an example for each validator', () => {
  expect(commands.map((command) => command.split(' ').at(-1))).toEqual(Object.keys(SENT_BACK))
})

it.each(commands)('sifaka %s', async (command) => {
  const args = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
  const { code, stderr } = await sifaka(args, { cwd: folder.path('.') })
  expect(code, stderr).toBe(0)
  const output = args.at(-1) ?? ''
  const records = readFileSync(folder.path(output), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; outcome: string; iterations: number })
  expect(records.map(({ outcome }) => outcome)).toEqual(Array(4).fill('accepted'))
  expect(records.filter(({ iterations }) => iterations > 1).map(({ id }) => id)).toEqual(SENT_BACK[output])
})
