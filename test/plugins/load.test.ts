import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { loadSettings } from '../../src/config/load.ts'
import { defineCritic, defineValidator, improve, validate } from '../../src/index.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()

const write = (name: string, code: string) => folder.write(name, code)
const definition = (name: string, create: string) =>
  `export const it = { name: ${JSON.stringify(name)}, summary: 'of my own', create: ${create} }`

const load = (flags: Record<string, unknown>, more: { config?: string } = {}) =>
  loadSettings({
    flags,
    env: { XDG_CONFIG_HOME: folder.path('none') },
    cwd: folder.path('.'),
    warn: () => undefined,
    ...more,
  })

describe('a plugin', () => {
  it('makes validators that settings can name, with options, defaults and severity', async () => {
    const path = write(
      'share.mjs',
      `export default ({ defineValidator, z }) => defineValidator({
      name: 'capitals', summary: 'mostly capitals', options: z.strictObject({ share: z.number().default(0.5) }),
      create: ({ share }) => ({
        requirement: 'at least ' + share + ' capitals',
        validate({ text }) { const found = text.replace(/[^A-Z]/g, '').length / text.length; return { passed: found >= share, score: found / share, measured: found } },
      }),
    })`,
    )
    const options = {
      plugins: [path],
      validators: ['capitals:share=0.8,severity=warning', 'capitals'] as const,
    }
    expect(await validate('ABcd', { ...options, validators: [...options.validators] })).toMatchObject({
      passed: true,
      validations: [
        {
          validator: 'capitals',
          passed: false,
          score: 0.625,
          measured: 0.5,
          bound: 'at least 0.8 capitals',
          severity: 'warning',
          message: '0.5; required: at least 0.8 capitals',
        },
        { passed: true, score: 1 },
      ],
    })
    await expect(load({ plugins: [path], validators: ['capitals:shre=1'] })).rejects.toThrow(
      'validator capitals has no option "shre" (did you mean "share"?)',
    )
  })

  it('that throws, or gives no proper answer, when it is asked is a failure, and the others go on', async () => {
    const path = write(
      'throws.mjs',
      `
      export const one = { name: 'throws', summary: 's', create: () => ({ validate() { throw new Error('not today') } }) }
      export const two = { name: 'mumbles', summary: 's', create: () => ({ validate: async () => ({ pass: true }) }) }`,
    )
    expect(
      await validate('text', { plugins: [path], validators: ['throws', 'mumbles', 'length:min=1'] }),
    ).toMatchObject({
      passed: false,
      validations: [{ validator: 'length', passed: true }],
      failures: [
        { name: 'throws', message: 'not today' },
        {
          name: 'mumbles',
          message: expect.stringContaining('it returned an invalid result: passed: ') as string,
        },
      ],
    })
  })

  it.each<[string, string, string]>([
    ['absent.mjs', '', 'there is no plugin absent.mjs'],
    ['throw.mjs', 'throw new Error("at import")', 'plugin throw.mjs cannot be loaded: at import'],
    ['syntax.mjs', 'export default {', 'plugin syntax.mjs cannot be loaded: '],
    ['needs.mjs', 'import "not-installed-at-all"', 'plugin needs.mjs cannot be loaded: '],
    ['empty.mjs', 'export {}', 'plugin empty.mjs exports nothing'],
    ['wrong.mjs', 'export const x = 3', 'plugin wrong.mjs: an export: '],
    ['nameless.mjs', 'export default { summary: "s", create() {} }', 'plugin nameless.mjs: undefined.name: '],
    [
      'no-create.mjs',
      'export default { name: "n", summary: "s" }',
      'plugin no-create.mjs: n.create: must be a function',
    ],
    [
      'options.mjs',
      definition('o', '() => 1').replace('summary', 'options: {}, summary'),
      'plugin options.mjs: o.options: must be an object schema of zod 4',
    ],
    [
      'clash.mjs',
      definition('length', '() => 1'),
      'plugin clash.mjs: a validator called "length" already exists',
    ],
    [
      'twice.mjs',
      `${definition('two', '() => 1')}\nexport const again = { ...it }`,
      'a validator called "two" already exists',
    ],
  ])('%s that cannot be used is a settings error: %s', async (name, code, message) => {
    if (code !== '') write(name, code)
    await expect(load({ plugins: [name] })).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining(message) as string,
    })
    // As it is when it is tried again.
    await expect(load({ plugins: [name] })).rejects.toThrow(message)
  })

  it.each([
    [
      'makes-nothing.mjs',
      'makes-nothing',
      '() => ({})',
      'create must return an object with a function "validate"',
    ],
    [
      'make-throws.mjs',
      'make-throws',
      '() => { throw new Error("no file") }',
      'validator make-throws: no file',
    ],
  ])('%s is one as soon as it is made', async (name, validator, create, message) => {
    const path = write(name, definition(validator, create))
    await expect(validate('x', { plugins: [path], validators: [validator] })).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining(message) as string,
    })
  })

  it('must be a file, since a pipe could be read for ever', async () => {
    execFileSync('mkfifo', [folder.path('pipe.mjs')])
    for (const plugin of ['pipe.mjs', '.']) {
      await expect(load({ plugins: [plugin] })).rejects.toThrow(`plugin ${plugin} is not a file`)
    }
  })

  it('is looked for beside the settings file that names it, or from the current folder', async () => {
    write('beside.mjs', definition('beside', '() => ({ validate: () => ({ passed: true }) })'))
    const config = folder.write('named.json', { plugins: ['./beside.mjs'], validators: ['beside'] })
    const { settings } = await loadSettings({ flags: {}, env: {}, cwd: '/', config, warn: () => undefined })
    expect(settings.validators).toEqual([{ name: 'beside' }])
    write('here.mjs', definition('here', '() => ({ validate: () => ({ passed: true }) })'))
    expect((await load({ plugins: ['here.mjs'], validators: ['here'] })).settings.validators).toEqual([
      { name: 'here' },
    ])
  })

  it('may define a critic', async () => {
    const critic = defineCritic({
      name: 'grumpy',
      summary: 'never content',
      create: () => ({
        model: 'mine:none',
        critique: async () => ({ needsImprovement: true, feedback: 'meh' }) as never,
      }),
    })
    const thought = await improve('Write.', {
      model: 'sim:writer',
      plugins: [critic],
      critics: ['grumpy'],
      maxIterations: 2,
    })
    expect(thought.iterations[0]?.critiques).toMatchObject([
      {
        critic: 'grumpy',
        model: 'mine:none',
        needsImprovement: true,
        feedback: 'meh',
        suggestions: [],
        usage: { calls: 0 },
      },
    ])
  })

  it('may be given by a program, more than once', async () => {
    const even = defineValidator({
      name: 'even',
      summary: 'even length',
      create: () => ({ validate: ({ text }) => ({ passed: text.length % 2 === 0 }) }),
    })
    for (const [text, passed] of [
      ['ab', true],
      ['abc', false],
    ] as const)
      expect(await validate(text, { plugins: [even], validators: ['even'] })).toMatchObject({ passed })
  })
})

