/** Validators, and the conflict that is found between them. */
import { parseSettings } from '../../../src/config/load.ts'
import { builtInRegistry } from '../../../src/config/registry.ts'
import { findConflict } from '../../../src/core/constraints/find-conflict.ts'
import { askAboutDraft } from '../../../src/critics/ask.ts'
import { createValidatorFactory } from '../../../src/validators/runtime/factory.ts'
import { scriptedModel } from '../../helpers/scripted.ts'

const registry = builtInRegistry()

const checked = (given: unknown) => {
  const [found] = parseSettings({ validators: [given] as never }, registry).validators
  if (!found) throw new Error('no validator')
  return found
}

export async function conflictOf(given: readonly unknown[]): Promise<string | undefined> {
  const factory = createValidatorFactory({
    definitions: registry.validators,
    check: checked,
    model: () => scriptedModel(['']),
    ask: askAboutDraft,
    env: {},
  })
  try {
    return findConflict(await factory.create(given.map(checked)))
  } finally {
    await factory.close()
  }
}

export const of = (name: string) => (options: object) => ({ name, ...options })

export const content = of('content')
export const frequency = of('frequency')
export const length = of('length')
export const markdown = of('markdown')
export const numeric = of('numeric')
export const oneOf = of('one-of')
export const pattern = of('pattern')
export const readability = of('readability')
export const sentiment = of('sentiment')
export const similarity = of('similarity')
export const structure = of('structure')

const composite =
  (name: string) =>
  (...validators: unknown[]) => ({ name, validators })

export const [all, any, not] = [composite('all'), composite('any'), composite('not')]

export const judge = { name: 'judge', rubric: 'It is kind', model: 'sim:judge' }

type Table = Readonly<Record<string, readonly (readonly object[])[]>>

export const rowsOf = (table: Table) =>
  Object.entries(table).flatMap(([kind, sets]) => sets.map((set) => [kind, set] as const))
