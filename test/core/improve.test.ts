import { describe, expect, it } from 'vitest'
import { drafts, never, run } from '../helpers/loop.ts'
import { testScope } from '../helpers/scope.ts'
import {
  answer,
  critique,
  prompt,
  scriptedCritic,
  scriptedModel,
  scriptedValidator,
  validation,
} from '../helpers/scripted.ts'

describe('rule 1: a limit of N means at most N generations, each validated, none altered', () => {
  it.each([1, 2, 5])('generates %i times if no draft is good enough', async (maxIterations) => {
    const generator = scriptedModel(drafts(20))
    const thought = await run({ generator, validators: [never] }, { maxIterations, plateau: 99 })
    expect(generator.requests).toHaveLength(maxIterations)
    expect(thought).toMatchObject({ outcome: 'exhausted', stopReason: 'max-iterations' })
    expect(thought.iterations.every(({ validations }) => validations.length === 1)).toBe(true)
  })

  it('returns a text exactly as a model wrote it', async () => {
    const text = '  much too long, and with\r\ntrailing space \n'
    const thought = await run({ generator: scriptedModel([text]), validators: [never] })
    expect(thought.text).toBe(text)
  })

  it('uses a supplied draft as the first iteration, without a call', async () => {
    const generator = scriptedModel(['second'])
    const withDraft = prompt('Write.', { draft: 'supplied' })
    const second = scriptedValidator('second', (text) => text === 'second')
    const thought = await run({ generator, validators: [second] }, {}, testScope(), withDraft)
    expect(thought.iterations.map(({ generation }) => generation?.text)).toEqual(['supplied', 'second'])
    expect(thought.usage.calls).toBe(1)
  })
})

describe('rule 2: validators and critics of an iteration run at the same time', () => {
  const validators = [50, 75, 100].map((delayMs) => scriptedValidator(`v${delayMs}`, () => true, { delayMs }))
  const critics = [1200, 1500].map((delayMs) => scriptedCritic(`c${delayMs}`, [true], delayMs))

  it('takes the time of the generation and the slowest of them: 4.7 s, not 6.1 s', async () => {
    const generator = scriptedModel(['draft'], 3200)
    const thought = await run({ generator, validators, critics })
    expect(thought.durationMs).toBe(4700)
  })

  it.each([
    ['always', 2],
    ['when-valid', 1],
    ['never', 0],
  ] as const)(
    'critique: %s runs each critic %i times for one bad and one good draft',
    async (critique, times) => {
      const critic = scriptedCritic('critic', [true])
      const generator = scriptedModel(['bad', 'good'])
      const validators = [scriptedValidator('good', (text) => text === 'good')]
      await run({ generator, validators, critics: [critic] }, { critique })
      expect(critic.asked()).toBe(times)
    },
  )

  it('runs no critic on an invalid draft in the last iteration, since no revision follows', async () => {
    const critic = scriptedCritic('critic', [true])
    await run({ validators: [never], critics: [critic] }, { maxIterations: 1 })
    expect(critic.asked()).toBe(0)
  })

  it('runs the critics on a valid draft in the last iteration', async () => {
    const thought = await run({ critics: [scriptedCritic('critic', [false])] }, { maxIterations: 1 })
    expect(thought).toMatchObject({
      outcome: 'exhausted',
      iterations: [{ critiques: [{ critic: 'critic' }] }],
    })
  })
})

describe('rule 3: fail-fast runs tier by tier and cancels the rest at the first failure', () => {
  it('runs no slower tier and cancels the critics', async () => {
    const slow = scriptedValidator('slow', () => true, { tier: 'slow', delayMs: 5000 })
    const critic = scriptedCritic('critic', [true], 1500)
    const crew = { validators: [slow, never], critics: [critic], generator: scriptedModel(drafts(2)) }
    const thought = await run(crew, { validation: 'fail-fast', maxIterations: 2 })
    expect(thought.iterations[0]).toMatchObject({
      validations: [{ validator: 'never' }],
      critiques: [],
      failures: [],
      durationMs: 0,
    })
  })

  it('cancels the validators of the same tier that are still running', async () => {
    const patient = scriptedValidator('patient', () => true, { delayMs: 5000 })
    const thought = await run({ validators: [patient, never] }, { validation: 'fail-fast', maxIterations: 1 })
    expect(thought.iterations[0]?.validations.map(({ validator }) => validator)).toEqual(['never'])
    expect(thought.durationMs).toBe(0)
  })

  it('runs every validator if all pass', async () => {
    const validators = [
      scriptedValidator('slow', () => true, { tier: 'slow' }),
      scriptedValidator('instant', () => true),
    ]
    const thought = await run({ validators }, { validation: 'fail-fast' })
    expect(thought.iterations[0]?.validations.map(({ validator }) => validator)).toEqual(['slow', 'instant'])
  })
})

describe('rule 9: the next request', () => {
  it('always begins with the same messages, so that provider caches hit', async () => {
    const generator = scriptedModel(drafts(3))
    const ask = prompt('Write about rain.', { system: 'Be brief.' })
    await run({ generator, validators: [never] }, {}, testScope(), ask)
    const openings = generator.requests.map(({ messages }) => messages.slice(0, 2))
    expect(openings[0]).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Write about rain.\n\nRequirements:\n- never holds' },
    ])
    expect(openings[2]).toEqual(openings[0])
  })

  it('is exactly the prompt if there are no requirements', async () => {
    const generator = scriptedModel(['draft'])
    await run({ generator }, {}, testScope(), prompt(' as it is \n'))
    expect(generator.requests[0]?.messages).toEqual([{ role: 'user', content: ' as it is \n' }])
  })
})

it('contains every iteration with its request in the thought', async () => {
  const generator = scriptedModel([answer({ text: 'one' }), 'two'])
  const critics = [
    scriptedCritic('critic', [critique({ needsImprovement: true, feedback: 'Say more.' }), true]),
  ]
  const validators = [{ ...never, validate: () => validation() }]
  const thought = await run({ generator, critics, validators })
  expect(thought.iterations.map(({ index }) => index)).toEqual([1, 2])
  expect(thought.iterations[1]?.generation?.messages).toEqual(generator.requests[1]?.messages)
  expect(JSON.parse(JSON.stringify(thought))).toEqual(thought)
  expect(thought.usage).toMatchObject({ calls: 4, costUsd: null })
})
