import { expect, it } from 'vitest'
import {
  collect,
  settingsFromFlags,
  textOrFile,
  toList,
  toVars,
  type LoopFlags,
} from '../../../src/cli/options/flags.ts'
import { temporaryFolder } from '../../helpers/folder.ts'

const folder = temporaryFolder()

it.each<[LoopFlags & { maxErrors?: string }, object]>([
  [{ minWords: 4, maxWords: 6 }, { validators: [{ name: 'length', min: 4, max: 6, unit: 'words' }] }],
  [{ maxChars: 6 }, { validators: [{ name: 'length', max: 6, unit: 'characters' }] }],
  [
    { require: ['a'], forbid: ['b'] },
    {
      validators: [
        { name: 'content', required: ['a'] },
        { name: 'content', forbidden: ['b'] },
      ],
    },
  ],
  [{ validator: ['json'], minWords: 1 }, { validators: ['json', { name: 'length', min: 1, unit: 'words' }] }],
  [{ critic: ['reflexion'] }, { critics: ['reflexion'] }],
  [{ critics: false, critic: ['reflexion'] }, { critics: [] }],
  [{ system: 'Be kind.' }, { system: 'Be kind.' }],
  [{ maxErrors: '5' }, { maxErrors: 5 }],
  [{ maxErrors: '5%' }, { maxErrors: '5%' }],
])('%j sets %j', async (flags, expected) => {
  const settings = await settingsFromFlags(flags)
  expect(JSON.parse(JSON.stringify(settings))).toEqual(expected)
})

it('a text is itself, or that of a file', async () => {
  const path = folder.write('system.md', 'Be kind.\n')
  expect(await textOrFile(`@${path}`)).toBe('Be kind.')
  expect(await textOrFile('me@home')).toBe('me@home')
  await expect(textOrFile('@absent.md')).rejects.toThrow('cannot read absent.md')
})

it('repeated flags add up', () => {
  expect(toList('c, d,', toList('a,b'))).toEqual(['a', 'b', 'c', 'd'])
  expect(collect('b', collect('a'))).toEqual(['a', 'b'])
  expect(toVars('b=2=3', toVars('a=1'))).toEqual({ a: '1', b: '2=3' })
})
