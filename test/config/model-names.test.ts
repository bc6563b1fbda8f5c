/** Every model that the documents, the profiles and the help name must exist. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { profiles } from '../../src/config/profiles.ts'
import { roleModels } from '../../src/config/role-models.ts'
import { findListedModel, lifetimeWarning } from '../../src/providers/pricing/lifetimes.ts'
import { bundledModels } from '../../src/providers/pricing/model-list.ts'

const ROOT = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

/** The day of the list, so that the test does not fail when time passes. */
const LIST_DATE = new Date(bundledModels().updated ?? '')

const modelsIn = (text: string): string[] => [
  ...new Set(text.match(/\b(openai|anthropic|groq):[a-z][\w./-]*\w/g) ?? []),
]

const SOURCES = [
  'README.md',
  'sifaka.config.example.json',
  'src/index.ts',
  'src/config/setting-types.ts',
  'src/config/role-models.ts',
  'src/engine/models.ts',
  'src/cli/options/program.ts',
  'src/cli/commands/config.ts',
]

describe.each(SOURCES)('%s', (path) => {
  it('names only models that exist and have no end', () => {
    for (const model of modelsIn(read(path))) {
      expect(findListedModel(model), model).toBeDefined()
      expect(lifetimeWarning(model, LIST_DATE)).toBeUndefined()
    }
  })
})

it('the README names the models of the profiles', () => {
  const readme = read('README.md')
  for (const [name, { settings }] of Object.entries(profiles)) {
    expect(readme).toMatch(new RegExp(`\\| \`${name}\` +\\| \`${settings.model}\` `))
  }
  expect(Object.values(roleModels).filter((model) => !readme.includes(model))).toEqual([])
})
