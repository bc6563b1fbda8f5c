import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { schemasFor } from '../../../src/config/schema.ts'
import { flagsOf } from '../../../src/config/setting.ts'
import { addSettings, settingsFromFlags, textOrFile } from '../../../src/cli/options/settings.ts'
import { createRegistry } from '../../../src/plugins/registry.ts'
import { temporaryFolder } from '../../helpers/folder.ts'

const folder = temporaryFolder()

const parse = (...args: string[]) => {
  const command = addSettings(new Command(), 'batch').parse(args, { from: 'user' })
  return settingsFromFlags(command.opts())
}

describe('the flags of settings', () => {
  it.each<[string[], object]>([
    [
      ['--min-words', '4', '--max-words', '6'],
      { validators: [{ name: 'length', min: 4, max: 6, unit: 'words' }] },
    ],
    [['--max-chars', '6'], { validators: [{ name: 'length', max: 6, unit: 'characters' }] }],
    [
      ['--require', 'a', '--forbid', 'b'],
      {
        validators: [
          { name: 'content', required: ['a'] },
          { name: 'content', forbidden: ['b'] },
        ],
      },
    ],
    [
      ['--require', 'a, b,', '--require', 'c'],
      { validators: [{ name: 'content', required: ['a', 'b', 'c'] }] },
    ],
    [
      ['--validator', 'json', '--min-words', '1'],
      { validators: ['json', { name: 'length', min: 1, unit: 'words' }] },
    ],
    [['--critic', 'reflexion', '--critic', 'self-refine'], { critics: ['reflexion', 'self-refine'] }],
    [['--critic', 'reflexion', '--no-critics'], { critics: [] }],
    [['--plugin', 'a.mjs', '--plugin', 'b.mjs'], { plugins: ['a.mjs', 'b.mjs'] }],
    [['-s', 'Be kind.'], { system: 'Be kind.' }],
    [['-n', '5', '--temperature', '0.5'], { maxIterations: 5, temperature: 0.5 }],
    [['-j', 'auto'], { concurrency: 'auto' }],
    [['-j', '7', '--timeout', '90s'], { concurrency: 7, timeout: '90s' }],
    [['--max-errors', '5'], { maxErrors: 5 }],
    [['--max-errors', '5%'], { maxErrors: '5%' }],
    [['--stream'], { stream: true }],
    [['--no-stream'], { stream: false }],
    [['--no-cache'], { cache: false }],
    [['--refresh-cache'], { refreshCache: true }],
  ])('%j set %j', async (args, expected) => {
    expect(await parse(...args)).toEqual(expected)
  })

  it('set nothing unless they are given', async () => {
    expect(await parse()).toEqual({})
  })

  it.each([
    [['-j', '0'], '--concurrency must be 1 or more, not 0'],
    [['-j', 'ten'], '--concurrency must be a number or auto, not "ten"'],
    [['-n', '21'], '--max-iterations must be 20 or less, not 21'],
    [['-n', 'many'], '--max-iterations must be a number, not "many"'],
    [['--max-tokens', '1.5'], '--max-tokens must be a whole number, not 1.5'],
    [['--max-cost', '0'], '--max-cost must be above 0, not 0'],
    [['--timeout', 'soon'], '--timeout must be a duration, for example 90s or 2h, not "soon"'],
    [
      ['--max-errors', 'few'],
      '--max-errors must be a whole number or a percentage, for example 5 or 5%, not "few"',
    ],
    [['-m', 'gpt-4o'], '--model: "gpt-4o" lacks a provider; did you mean openai:gpt-4o?'],
    [
      ['-m', 'mine'],
      '--model must be provider:model, for example openai:gpt-6-luna or sim:writer, not "mine"',
    ],
    [['--min-words', '-1'], '--min-words must be 0 or more, not -1'],
    [['--min-words', '500', '--max-words', '400'], '--min-words 500 is more than --max-words 400'],
  ])('%j are an error: %s', async (args, message) => {
    await expect(async () => parse(...args)).rejects.toThrow(message)
  })

  it('have the description and the default of the setting as their help', () => {
    const help = addSettings(new Command(), 'batch').configureHelp({ helpWidth: 200 }).helpInformation()
    for (const type of Object.values(schemasFor(createRegistry()).settings.shape)) {
      for (const { usage, commands } of flagsOf(type)) {
        if (commands.includes('batch')) expect(help).toContain(`  ${usage} `)
      }
    }
    expect(help).toMatch(/--max-iterations <number> +maximum generations per prompt, 1 to 20 \(default: 3\)/)
    expect(help).toMatch(
      /--critic <name\[=model\]> +critic that reviews every draft; repeatable \(default: reflexion\)/,
    )
  })

  it('are those of the command', () => {
    const help = addSettings(new Command(), 'validate').helpInformation()
    expect(help).toContain('--validation <all|fail-fast>')
    expect(help).not.toContain('--concurrency')
  })
})

it('a text is itself, or the content of a file', async () => {
  const path = folder.write('system.md', 'Be kind.\n')
  expect(await textOrFile(`@${path}`)).toBe('Be kind.')
  expect(await parse('-s', `@${path}`)).toEqual({ system: 'Be kind.' })
  expect(await textOrFile('me@home')).toBe('me@home')
  await expect(textOrFile('@absent.md')).rejects.toThrow('absent.md')
})

it('a JSON Schema may be in a file', async () => {
  const path = folder.write('schema.json', '{"type": "object", "required": ["a"]}')
  expect(await parse('--validator', `json:schema=@${path},allowFence=false`)).toEqual({
    validators: ['json:schema={"type": "object"\\, "required": ["a"]},allowFence=false'],
  })
})
