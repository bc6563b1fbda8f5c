import { describe, expect, it } from 'vitest'
import { improve } from '../../src/core/improve.ts'
import type { Crew } from '../../src/core/ports.ts'
import type { Prompt } from '../../src/core/types.ts'
import { asRecord, toRecord } from '../../src/core/record.ts'
import { testScope } from '../helpers/scope.ts'
import { policy, prompt, scriptedCritic, scriptedModel, scriptedValidator } from '../helpers/scripted.ts'

const recordOf = async (crew: Partial<Crew>, ask: Prompt = prompt()) => {
  const all = { generator: scriptedModel(['draft'], 1000.4), validators: [], critics: [], ...crew }
  return toRecord(await improve(ask, all, policy({ onCriticError: 'ignore' }), testScope()), 'test:writer')
}

const grades = (scores: Record<string, number>) => scriptedValidator('grade', (text) => scores[text] ?? 0)

describe('a result record', () => {
  it('has exactly the documented fields', async () => {
    const critics = [scriptedCritic('c', [{ lesson: 'be brief', details: { secret: 1 } }], 10)]
    const validators = [scriptedValidator('v', () => true, { delayMs: 5 })]
    const ask = prompt('Write.', { id: 'row-8', index: 7, meta: { topic: 'sun' } })
    expect(await recordOf({ validators, critics }, ask)).toEqual({
      id: 'row-8',
      index: 7,
      prompt: 'Write.',
      text: 'draft',
      outcome: 'accepted',
      stopReason: 'accepted',
      passed: true,
      iterations: 1,
      bestIteration: 1,
      model: 'test:writer',
      validations: [
        { validator: 'v', passed: true, score: 1, measured: 5, bound: '1..9', message: 'v holds' },
      ],
      critiques: [
        {
          critic: 'c',
          model: 'test:critic',
          needsImprovement: false,
          confidence: 1,
          severity: 'high',
          feedback: 'feedback',
          suggestions: [],
        },
      ],
      failures: [],
      usage: {
        calls: 2,
        inputTokens: 30,
        outputTokens: 10,
        cachedInputTokens: 0,
        reasoningTokens: 0,
        wasted: { attempts: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 },
        retries: 0,
        cacheHits: 0,
        costUsd: null,
      },
      durationMs: 1010,
      error: null,
      thoughtId: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      meta: { topic: 'sun' },
    })
  })

  it('describes the returned draft, not the last one', async () => {
    const moody = scriptedValidator('moody', (text) => {
      if (text === 'worse') throw new Error('third')
      return true
    })
    const record = await recordOf({
      generator: scriptedModel(['bad', 'best', 'worse']),
      validators: [grades({ bad: 0.1, best: 0.9, worse: 0.2 }), moody],
      critics: [scriptedCritic('c', [new Error('first'), new Error('second'), true])],
    })
    expect(record).toMatchObject({ text: 'best', bestIteration: 2, iterations: 3, passed: false, meta: {} })
    expect(record.validations).toMatchObject([{ score: 0.9 }, { score: 1 }])
    expect(record.failures).toEqual([{ role: 'critic', name: 'c', message: 'second' }])
    expect(record.critiques).toEqual([])
  })

  it('contains the failure of a last iteration without a draft', async () => {
    const record = await recordOf({
      generator: scriptedModel(['first', new Error('out of order')]),
      validators: [grades({})],
    })
    expect(record).toMatchObject({ text: 'first', outcome: 'failed', bestIteration: 1, iterations: 2 })
    expect(record.failures).toEqual([{ role: 'model', name: 'test:writer', message: 'out of order' }])
    expect(record.validations).toHaveLength(1)
    expect(record.error?.message).toContain('out of order')
  })

  it('has an empty text and the failure if there is no draft', async () => {
    const record = await recordOf({ generator: scriptedModel([new Error('no')]) })
    expect(record).toMatchObject({ text: '', bestIteration: null, validations: [], critiques: [] })
    expect(record.failures).toHaveLength(1)
  })
})

describe('a record from a file', () => {
  it('keeps unknown fields', async () => {
    const written = { ...(await recordOf({})), later: 1 }
    expect(asRecord(JSON.parse(JSON.stringify(written)))).toEqual(written)
  })

  it.each([
    ['no object', 'text'],
    ['null', null],
    ['without an id', { id: undefined }],
    ['with a text for an index', { index: '0' }],
    ['with an object for a list', { validations: {} }],
    ['without usage', { usage: null }],
  ])('is none: %s', async (_, more) => {
    const value = typeof more === 'object' && more !== null ? { ...(await recordOf({})), ...more } : more
    expect(asRecord(value)).toBeUndefined()
  })
})
