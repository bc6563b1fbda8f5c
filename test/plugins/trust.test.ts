import { describe, expect, it } from 'vitest'
import { loadSettings } from '../../src/config/load.ts'
import { validate } from '../../src/index.ts'
import { sifaka } from '../helpers/command.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()

const write = (name: string, code: string) => folder.write(name, code)

const load = (flags: Record<string, unknown>, more: { config?: string } = {}) =>
  loadSettings({
    flags,
    env: { XDG_CONFIG_HOME: folder.path('none') },
    cwd: folder.path('.'),
    warn: () => undefined,
    ...more,
  })

describe('settings that were found, not named, may not run code', () => {
  it.each<[string, object, string]>([
    ['a plugin', { plugins: ['./evil.mjs'] }, 'plugins: ./evil.mjs is code that sifaka would run'],
    ['a plugin of a profile', { profiles: { mine: { plugins: ['./evil.mjs'] } } }, 'plugins: ./evil.mjs'],
    ['a command', { validators: [{ name: 'command', run: 'true' }] }, 'validator command runs a program'],
    ['a command in a spec', { validators: ['command:run=true'] }, 'validator command runs a program'],
    [
      'a command of a profile',
      { profiles: { mine: { validators: ['command:run=true'] } } },
      'validator command',
    ],
    [
      'a command as a part',
      { validators: [{ name: 'any', validators: [{ name: 'not', validators: 'command:run=true' }] }] },
      'validator any: validators.0: validator not: validators.0: validator command runs',
    ],
  ])('%s', async (_name, content, message) => {
    write('evil.mjs', 'globalThis.evil = true; throw new Error("ran")')
    const path = folder.write('sifaka.config.json', content)
    await expect(load({})).rejects.toMatchObject({
      message: expect.stringMatching(/, which is allowed only in a settings file that you name$/) as string,
      hint: `if you trust this file: sifaka config trust ${path}, or name it with --config ${path}`,
    })
    await expect(load({})).rejects.toThrow(message)
    expect(globalThis).not.toHaveProperty('evil')
    folder.write('sifaka.config.json', {})
  })

  it('while those that are named, and the command line, may', async () => {
    const config = folder.write('mine.json', { validators: ['command:run=true'] })
    expect((await load({}, { config })).settings.validators).toMatchObject([
      { name: 'command', run: ['true'] },
    ])
    expect((await load({ validators: ['command:run=true'] })).settings.validators).toHaveLength(1)
  })

  it('and nor may the rows of an input', async () => {
    const row = JSON.stringify({ prompt: 'x', text: 'x', validators: ['command:run=touch'] })
    for (const args of [
      ['batch', '-', '--model', 'sim:writer'],
      ['validate', '-'],
    ]) {
      const { code, stderr } = await sifaka([...args, '--input-format', 'jsonl'], { input: row })
      expect(stderr).toContain('validator command runs a program')
      expect(code).toBe(2)
    }
    const prompt = { text: 'x', validators: [{ name: 'command', run: 'true' } as const] }
    await expect(validate('x', { prompt })).rejects.toThrow('validator command runs a program')
  })
})
