import { expect, it } from 'vitest'
import { describeEntry } from '../../../src/cli/commands/list/describe.ts'
import { entriesByKind } from '../../../src/cli/commands/list/entries.ts'
import { exampleOf } from '../../../src/cli/commands/list/schemas.ts'
import { readNamed } from '../../../src/config/named.ts'
import { builtInRegistry } from '../../../src/config/registry.ts'

const kinds = entriesByKind(builtInRegistry())
const entries = Object.entries(kinds).flatMap(([kind, all]) => all.map((entry) => ({ kind, entry })))
const named = entries.flatMap(({ entry }) => (entry.named && entry.schema ? [entry] : []))

it.each(named.map((entry) => [entry.name, entry] as const))(
  'the example of %s is valid, and means the same as a flag and as JSON',
  (name, entry) => {
    if (!entry.named || !entry.schema) return
    const { kind } = entry.named
    const example = exampleOf(name, entry.schema(), kind)
    if (!example) return
    expect(readNamed(example.flag, kind)).toEqual(readNamed(example.json, kind))
  },
)

it('most validators and critics have an example', () => {
  const without = named.filter(
    ({ name, named: of, schema }) => of && schema && !exampleOf(name, schema(), of.kind),
  )
  expect(without.length).toBeLessThan(named.length / 5)
})

it.each(entries.map(({ kind, entry }) => [kind, entry.name, entry] as const))(
  '%s %s can be described',
  (kind, name, entry) => {
    expect(describeEntry({ kind, entry }, undefined)).toMatch(new RegExp(`^${name.replaceAll('*', '.')} \\(`))
  },
)
