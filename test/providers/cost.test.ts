import { join } from 'node:path'
import { expect, it } from 'vitest'
import { inOwnProcess } from './transport/own-process.ts'

const SERVER = join(import.meta.dirname, '../bench/server.mjs')

/** In turn, so that whatever else this machine does disturbs both; after the compiler is done with both. */
const measure = (name: string, calls: number) => `
  import { cpuPerCall, median, rivals } from './test/bench/cost.ts'
  const { rivals: all, close } = await rivals(${JSON.stringify(SERVER)})
  const { bare, ours } = all.find((rival) => rival.name === ${JSON.stringify(name)})
  for (const call of [bare, ours]) await cpuPerCall(call, ${calls * 5})
  const ratios = []
  for (let round = 0; round < 7; round++) {
    ratios.push((await cpuPerCall(ours, ${calls})) / (await cpuPerCall(bare, ${calls})))
  }
  await close()
  console.log(JSON.stringify(median(ratios)))
`

it.each([
  ['openai whole', 300],
  ['openai streamed', 100],
])(
  'a call takes at most 0.8 of the CPU that it takes through the bare SDK: %s',
  { timeout: 60_000 },
  async (name, calls) => {
    expect(await inOwnProcess(measure(name, calls))).toBeLessThanOrEqual(0.8)
  },
)
