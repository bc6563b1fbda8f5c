/** What callers of the library pass is obeyed or refused, also in JavaScript, where no compiler checks it. */
import { describe, expect, it } from 'vitest'
import { batch, ConfigError, improve, openStore, UsageError, validate } from '../../src/index.ts'

const anything = (value: unknown) => value as never

describe('options', () => {
  it('may be omitted, and the error says which one is needed', async () => {
    await expect(improve('Write.')).rejects.toThrow('no model')
    await expect(batch(['Write.']).next()).rejects.toThrow('no model')
    await expect(validate('a text')).rejects.toThrow('no validators are given')
  })

  it.each([null, 'sim:writer', 7, [['model', 'sim:writer']]])('%j is refused', async (options) => {
    const calls = [
      improve('Write.', anything(options)),
      batch(['Write.'], anything(options)).next(),
      validate('a text', anything(options)),
      openStore(anything(options)),
    ]
    for (const call of calls) {
      await expect(call).rejects.toBeInstanceOf(ConfigError)
      await expect(call).rejects.toThrow('the options are not an object')
    }
  })

  it.each<[object, string]>([
    [{ modle: 'sim:writer' }, 'modle: unknown setting'],
    [{ env: 'A=1' }, 'env must be an object'],
    [{ signal: true }, 'signal must be an AbortSignal'],
    [{ plugins: './calm.mjs' }, 'plugins must be a list'],
    [{ observers: () => undefined }, 'observers must be a list'],
    [{ observers: [{}] }, 'observers must be a list'],
  ])('%j is refused by name', async (options, message) => {
    await expect(improve('Write.', { model: 'sim:writer', ...options })).rejects.toThrow(message)
    await expect(validate('a text', { validators: ['json'], ...options })).rejects.toThrow(message)
  })

  it('of openStore are known, too', async () => {
    const call = openStore(anything({ name: 'files' }))
    await expect(call).rejects.toMatchObject({
      message: 'openStore has no option "name"',
      hint: 'known: store, env, signal',
    })
  })

  it('the text to validate is a string', async () => {
    await expect(validate(anything(7), { validators: ['json'] })).rejects.toThrow('the text is not a string')
  })
})

describe('the variables of a prompt', () => {
  const settings = { model: 'sim:writer', critics: [], maxIterations: 1, store: false } as const
  const vars = { topic: 'tides' }

  it('fill its text, its system prompt and its own validators', async () => {
    const { prompt } = await improve(
      {
        text: 'About {{topic}}, \\{{as is}}',
        system: 'Love {{topic}}.',
        vars,
        validators: [{ name: 'content', required: ['{{topic}}'] }],
      },
      settings,
    )
    expect(prompt).toMatchObject({
      text: 'About tides, {{as is}}',
      system: 'Love tides.',
      validators: [{ name: 'content', required: ['tides'] }],
    })
  })

  it('fill the system prompt of the settings, which needs a value', async () => {
    const options = { ...settings, system: 'Love {{topic}}.' }
    expect((await improve({ text: 'Write.', vars }, options)).prompt.system).toBe('Love tides.')
    expect(await improve('Write.', options)).toMatchObject({
      outcome: 'failed',
      error: { message: expect.stringContaining('the system prompt: {{topic}} has no value') as string },
    })
  })

  it('fill the prompts of a batch', async () => {
    const texts = []
    const prompts = [{ text: 'On {{topic}}', vars }, 'On {{topic}}']
    for await (const { prompt } of batch(prompts, settings)) texts.push(prompt.text)
    expect(texts).toEqual(['On tides', 'On {{topic}}'])
  })

  it('are refused if a name has no value, or if they are used nowhere', async () => {
    const wrong = improve({ text: 'About {{topc}}', vars }, settings)
    await expect(wrong).rejects.toMatchObject({ message: 'the prompt: {{topc}} has no value' })
    const unused = improve({ text: 'About rain', vars }, settings)
    await expect(unused).rejects.toBeInstanceOf(UsageError)
    await expect(unused).rejects.toThrow('vars: {{topic}} occurs nowhere')
  })
})
