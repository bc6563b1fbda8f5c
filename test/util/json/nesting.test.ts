import { Lexer } from 'yaml'
import { describe, expect, it } from 'vitest'
import { describeDeepNesting, findDeepYaml } from '../../../src/util/json/nesting.ts'

const nestedList = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown

it.each([
  ['text', undefined],
  [null, undefined],
  [{ a: nestedList(199) }, undefined],
  [{ a: 1, b: nestedList(200) }, '"b" is nested more than 200 levels deep'],
  [{ a: { b: nestedList(100_000) } }, '"a" is nested more than 200 levels deep'],
  [
    JSON.parse(`{"__proto__":${'['.repeat(200)}${']'.repeat(200)}}`),
    '"__proto__" is nested more than 200 levels deep',
  ],
  [nestedList(201), 'nested more than 200 levels deep'],
])('names the property that is nested too deeply (%#)', (value, problem) => {
  expect(describeDeepNesting(value)).toBe(problem)
})

describe('finds deep YAML before it is parsed, and names the field of the row', () => {
  const opened = '['.repeat(20_000)
  const inLines = Array.from({ length: 250 }, (_, level) => `${' '.repeat(level)}k:`).join('\n')
  it.each([
    [`- prompt: a\n  x: ${opened}`, 2, 'x'],
    [`-   prompt: a\n    "x y":\n     y: ${opened}`, 3, 'x y'],
    [`- b: 'x[['\n  c: |\n   d: a\n   e: ${opened}\n  f:\n  - ${opened}`, 6, 'f'],
    [`{a: 1, x: {y: ${opened}`, 1, 'x'],
    [`{ "a": 1,\n   "x":${opened}`, 2, 'x'],
    [`prompt: a\nx: ${'- '.repeat(300)}`, 2, 'x'],
    [`a: 1\n${inLines}`, 203, 'k'],
    [`- ${opened}`, 1, undefined],
  ])('%#', (source, line, key) => {
    const found = findDeepYaml(source, (text) => new Lexer().lex(text))
    expect(found?.key).toBe(key)
    expect(source.slice(0, found?.offset).split('\n')).toHaveLength(line)
  })
})

it('accepts YAML that is not deep, however long it is', () => {
  const source = `- x: ${'[1] '.repeat(1000)}\n`.repeat(10)
  expect(findDeepYaml(source, (text) => new Lexer().lex(text))).toBeUndefined()
})
