/** The verdicts of IFEval's own checker on real answers; its data lies beside the project and is not part of it. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseSettings } from '../../../src/config/load.ts'
import { wireChecks } from '../../../src/engine/create-engine.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'

interface Item {
  readonly key: number
  readonly prompt: string
  readonly response: string
  readonly instructions: readonly { readonly id: string; readonly kwargs: object }[]
  readonly strict: readonly boolean[]
  readonly loose: readonly boolean[]
}

const FILE = join(import.meta.dirname, '../../../../shared/ifeval/dev.jsonl')
const absent = existsSync(FILE) ? '' : ' (skipped: shared/ifeval/dev.jsonl is not here)'

/** Why a verdict differs, by key and instruction. None does. */
const KNOWN: Readonly<Record<string, string>> = {}

const items = (): Item[] =>
  readFileSync(FILE, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Item)

async function verdicts(item: Item, mode: 'strict' | 'loose'): Promise<boolean[]> {
  const options = item.instructions.map(({ id, kwargs }) => ({ name: `ifeval:${id}`, ...kwargs, mode }))
  const draft = { prompt: { ...prompt(), text: item.prompt }, text: item.response }
  const scope = testScope()
  // One by one: some of the prompts ask for what excludes each other.
  const made = options.map((each) => wireChecks(parseSettings({ validators: [each] }), {}))
  const validators = (await Promise.all(made)).flatMap((checks) => checks.validators)
  return Promise.all(validators.map(async (each) => (await each.validate(draft, scope)).passed))
}

const share = (passed: readonly (readonly boolean[])[]): string =>
  ((100 * passed.filter((each) => each.every(Boolean)).length) / passed.length).toFixed(1)

describe.skipIf(absent !== '')(`IFEval's public half${absent}`, () => {
  it.each([
    ['strict', '78.5', 354],
    ['loose', '81.9', 364],
  ] as const)('gets the official %s verdict on every instruction', async (mode, prompts, instructions) => {
    const ours: boolean[][] = []
    const differences: string[] = []
    for (const item of items()) {
      const passed = await verdicts(item, mode)
      ours.push(passed)
      for (const [index, { id }] of item.instructions.entries()) {
        if (passed[index] !== item[mode][index]) differences.push(`${item.key} ${id}`)
      }
    }
    expect(differences.filter((difference) => !(difference in KNOWN))).toEqual([])
    expect(share(ours)).toBe(prompts)
    expect(ours.flat().filter(Boolean)).toHaveLength(instructions)
    expect(ours.flat()).toHaveLength(419)
  })
})
