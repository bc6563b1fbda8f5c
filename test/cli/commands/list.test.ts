import { expect, it } from 'vitest'
import { describeEntry } from '../../../src/cli/commands/list/describe.ts'
import { entriesByKind } from '../../../src/cli/commands/list/entries.ts'
import { exampleOf } from '../../../src/cli/commands/list/schemas.ts'
import { readNamed } from '../../../src/config/named.ts'
import { builtInRegistry } from '../../../src/config/registry.ts'
import { readSpecFiles } from '../../../src/config/spec.ts'
import { withValidators } from '../../helpers/checks.ts'

const kinds = entriesByKind(builtInRegistry())
const entries = Object.entries(kinds).flatMap(([kind, all]) => all.map((entry) => ({ kind, entry })))
const named = entries.flatMap(({ entry }) => (entry.named && entry.schema ? [entry] : []))

it.each(named.map((entry) => [entry.name, entry] as const))(
  'the example of %s is valid, and means the same as a flag and as JSON',
  (name, entry) => {
    if (!entry.named || !entry.schema) return
    const { kind } = entry.named
    const example = exampleOf(name, entry.schema(), kind)
    if (!example?.json) return
    expect(readNamed(example.flag, kind)).toEqual(readNamed(example.json, kind))
  },
)

/** Their examples need a model, a folder of styles or a program. */
const NOT_ALONE = ['judge', 'vale', 'textlint']

it.each(
  kinds.validators
    ?.filter(({ name }) => !NOT_ALONE.includes(name))
    .map((entry) => [entry.name, entry] as const) ?? [],
)('the example of %s creates a validator', async (name, { named: of, schema }) => {
  const example = of && schema && exampleOf(name, schema(), of.kind)
  if (!example) return
  const flag = await readSpecFiles(example.flag, async () => 'source,required\npower,Strom')
  await expect(withValidators([flag], async ([validator]) => validator?.name)).resolves.toBe(name)
})

it('shows what a person would write: a maximum, a forbidden label, a file', () => {
  const flagOf = (name: string) => {
    const { named: of, schema } = named.find((entry) => entry.name === name) ?? {}
    return of && schema && exampleOf(name, schema(), of.kind)?.flag
  }
  expect(['length', 'toxicity', 'terminology', 'reflexion'].map(flagOf)).toEqual([
    'length:max=120',
    'toxicity:forbidden=toxic',
    'terminology:glossary=@glossary.csv',
    'reflexion=sim:critic',
  ])
})

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
