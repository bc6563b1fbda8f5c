import { describe, expect, it } from 'vitest'
import type { AnswerJournal } from '../../src/core/ports.ts'
import { toRecord } from '../../src/core/record.ts'
import type { Answer, Thought, Timed } from '../../src/core/types.ts'
import { ProviderError } from '../../src/core/errors.ts'
import { answer, prompt } from '../helpers/scripted.ts'
import { CHEAP, STRONG, type Write, run } from './escalating.ts'

describe('a row of a list of models', () => {
  const easy = prompt('Easy.', { id: 'easy', index: 0 })
  const hard = prompt('Hard.', { id: 'hard', index: 1 })
  const solve: Write = (model, task) => (model === STRONG || task === 'Easy.' ? 'good' : 'bad')

  it('goes to the next model only after all iterations of the one before, and starts afresh there', async () => {
    const { thoughts, calls } = await run([CHEAP, STRONG], [hard], solve, { settings: { maxIterations: 2 } })
    expect(calls).toEqual([CHEAP, CHEAP, STRONG])
    const [thought] = thoughts
    expect(thought).toMatchObject({ outcome: 'accepted', bestIteration: 3, text: 'good 1' })
    expect(thought?.iterations.map(({ index, writer }) => [index, writer])).toEqual([
      [1, CHEAP],
      [2, CHEAP],
      [3, STRONG],
    ])
    expect(thought?.iterations[2]?.generation?.messages).toEqual(thought?.iterations[0]?.generation?.messages)
  })

  it('has a record that names the model of the text, why a model began, and the cost of both', async () => {
    const { thoughts } = await run([CHEAP, STRONG], [easy, hard], solve, { settings: { maxIterations: 2 } })
    const records = thoughts.map((thought) => toRecord(thought, CHEAP))
    expect(records.map(({ model }) => model)).toEqual([CHEAP, STRONG])
    expect(records[1]?.route).toEqual({
      models: [CHEAP, STRONG],
      first: CHEAP,
      reason: 'unknown',
      probability: null,
      features: ['1 rules', 'rule content', expect.stringMatching(/^language /)],
    })
    expect(records[1]?.usage).toMatchObject({ calls: 3 })
    expect(records[1]?.usage.costUsd).toBeCloseTo(1.2)
  })

  it('returns the best draft of all models if none is accepted', async () => {
    const validators = ['length:min=100', 'content:required=good']
    const write: Write = (model) => (model === CHEAP ? 'good' : 'bad')
    const { thoughts } = await run([CHEAP, STRONG], [hard], write, {
      settings: { maxIterations: 1, validators },
    })
    expect(thoughts[0]).toMatchObject({
      outcome: 'exhausted',
      stopReason: 'max-iterations',
      bestIteration: 1,
    })
    expect(toRecord(thoughts[0] as Timed<Thought>, CHEAP).model).toBe(CHEAP)
  })

  it('keeps to the model that the row names', async () => {
    const { calls, thoughts } = await run([CHEAP, STRONG], [{ ...hard, model: CHEAP }], solve, {
      settings: { maxIterations: 2 },
    })
    expect(calls).toEqual([CHEAP, CHEAP])
    expect(thoughts[0]).not.toHaveProperty('route')
  })

  it('revises the supplied draft with each model', async () => {
    const { calls, thoughts } = await run([CHEAP, STRONG], [{ ...hard, draft: 'bad' }], solve, {
      settings: { maxIterations: 2 },
    })
    expect(calls).toEqual([CHEAP, STRONG])
    expect(thoughts[0]?.iterations[2]?.generation?.messages.map(({ content }) => content)).toContain('bad')
  })

  it('does not go on after the budget or an error of the provider', async () => {
    const failing: Write = () => {
      throw new ProviderError('auth', 'wrong key')
    }
    const { thoughts, calls } = await run([CHEAP, STRONG], [hard], failing)
    expect(calls).toEqual([CHEAP])
    expect(thoughts[0]).toMatchObject({ outcome: 'failed', error: { code: 'auth' } })
  })

  it('begins with the model that an interrupted run chose', async () => {
    const kept = new Map<string, Answer>()
    const journal: AnswerJournal = {
      recall: (id, key) => kept.get(`${id} ${key}`),
      append: async (id, key, given) => void kept.set(`${id} ${key}`, given),
      startAttempt: async () => () => undefined,
    }
    await run([CHEAP, STRONG], [hard], solve, { journal })
    expect(kept.get('hard route')?.text).toBe(CHEAP)
    kept.set('hard route', answer({ text: STRONG }))
    const { calls, thoughts } = await run([CHEAP, STRONG], [hard], solve, { journal })
    expect(calls).toEqual([STRONG])
    expect(thoughts[0]?.route).toMatchObject({ first: STRONG, reason: 'resumed' })
  })

  it('is judged by the model that writes, unless the critics name another', async () => {
    const critics = ['reflexion']
    const { engine } = await run([CHEAP, STRONG], [], solve, { settings: { critics } })
    const crew = await engine.crewFor(hard)
    expect([crew, crew.next].map((each) => each?.critics[0]?.model)).toEqual([CHEAP, STRONG])
    const other = await run([CHEAP, STRONG], [], solve, { settings: { critics, criticModel: 'sim:critic' } })
    expect((await other.engine.crewFor(hard)).next?.critics[0]?.model).toBe('sim:critic')
  })

  it('is refused if a model is named twice', async () => {
    await expect(run([CHEAP, CHEAP], [hard], solve)).rejects.toThrow(`${CHEAP} is given twice`)
  })
})
