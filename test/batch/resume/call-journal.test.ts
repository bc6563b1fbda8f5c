import { appendFileSync, existsSync, readFileSync, statSync, truncateSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openCallJournal } from '../../../src/batch/resume/call-journal.ts'
import type { Answer, FinishReason } from '../../../src/core/types.ts'
import { noWaste } from '../../../src/core/usage.ts'
import { temporaryFolder } from '../../helpers/folder.ts'

const folder = temporaryFolder()
let files = 0
const fresh = () => folder.path(`calls-${++files}`)

const count = fc.nat(100_000)
const answers: fc.Arbitrary<Answer> = fc.record(
  {
    text: fc.string({ unit: 'grapheme' }),
    model: fc.string(),
    finishReason: fc.constantFrom<FinishReason>('stop', 'length', 'cut'),
    cached: fc.boolean(),
    usage: fc.record({
      calls: count,
      inputTokens: count,
      outputTokens: count,
      cachedInputTokens: count,
      reasoningTokens: count,
      retries: count,
      cacheHits: count,
      costUsd: fc.option(count),
      wasted: fc.constant(noWaste),
    }),
    requestId: fc.string(),
    processingMs: count,
  },
  { requiredKeys: ['text', 'model', 'finishReason', 'cached', 'usage'] },
)
/** As long as a hash. */
const keyOf = (name: string): string => name.padEnd(64, '0')

describe('the log of finished calls', () => {
  it('gives every answer back as it was, to the prompt that asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(answers, { maxLength: 5 }), async (given) => {
        const path = fresh()
        const log = await openCallJournal(path, { resume: false })
        await Promise.all(
          given.map((answer, index) => log.append(`p${index % 2}`, keyOf(`k${index}`), answer)),
        )
        await log.close()
        const again = await openCallJournal(path, { resume: true })
        const found = given.map((_, index) => again.recall(`p${index % 2}`, keyOf(`k${index}`)))
        expect(found).toEqual(given)
        expect(again.recall('p2', keyOf('k0'))).toBeUndefined()
        expect(again.spent.calls).toBe(given.reduce((total, { usage }) => total + usage.calls, 0))
        await again.close()
      }),
      { numRuns: 50 },
    )
  })

  const usage = {
    calls: 1,
    inputTokens: 5,
    outputTokens: 9,
    cachedInputTokens: 0,
    reasoningTokens: 0,
    retries: 0,
    cacheHits: 0,
    costUsd: 0,
    wasted: noWaste,
  }
  const answer: Answer = { text: 'tea', model: 'm', finishReason: 'stop', cached: false, usage }

  it('keeps what is whole when a crash tore the last line', async () => {
    const path = fresh()
    const log = await openCallJournal(path, { resume: false })
    await log.append('a', keyOf('1'), answer)
    await log.append('b', keyOf('2'), answer)
    await log.close()
    truncateSync(path, statSync(path).size - 4)
    appendFileSync(path, '\n{}\nnull\n["a"]\n')
    const again = await openCallJournal(path, { resume: true })
    expect(again.recall('a', keyOf('1'))).toEqual(answer)
    expect(again.recall('b', keyOf('2'))).toBeUndefined()
    await again.close()
  })

  it('gives each answer once, in order, since each was paid once', async () => {
    const path = fresh()
    const log = await openCallJournal(path, { resume: false })
    for (const text of ['tea', 'more tea']) await log.append('a', keyOf('1'), { ...answer, text })
    await log.close()
    const again = await openCallJournal(path, { resume: true })
    expect(again.recall('a', keyOf('1'))?.text).toBe('tea')
    expect(again.unused('a')).toMatchObject({ inputTokens: answer.usage.inputTokens })
    expect(again.recall('a', keyOf('1'))?.text).toBe('more tea')
    expect(again.unused('a')).toMatchObject({ attempts: 0, inputTokens: 0 })
    expect(again.recall('a', keyOf('1'))).toBeUndefined()
    await again.close()
  })

  it('forgets a prompt that has its result, and goes when nothing is left', async () => {
    const path = fresh()
    const log = await openCallJournal(path, { resume: false })
    await log.append('a', keyOf('1'), answer)
    log.forget('a')
    await log.close()
    expect(existsSync(path)).toBe(false)
  })

  it('writes no more than it must: an answer takes little beside its text', async () => {
    const path = fresh()
    const log = await openCallJournal(path, { resume: false })
    await log.append('0fd4bc3964613fa7', keyOf('1'), answer)
    expect(readFileSync(path).length).toBeLessThan(150)
    await log.close()
  })
})
