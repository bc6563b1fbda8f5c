import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { batch, ConfigError, defineCritic, improve, validate, type SifakaEvent } from '../../src/index.ts'
import * as z from 'zod'

it('improves a prompt, as the command does', async () => {
  const thought = await improve('Write about rain', {
    model: 'sim:writer',
    maxIterations: 8,
    validators: ['length:max=60', { name: 'content', required: ['umbrella'] }],
  })
  expect(thought).toMatchObject({ outcome: 'accepted', prompt: { text: 'Write about rain', index: 0 } })
  expect(thought.text).toContain('umbrella')
})

it('yields a thought a prompt, in order, from any iterable', async () => {
  const texts = []
  const inputs = [{ text: 'one', id: 'first' }, 'two', 'three']
  for await (const { prompt } of batch(inputs, { model: 'sim:writer', concurrency: 2 })) texts.push(prompt)
  expect(texts).toMatchObject([{ id: 'first', text: 'one' }, { text: 'two' }, { text: 'three', index: 2 }])
})

it('tells observers what happens', async () => {
  const types = new Set<SifakaEvent['type']>()
  const observers = [{ name: 'test', on: (event: SifakaEvent) => void types.add(event.type) }]
  await improve('Write.', { model: 'sim:writer', observers })
  expect([...types]).toEqual(
    expect.arrayContaining(['thought-start', 'call-end', 'critique-end', 'thought-end']),
  )
})

it('stops when its signal aborts, and says so', async () => {
  const controller = new AbortController()
  const observers = [
    { name: 'stop', on: ({ type }: SifakaEvent) => void (type === 'generation-end' && controller.abort()) },
  ]
  const thought = await improve('Write.', { model: 'sim:writer', observers, signal: controller.signal })
  expect(thought).toMatchObject({ outcome: 'cancelled', stopReason: 'cancelled' })
  expect(thought.text).not.toBe('')
})

it('validates a text alone, and never takes what could not answer for a pass', async () => {
  expect(await validate('one two', { validators: ['length:min=2', 'json'] })).toMatchObject({
    passed: false,
    validations: [
      { validator: 'length', passed: true },
      { validator: 'json', passed: false },
    ],
    failures: [],
  })
  const runaway = { name: 'pattern', required: '(a+)+$' } as const
  expect(await validate(`${'a'.repeat(50_000)}b`, { validators: [runaway] })).toMatchObject({
    passed: false,
    validations: [],
    failures: [{ role: 'validator', name: 'pattern' }],
  })
})

it('rejects settings that cannot be used', async () => {
  await expect(improve('Write.', {})).rejects.toBeInstanceOf(ConfigError)
  await expect(improve('Write.', { model: 'openai:gpt-4', env: {} })).rejects.toThrow(
    'OPENAI_API_KEY is not set',
  )
  await expect(validate('x', { validators: ['lenght'] })).rejects.toThrow('did you mean "length"?')
})

it('refuses to validate without validators, and two prompts with one id', async () => {
  await expect(validate('a text', {})).rejects.toThrow(ConfigError)
  const inputs = [
    { text: 'one', id: 'same' },
    { text: 'two', id: 'same' },
  ]
  const run = async () => {
    for await (const { text } of batch(inputs, { model: 'sim:writer', critics: [] }))
      expect(text).not.toBe('')
  }
  await expect(run()).rejects.toThrow('two prompts have the id "same"')
})

it('refuses prompts without text, and one text in place of a list of prompts', async () => {
  const settings = { model: 'sim:writer', critics: [] } as const
  await expect(improve(' ', settings)).rejects.toThrow('the prompt has no text')
  const runOn = (prompts: Parameters<typeof batch>[0]) => batch(prompts, { ...settings, concurrency: 1 })
  const none = runOn(undefined as unknown as string[])
  await expect(none[Symbol.asyncIterator]().next()).rejects.toThrow('the prompts are not a list')
  const second = async (prompts: object) => {
    const thoughts = runOn(prompts as Parameters<typeof batch>[0])
    await thoughts.next()
    await thoughts.next()
  }
  for (const odd of ['', { text: '' }, { prompt: 'two' }, 3, null, undefined])
    await expect(second(['one', odd]), inspect(odd)).rejects.toThrow('prompt 2 has no text')
  // @ts-expect-error a text is no list of prompts, although it is iterable
  await expect(runOn('Write about rain').next()).rejects.toThrow('the prompts are one text, not a list')
})

it('gives critics of plugins a way to ask models', async () => {
  const asker = defineCritic({
    name: 'asker',
    summary: 'asks',
    create: (_options, { critic, ask }) => ({
      model: 'sim:writer',
      async critique(draft, _, scope) {
        const shape = z.object({ needsImprovement: z.boolean(), feedback: z.string() })
        const question = { name: 'asker', rubric: 'Is it fine?', shape }
        const { value, answer } = await ask(critic(), question, draft, scope)
        const { usage } = answer
        const rest = { confidence: 1, severity: 'low', suggestions: [], usage } as const
        return { critic: 'asker', model: 'sim:writer', ...value, ...rest }
      },
    }),
  })
  const options = { model: 'sim:writer', maxIterations: 1, plugins: [asker], critics: ['asker'] }
  const { iterations } = await improve('Write.', options)
  expect(iterations[0]).toMatchObject({ critiques: [{ critic: 'asker' }], failures: [] })
})

it('speaks of options, not of flags', async () => {
  await expect(improve('Write.', {})).rejects.toMatchObject({
    hint: expect.stringContaining("model: 'sim:writer'") as string,
  })
  await expect(improve('Write.', { model: 'sim:writer', refreshCache: true, cache: false })).rejects.toThrow(
    'refreshCache needs the cache, which is off',
  )
  const run = improve('Write.', { model: 'sim:writer', deadline: '1ms', store: false })
  const end = await run.catch((error: unknown) => error)
  expect(inspect(end, { depth: null })).not.toMatch(/\s--[a-z]/)
  const { failures } = await validate('a text', {
    validators: [{ name: 'similarity', to: 'draft', min: 0.5 }],
  })
  expect(failures).toMatchObject([{ message: expect.stringContaining('the field draft') as string }])
})
