/** Compares with the verdicts of IFEval's own checker on real answers. Its data is not part of the project. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseSettings } from '../../../src/config/load.ts'
import { builtInRegistry } from '../../../src/config/registry.ts'
import { createEngine } from '../../../src/engine/create-engine.ts'
import { prompt } from '../../helpers/scripted.ts'

interface Item {
  readonly key: number
  readonly prompt: string
  readonly response: string
  readonly instructions: readonly { readonly id: string; readonly kwargs: object }[]
  readonly strict: readonly boolean[]
  readonly loose: readonly boolean[]
}

const FILE = join(import.meta.dirname, '../../../../shared/ifeval/dev.jsonl')
const absent = existsSync(FILE) ? '' : ' (skipped: shared/ifeval/dev.jsonl is missing)'

/** The reasons for verdicts that differ, by key and instruction: none. */
const KNOWN: Readonly<Record<string, string>> = {}

const items = (): Item[] =>
  readFileSync(FILE, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Item)

/** Without validators in the settings: the conflicts between those of a prompt, which some items have, are not checked. */
const registry = builtInRegistry()
const engine = await createEngine(parseSettings({}, registry), {
  registry,
  env: {},
  signal: new AbortController().signal,
  warn: () => undefined,
})

async function verdicts(item: Item, mode: 'strict' | 'loose'): Promise<boolean[]> {
  const validators = item.instructions.map(({ id, kwargs }) => ({ name: `ifeval:${id}`, ...kwargs, mode }))
  const { validations } = await engine.validate({ ...prompt(), text: item.prompt, validators }, item.response)
  return validations.map(({ passed }) => passed)
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
