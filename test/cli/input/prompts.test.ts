import { describe, expect, it } from 'vitest'
import type { Source } from '../../../src/cli/input/prompts.ts'
import { promptsOf } from './prompt-source.ts'

describe('a row', () => {
  it('becomes a prompt, and what is not known passes through', async () => {
    const row = {
      prompt: 'Write.',
      id: 7,
      draft: 'd',
      system: 's',
      validators: ['length:min=4'],
      key: 1,
      note: { a: 1 },
    }
    expect(await promptsOf(JSON.stringify(row))).toMatchObject([
      {
        id: '7',
        index: 0,
        text: 'Write.',
        draft: 'd',
        system: 's',
        validators: [{ name: 'length', min: 4, unit: 'words' }],
        meta: { key: 1, note: { a: 1 } },
      },
    ])
  })

  it.each<[string, Partial<Source>, unknown]>([
    ['{"prompt":"a","source":"Eine Lampe"}', {}, 'Eine Lampe'],
    ['{"prompt":"a","source":{"price":9}}', {}, { price: 9 }],
    ['prompt,source\na,Eine Lampe\n', { format: 'csv' }, 'Eine Lampe'],
    ['prompt,source\na,"{""price"":9}"\n', { format: 'csv' }, { price: 9 }],
    ['prompt;source\na;{count, plural, other {#}}\n', { format: 'csv' }, '{count, plural, other {#}}'],
    ['prompt;source\na;[1]\n', { format: 'csv' }, '[1]'],
    ['prompt,source\na,\n', { format: 'csv' }, undefined],
  ])('%j has a source, which is no other field', async (text, more, source) => {
    const [prompt] = await promptsOf(text, more)
    expect(prompt).toMatchObject({ meta: {} })
    expect(prompt?.source).toEqual(source)
  })

  it('with another source is another prompt', async () => {
    const rows = ['A', 'B', 'A'].map((source) => JSON.stringify({ prompt: 'a', source }))
    const [first, second, third] = (await promptsOf(rows.join('\n'))).map(({ id }) => id)
    expect(second).not.toContain(first)
    expect(third).toBe(`${first}-2`)
  })

  it('is known by its content, and the same content twice is two prompts', async () => {
    const [first, second, other] = await promptsOf('a\na\nb\n', { format: 'lines' })
    expect(second?.id).toBe(`${first?.id}-2`)
    expect(other?.id).not.toBe(first?.id)
    expect((await promptsOf('x\na\n', { format: 'lines' }))[1]?.id).toBe(first?.id)
  })

  it('names the model that writes it', async () => {
    expect(await promptsOf('{"prompt":"a","model":"sim:other"}')).toMatchObject([
      { model: 'sim:other', meta: {} },
    ])
    expect(await promptsOf('prompt,model\na,\n', { format: 'csv' })).toMatchObject([{ model: undefined }])
  })

  it('is counted among equal ones in no more time than the first', async () => {
    const prompts = await promptsOf('same\n'.repeat(100_000), { format: 'lines' })
    expect(prompts.at(-1)?.id).toBe(`${prompts[0]?.id}-100000`)
    expect(new Set(prompts.map(({ id }) => id)).size).toBe(100_000)
  })

  it('never gets an id that another row was given', async () => {
    const id = (await promptsOf('{"prompt":"a"}'))[0]?.id
    const rows = [{ prompt: 'x', id: `${id}-2` }, { prompt: 'a' }, { prompt: 'a' }]
    const prompts = await promptsOf(rows.map((row) => JSON.stringify(row)).join('\n'))
    expect(prompts.map((prompt) => prompt.id)).toEqual([`${id}-2`, id, `${id}-3`])
  })

  it('takes fields named as parts of objects for fields', async () => {
    const [prompt] = await promptsOf('{"prompt":"a","constructor":2,"toString":"x"}')
    expect(prompt?.meta).toEqual({ constructor: 2, toString: 'x' })
    await expect(promptsOf('{"prompt":"a","__proto__":{"system":"x"}}')).rejects.toThrow('"__proto__"')
  })

  it('fills in a template from its fields, its vars and --var', async () => {
    const [prompt] = await promptsOf('product,price\nLamp,9\n', {
      format: 'csv',
      template: 'Sell {{product}} for {{ price }} {{currency}}.',
      vars: { currency: 'EUR' },
    })
    expect(prompt).toMatchObject({ text: 'Sell Lamp for 9 EUR.', meta: { product: 'Lamp', price: '9' } })
  })

  it.each<[string, Partial<Source>, string]>([
    ['sku,name\n1,lamp\n2,\n', { format: 'csv', template: 'Describe {{name}}' }, '3: {{name}} is empty'],
    ['a,b\n, \t\nx,\n', { format: 'csv', template: '{{b}} and {{ b }}' }, '3: {{b}} is empty'],
    ['id,a,b\n1,,\n', { format: 'csv', template: '{{a}}{{b}}' }, '2: {{a}}, {{b}} are empty'],
    ['{"name":" "}', { template: 'Describe {{name}}' }, '1: {{name}} is empty'],
    ['{"name":null}', { template: 'Describe {{name}}' }, '1: {{name}} is empty'],
    ['{"prompt":"Hi {{name}}","vars":{"name":""}}', {}, '1: {{name}} is empty'],
    ['{"a":""}', { template: '{{a}} in {{to}}', vars: { to: 'French' } }, '1: {{a}} is empty'],
  ])('sends no prompt for %j whose fields are all empty', async (text, more, message) => {
    await expect(promptsOf(text, more)).rejects.toThrow(`standard input:${message}`)
  })

  it.each<[string, Partial<Source>, string]>([
    ['a,b\nx,\n', { format: 'csv', template: '{{a}}|{{b}}' }, 'x|'],
    ['{"a":0}', { template: '{{a}}' }, '0'],
    ['{"a":""}', { template: 'Say {{word}}', vars: { word: '' } }, 'Say '],
  ])('fills in %j, of which a field is given', async (text, more, expected) => {
    expect((await promptsOf(text, more)).map((prompt) => prompt.text)).toEqual([expected])
  })

  it('keeps braces that nothing was given for', async () => {
    expect(await promptsOf('Explain {{mustache}}', { format: 'lines' })).toMatchObject([
      { text: 'Explain {{mustache}}' },
    ])
    const [prompt] = await promptsOf('{"prompt":"Hi {{name}}","vars":{"name":"Ada"}}')
    expect(prompt?.text).toBe('Hi Ada')
  })

  it.each<[Partial<Source>, string[]]>([
    [{ limit: 2 }, ['0 a', '1 a']],
    [{ range: { from: 2, to: Infinity } }, ['1 a', '2 c']],
    [{ range: { from: 2, to: 2 } }, ['1 a']],
  ])('keeps its index and its id when %j is chosen', async (choice, expected) => {
    const all = await promptsOf('a\na\nc\n', { format: 'lines' })
    const chosen = await promptsOf('a\na\nc\n', { format: 'lines', ...choice })
    expect(chosen.map(({ index, text }) => `${index} ${text}`)).toEqual(expected)
    for (const prompt of chosen) expect(prompt).toEqual(all[prompt.index])
  })

  it('does not wait for another once the limit is reached', async () => {
    async function* open(): AsyncGenerator<Buffer> {
      yield Buffer.from('a\nb\n')
      await new Promise(() => undefined)
    }
    expect(await promptsOf('', { format: 'lines', limit: 2, stdin: open() })).toHaveLength(2)
  })

  it.each<[string, Partial<Source>, string]>([
    ['{"prompt":""}', {}, 'standard input:1: the prompt is empty'],
    ['{"promt":"a"}', {}, 'standard input:1: no field "prompt"'],
    ['{"prompt":5}', {}, '"prompt" is not a string'],
    ['{"prompt":"a","id":1}\n{"prompt":"b","id":"1"}', {}, ':2: the id "1" is already used in line 1'],
    ['{"prompt":"a","id":[]}', {}, 'an id must be a string or a number'],
    ['{"prompt":"a","id":12345678901234567890}', {}, 'the number 12345678901234567890 has too many digits'],
    ['{"prompt":"{{n}}","n":1234567890123456789}', {}, 'the number 1234567890123456789 has too many digits'],
    ['{"prompt":"a","model":"gpt-4o"}', {}, 'standard input:1: model must be provider:model'],
    ['{"prompt":"a","validators":["lenght"]}', {}, 'no validator is called "lenght"'],
    ['{"prompt":"Hi {{nam}}","vars":{"name":"Ada"}}', {}, '{{nam}} has no value'],
    ['{"a":1}', { template: '{{b}}' }, '{{b}} has no value'],
  ])('%s is an error', async (text, more, message) => {
    await expect(promptsOf(text, more)).rejects.toThrow(message)
  })
})
