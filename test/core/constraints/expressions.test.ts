/** A regular expression contradicts what a text must begin with, end with or contain only if every such text breaks it. */
import { describe, expect, it } from 'vitest'
import { conflictOf, content, frequency, length, of, pattern } from './conflicts.ts'

const startsWith = of('starts-with')
const endsWith = of('ends-with')
const format = of('format')

const CONFLICT: readonly (readonly object[])[] = [
  [startsWith({ text: 'Dear' }), pattern({ forbidden: '^Dear' })],
  [startsWith({ text: 'Dear' }), pattern({ forbidden: 'Dear' })],
  [startsWith({ text: 'Dear' }), pattern({ forbidden: '^dear', flags: 'iu' })],
  [startsWith({ text: 'Dear', caseSensitive: true }), pattern({ forbidden: '^[A-Z]' })],
  [startsWith({ text: ['Dear', 'Hello'] }), pattern({ forbidden: ['^Dear', '^Hello'] })],
  [startsWith({ text: 'Dear Sir' }), pattern({ forbidden: String.raw`^Dear\b`, flags: 'iu' })],
  [endsWith({ text: 'the lamp.' }), pattern({ forbidden: String.raw`lamp\.$` })],
  [endsWith({ text: 'lamp' }), pattern({ forbidden: '[a-z]$', flags: 'i' })],
  [content({ required: ['solar'] }), pattern({ forbidden: 'solar', flags: 'i' })],
  [content({ required: ['solar'], caseSensitive: true }), pattern({ forbidden: 'sol' })],
  [
    content({ required: ['solar'], wholeWord: true }),
    pattern({ forbidden: String.raw`\bsolar\b`, flags: 'i' }),
  ],
  [frequency({ term: '7', min: 2 }), pattern({ forbidden: String.raw`\d` })],
  [startsWith({ text: 'Dear' }), pattern({ required: '^Hello' })],
  [endsWith({ text: '.' }), pattern({ required: String.raw`\?$` })],
  [pattern({ required: '^Dear' }), pattern({ required: '^Hello' })],
  [pattern({ required: ['!$', String.raw`\w+\.$`] })],
  [content({ forbidden: ['Solar'] }), pattern({ required: 'SOLAR' })],
  [content({ forbidden: ['solar'] }), pattern({ required: '^solar power' })],
  [pattern({ required: 'solar power' }), length({ unit: 'characters', max: 6 })],
  [of('json')({}), pattern({ required: '^Dear' })],
  [format({ type: 'xml' }), startsWith({ text: 'Dear' })],
  [format({ type: 'html' }), startsWith({ text: 'Dear' })],
  [format({ type: 'xml' }), endsWith({ text: 'Thanks' })],
  [format({ type: 'xml' }), of('json')({})],
  [format({ type: 'html' }), format({ type: 'json' })],
]

const NO_CONFLICT: readonly (readonly object[])[] = [
  [startsWith({ text: 'Dear' }), pattern({ forbidden: '^Dear$' })],
  [startsWith({ text: 'Dear' }), pattern({ forbidden: '^Dear Sir' })],
  [startsWith({ text: 'Dear' }), pattern({ forbidden: String.raw`^Dear\b` })],
  [startsWith({ text: 'Dear' }), pattern({ forbidden: '^Dear(?! Sir)' })],
  [startsWith({ text: 'the lamp' }), pattern({ forbidden: '^[a-z]' })],
  [startsWith({ text: 'the lamp' }), pattern({ forbidden: '^the' })],
  [startsWith({ text: 'Dear' }), pattern({ forbidden: '^[A-Z]' })],
  [startsWith({ text: ['Dear', 'Hello'] }), pattern({ forbidden: '^Dear' })],
  [startsWith({ text: 'Dear' }), pattern({ forbidden: 'Dear$' })],
  [endsWith({ text: 'lamp' }), pattern({ forbidden: '^lamp$' })],
  [endsWith({ text: 'lamp' }), pattern({ forbidden: String.raw`\blamp` })],
  [content({ required: ['solar'] }), pattern({ forbidden: 'solar' })],
  [content({ required: ['solar'] }), pattern({ forbidden: '^solar', flags: 'i' })],
  [content({ required: ['solar'] }), pattern({ forbidden: String.raw`\bsolar`, flags: 'i' })],
  [content({ required: ["don't"] }), pattern({ forbidden: "don't", flags: 'i' })],
  [content({ required: ['a b'] }), pattern({ forbidden: '[a] b', flags: 'i' })],
  [content({ required: ['lamp'] }), pattern({ forbidden: '^lamp|[^a-w]lamp', flags: 'i' })],
  [startsWith({ text: 'Dear' }), pattern({ required: '^Dear Sir' })],
  [startsWith({ text: 'Dear' }), pattern({ required: '^Hello', flags: 'mu' })],
  [startsWith({ text: 'Dear' }), pattern({ required: '^H?Dear' })],
  [startsWith({ text: 'Dear' }), pattern({ required: '^Hello|^Dear' })],
  [startsWith({ text: 'Dear' }), pattern({ required: '^Hello', min: 0, max: 1 })],
  [endsWith({ text: '.' }), pattern({ required: String.raw`\w\W*$` })],
  [content({ forbidden: ['solar'] }), pattern({ required: 'solar*' })],
  [content({ forbidden: ['solar'] }), pattern({ required: String.raw`sola\w` })],
  [content({ forbidden: ['Solar'], caseSensitive: true }), pattern({ required: 'solar', flags: 'i' })],
  [content({ forbidden: ['art'], wholeWord: true }), pattern({ required: 'art' })],
  [format({ type: 'html' }), startsWith({ text: '<p>' }), endsWith({ text: 'unclosed' })],
  [format({ type: 'xml' }), startsWith({ text: '<?xml' })],
  [format({ type: 'html' }), format({ type: 'xml' })],
  [format({ type: 'yaml' }), format({ type: 'json' })],
]

const name = (rules: readonly object[]) => [JSON.stringify(rules), rules] as const

describe('regular expressions beside other rules', () => {
  it.each(CONFLICT.map(name))('exclude each other: %s', async (_, rules) => {
    expect(await conflictOf(rules)).toBeDefined()
  })

  it.each(NO_CONFLICT.map(name))('allow a text: %s', async (_, rules) => {
    expect(await conflictOf(rules)).toBeUndefined()
  })

  it('name the phrase and the expression', async () => {
    expect(await conflictOf([startsWith({ text: 'Dear' }), pattern({ forbidden: '^Dear' })])).toBe(
      'starts-with and pattern exclude each other: the text must begin with "Dear", and /^Dear/u must never match',
    )
  })

  it('are not searched for long where they would be slow', async () => {
    const slow = pattern({ forbidden: '(a+)+$' })
    const started = process.cpuUsage()
    expect(await conflictOf([content({ required: [`${'a'.repeat(60)}b`] }), slow])).toBeUndefined()
    expect(process.cpuUsage(started).user).toBeLessThan(1_000_000)
  })
})
