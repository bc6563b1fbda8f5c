import { describe, expect, it } from 'vitest'
import { compileGoExpression } from '../../../src/validators/vale/expressions/go-expression.ts'

const matches = (source: string, text: string) => text.match(compileGoExpression(source)(text)) ?? []

describe('an expression of Vale finds', () => {
  it.each<[source: string, text: string, found: string[]]>([
    ['(?i)foo', 'FOO foo', ['FOO', 'foo']],
    ['a(?i)b', 'aB AB', ['aB']],
    ['(?-i)Foo|(?i)b[a-c]r', 'foo Foo BAR', ['Foo', 'BAR']],
    ['(?i:a)b', 'Ab AB', ['Ab']],
    [String.raw`\bété\b`, 'l’été, étés été', ['été', 'été']],
    [String.raw`\w+`, 'Größe été', ['Größe', 'été']],
    [String.raw`[^\W\d]+`, 'Größe 12', ['Größe']],
    [String.raw`\d+`, '12 ٣', ['12', '٣']],
    [String.raw`a-b\-\#\"`, 'a-b-#"', ['a-b-#"']],
    ['[a-z-[aeiou]]+', 'abcde', ['bcd']],
    ['[[:upper:]]+', 'aBC', ['BC']],
    ['[]a]+', 'x]a', [']a']],
    [String.raw`[^\s-/]+`, 'a-b/c', ['a', 'b', 'c']],
    // Node.js 20 compiles such a class wrongly with the flag v.
    [String.raw`(?:[^,]+,){1,}\s`, 'a, b', ['a, ']],
    [String.raw`[\[(\w]+`, 'é[(', ['é[(']],
    ['(?P<name>a)(?P=name)', 'aa', ['aa']],
    [String.raw`(a)\1`, 'aa', ['aa']],
    ['(?>a+)b', 'aab', ['aab']],
    ['(?>a+)ab', 'aaab', []],
    ['(?x) a b # comment', 'ab', ['ab']],
    ['a(?#comment)b', 'ab', ['ab']],
    ['(?n)(a)b', 'ab', ['ab']],
    ['a.b', 'a\nb a\rb', ['a\rb']],
    ['(?s)a.b', 'a\nb', ['a\nb']],
    ['(?m)^a$', 'a\na', ['a', 'a']],
    ['^a$', 'a\n', ['a']],
    ['^a$', 'a\na', []],
    [String.raw`\Aa|b\z`, 'a a b', ['a', 'b']],
    [String.raw`\x41\x{42}\u0043\073`, 'ABC;', ['ABC;']],
    [String.raw`\Qa.b\E`, 'a.b axb', ['a.b']],
    [String.raw`\p{Greek}+\pL`, 'γδa', ['γδa']],
    ['x{a}{2}', 'x{a}}', ['x{a}}']],
    ['(?<=a)b(?!c)(?<!x)', 'ab abc', ['b']],
  ])('%s in %j', (source, text, found) => {
    expect(matches(source, text)).toEqual(found)
  })
})

it.each([
  '(a',
  'a)',
  '[a',
  'a++',
  '(?(1)a)',
  String.raw`\G`,
  String.raw`\h`,
  '(?y)a',
  String.raw`\p{Nothing}`,
  '\\',
  '(?U)a',
])('an expression that cannot be compiled is an error: %s', (source) => {
  expect(() => compileGoExpression(source)).toThrow(/./)
})
