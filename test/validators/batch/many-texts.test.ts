/** `distinct` with planted near-duplicates, compared with exact similarities. LONG=1 checks 100,000 texts. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PromptOrder } from '../../../src/engine/prompt-order.ts'
import type { Validator } from '../../../src/core/ports.ts'
import { seededRandom } from '../../../src/util/random.ts'
import { distinct } from '../../../src/validators/batch/distinct.ts'
import { bundle } from '../../helpers/bundle.ts'
import { ExactSimilarity, textOf, textsWithDuplicates } from '../../helpers/planted-duplicates.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'

const isLong = process.env['LONG'] !== undefined
const TEXTS = isLong ? 100_000 : 2000
const TIMEOUT_MS = isLong ? 3_600_000 : 60_000
const BOUND = 0.7
/** As the README says. */
const TOLERANCE = 0.01
const MAX_MEGABYTES = 100

const texts = [...textsWithDuplicates(TEXTS, 11)]

async function createDistinct(): Promise<{ readonly order: PromptOrder; readonly validator: Validator }> {
  const order = new PromptOrder()
  const validator = await distinct.create(distinct.options.parse({ max: BOUND }), {
    accepted: order,
    validator: () => Promise.reject(new Error('not used')),
    model: () => {
      throw new Error('not used')
    },
    ask: () => Promise.reject(new Error('not used')),
    env: {},
  })
  return { order, validator }
}

/** Validates the texts from the given one on; `earlier` are those that an earlier run accepted. */
async function acceptedAt(concurrency: number, earlier: readonly boolean[] = []): Promise<boolean[]> {
  const { order, validator } = await createDistinct()
  const accepted = [...earlier]
  const promptAt = (index: number) => prompt('', { id: `p${index}`, index })
  for (const [index, isAccepted] of earlier.entries())
    if (isAccepted) order.addEarlier(promptAt(index), textOf(texts[index] ?? []))
  const random = seededRandom(concurrency)
  let next = earlier.length
  const work = async () => {
    while (next < TEXTS) {
      const index = next++
      const given = promptAt(index)
      const text = textOf(texts[index] ?? [])
      await order.run(
        given,
        async () => {
          // Texts are complete in another order than they were begun.
          for (let turns = Math.floor(random() * 20); turns > 0; turns--) await Promise.resolve()
          const { passed } = await validator.validate({ prompt: given, text }, testScope())
          accepted[index] = passed
          return passed
        },
        (passed) => (passed ? text : undefined),
      )
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return accepted
}

const once = acceptedAt(10)

describe('distinct, with many texts', () => {
  it(
    'rejects each text that is too similar to an accepted one, and no other',
    async () => {
      const accepted = await once
      const exact = new ExactSimilarity()
      const wrong: string[] = []
      let similar = 0
      for (const [index, words] of texts.entries()) {
        const greatest = exact.greatest(words)
        if (greatest > BOUND + TOLERANCE) similar++
        if (accepted[index] ? greatest > BOUND + TOLERANCE : greatest < BOUND - TOLERANCE)
          wrong.push(`text ${index}: ${greatest}`)
        if (accepted[index]) exact.add(words)
      }
      expect(wrong).toEqual([])
      expect(similar).toBeGreaterThan(TEXTS / 20)
    },
    TIMEOUT_MS,
  )

  it.each([1, 300])(
    'accepts the same texts at a concurrency of %d',
    async (concurrency) => {
      expect(await acceptedAt(concurrency)).toEqual(await once)
    },
    TIMEOUT_MS,
  )

  it(
    'accepts the same texts if it goes on in the middle',
    async () => {
      const accepted = await once
      expect(await acceptedAt(300, accepted.slice(0, TEXTS / 2))).toEqual(accepted)
    },
    TIMEOUT_MS,
  )
})

const MEMORY = `
  import { PromptOrder } from '../../src/engine/prompt-order.ts'
  import { distinct } from '../../src/validators/batch/distinct.ts'
  import { textOf, textsWithDuplicates } from './planted-duplicates.ts'
  const used = () => {
    gc()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  const order = new PromptOrder()
  const validator = await distinct.create(distinct.options.parse({ max: ${BOUND} }), { accepted: order })
  const before = used()
  let index = 0
  for (const words of textsWithDuplicates(${TEXTS}, 11, 0)) order.addEarlier({ id: 'p' + index, index: index++ }, textOf(words))
  console.log((used() - before) / 1e6, validator.name)
`

it(
  'takes less than 100 MB of memory',
  async () => {
    const file = await bundle(
      MEMORY,
      join(import.meta.dirname, '../../../node_modules/.cache/sifaka', `memory-${process.pid}.mjs`),
    )
    const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', file], { encoding: 'utf8' })
    expect(stderr).toBe('')
    const megabytes = Number.parseFloat(stdout)
    expect(megabytes, stdout).toBeGreaterThan(0)
    expect(megabytes).toBeLessThan(MAX_MEGABYTES)
  },
  TIMEOUT_MS,
)
