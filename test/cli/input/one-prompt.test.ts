import { describe, expect, it } from 'vitest'
import { readPrompt } from '../../../src/cli/input/one-prompt.ts'
import { fillTemplate } from '../../../src/config/rules/fill-texts.ts'
import { stdinOf } from './prompt-source.ts'

describe('the one prompt', () => {
  const read = (words: string[], stdin = '', flags = {}, stdinIsTerminal = false) =>
    readPrompt(words, flags, { stdin: stdinOf(stdin), stdinIsTerminal })

  it.each<[string[], string, string]>([
    [['Write', 'about', 'rain'], '', 'Write about rain'],
    [['-'], 'from a pipe\n', 'from a pipe'],
    [[], 'from a pipe\n', 'from a pipe'],
    [['Summarise:', '-'], 'the text\n', 'Summarise:\n\nthe text'],
    [['argument only'], 'not read', 'argument only'],
  ])('%j with %j piped in is %j', async (words, stdin, text) => {
    expect((await read(words, stdin)).text).toBe(text)
  })

  it('is usage without one, and never waits for a terminal', async () => {
    await expect(read([], '', {}, true)).rejects.toThrow('no prompt given')
    await expect(read(['  '])).rejects.toThrow('no prompt given')
  })

  it('fills in variables', async () => {
    expect((await read(['About {{topic}}'], '', { var: { topic: 'rain' } })).text).toBe('About rain')
  })
})

it('a template takes nothing from prototypes, and inserts patterns as they are', () => {
  expect(() => fillTemplate('{{constructor}}', {}, 'x')).toThrow('{{constructor}} has no value')
  expect(fillTemplate('{{a}}', { a: '$& {{a}}' }, 'x')).toBe('$& {{a}}')
})