describe('the plugins of one run', () => {
  const calm = (maxMarks: number) =>
    defineValidator({
      name: 'calm',
      summary: `at most ${maxMarks} exclamation marks`,
      create: () => ({ validate: ({ text }) => ({ passed: text.split('!').length - 1 <= maxMarks }) }),
    })

  it('are unknown to another, which may define the same name', async () => {
    const check = (plugin: ReturnType<typeof calm>) =>
      validate('Oh! Oh!', { plugins: [plugin], validators: ['calm'] })
    const [strict, lax] = await Promise.all([check(calm(1)), check(calm(2))])
    expect([strict.passed, lax.passed]).toEqual([false, true])
    expect(strict.validations[0]?.bound).toBe('at most 1 exclamation marks')
    await expect(validate('Oh!', { validators: ['calm'] })).rejects.toThrow('no validator is called "calm"')
  })

  it('are only in its own registry', async () => {
    const create = '() => ({ validate: () => ({ passed: true }) })'
    write('first.mjs', definition('mine', create))
    write('second.mjs', definition('mine', create).replace('of my own', 'the second'))
    const summaries = async (...plugins: string[]) =>
      (await load({ plugins })).registry.validators
        .filter(({ name }) => name === 'mine')
        .map(({ summary }) => summary)
    expect(await summaries('first.mjs', 'first.mjs')).toEqual(['of my own'])
    expect(await summaries('second.mjs')).toEqual(['the second'])
    expect(await summaries()).toEqual([])
    await expect(load({ plugins: ['first.mjs', 'second.mjs'] })).rejects.toThrow(
      'plugin second.mjs: a validator called "mine" already exists',
    )
  })
})
