/**
 * Compiles the regular expressions of Vale's rules, which have the syntax of .NET (regexp2) and of Go (RE2), for
 * JavaScript.
 */
import { translateClass } from './character-class.ts'
import { escapeOutside, literal, UnsupportedSyntax, WORD, type ExpressionForm } from './escapes.ts'

/** Returns the compiled expression for a text, with the flag g and `lastIndex` 0. */
export type Expression = (text: string) => RegExp

/** `\w`, `\d` and `\b` mean letters and digits of all scripts. For other texts, the faster ASCII forms are equal. */
const HAS_FOREIGN_WORD = new RegExp(String.raw`[[${WORD}]&&[^\x00-\x7f]]`, 'v')

/** Throws an `Error` that names the fault if the expression cannot be compiled. */
export function compileGoExpression(source: string): Expression {
  const plain = compile(source, false)
  let unicode: RegExp | undefined
  return (text) => {
    const regex = HAS_FOREIGN_WORD.test(text) ? (unicode ??= compile(source, true)) : plain
    regex.lastIndex = 0
    return regex
  }
}

function compile(source: string, isUnicode: boolean): RegExp {
  const first = translate(source, { isUnicode, expandsCase: false })
  // JavaScript has no flag for a part of an expression, so that such a part lists both cases of its letters.
  if (first.cases.size === 2) {
    return RegExp(translate(source, { isUnicode, expandsCase: true }).source, 'gu')
  }
  return RegExp(first.source, first.cases.has(true) ? 'giu' : 'gu')
}

interface Flags {
  readonly i: boolean
  readonly m: boolean
  readonly n: boolean
  readonly s: boolean
  readonly x: boolean
}

const NO_FLAGS: Flags = { i: false, m: false, n: false, s: false, x: false }

interface Translation {
  readonly source: string
  /** Whether letters are matched in any case: both values if the expression has parts of both kinds. */
  readonly cases: ReadonlySet<boolean>
}

function translate(source: string, options: Omit<ExpressionForm, 'ignoresCase' | 'isMember'>): Translation {
  const cases = new Set<boolean>()
  /** The flags around each open group, and what closes the group. */
  const open: { readonly flags: Flags; readonly close: string }[] = []
  let flags = NO_FLAGS
  let result = ''
  let at = 0
  const dialect = (): ExpressionForm => ({ ...options, ignoresCase: flags.i, isMember: false })
  const take = ({ text, length }: { readonly text: string; readonly length: number }) => {
    result += text
    at += length
  }
  const openGroup = (length: number, text: string, inner: Flags = flags, close = ')') => {
    open.push({ flags, close })
    flags = inner
    take({ text, length })
  }
  while (at < source.length) {
    const rest = source.slice(at)
    const character = String.fromCodePoint(source.codePointAt(at) ?? 0)
    if (flags.x && /^(?:\s|#)/.test(rest)) {
      at += /^(?:\s+|#[^\n]*)/.exec(rest)?.[0].length ?? 1
    } else if (character === '\\') {
      cases.add(flags.i)
      take(escapeOutside(rest, dialect()))
    } else if (character === '[') {
      cases.add(flags.i)
      take(translateClass(rest, dialect()))
    } else if (character === '(') {
      const group = groupStart(rest, flags, open.length)
      if (group.sets) {
        flags = group.inner
        at += group.length
      } else openGroup(group.length, group.text, group.inner, group.close)
    } else if (character === ')') {
      const group = open.pop()
      if (!group) throw new UnsupportedSyntax('a closing parenthesis without an opening one')
      flags = group.flags
      take({ text: group.close, length: 1 })
    } else if (character in MARKS || /^\{(?!\d+(?:,\d*)?\})/.test(rest)) {
      take({ text: MARKS[character]?.(flags) ?? String.raw`\{`, length: 1 })
    } else if (/^[*+?|]|^\{/.test(rest)) {
      const quantifier = /^(?:\{[^}]*\}|[^])/.exec(rest)?.[0] ?? ''
      take({ text: quantifier, length: quantifier.length })
    } else {
      if (/\p{L}/u.test(character)) cases.add(flags.i)
      take({ text: literal(character, dialect()), length: character.length })
    }
  }
  if (open.length > 0) throw new UnsupportedSyntax('a parenthesis that is not closed')
  return { source: result, cases }
}

/** The flag m of JavaScript is not used, since its line ends differ from those of .NET. */
const MARKS: Readonly<Record<string, (flags: Flags) => string>> = {
  '.': ({ s }) => (s ? '[^]' : String.raw`[^\n]`),
  '^': ({ m }) => (m ? String.raw`(?<![^\n])` : '^'),
  $: ({ m }) => (m ? String.raw`(?![^\n])` : String.raw`(?=\n?$)`),
  ']': () => String.raw`\]`,
  '}': () => String.raw`\}`,
}

interface Group {
  readonly length: number
  readonly text: string
  readonly inner: Flags
  readonly close?: string
  /** True for a comment, or for flags that apply to the rest of the enclosing group. */
  readonly sets?: boolean
}

function groupStart(rest: string, flags: Flags, depth: number): Group {
  const [comment] = /^\(\?#[^)]*\)/.exec(rest) ?? []
  if (comment !== undefined) return { length: comment.length, text: '', inner: flags, sets: true }
  const [setting, on = '', off = '', end] = /^\(\?([a-zA-Z]*)(?:-([a-zA-Z]+))?([:)])/.exec(rest) ?? []
  if (setting !== undefined) {
    const inner = withFlags(withFlags(flags, on, true), off, false)
    return { length: setting.length, text: '(?:', inner, sets: end === ')' }
  }
  const [named, name = ''] = /^\(\?(?:P?<|')([\p{L}_]\w*)[>']/u.exec(rest) ?? []
  if (named !== undefined) return { length: named.length, text: `(?<${name}>`, inner: flags }
  const [reference, target] = /^\(\?P=(\w+)\)/.exec(rest) ?? []
  if (reference !== undefined) {
    return { length: reference.length - 1, text: String.raw`(?:\k<${target}>`, inner: flags }
  }
  // An atomic group does not backtrack. A lookahead has the same effect, since it keeps only its first match.
  const atomic = `atomic${depth}_${rest.length}`
  if (rest.startsWith('(?>')) {
    return { length: 3, text: `(?:(?=(?<${atomic}>`, inner: flags, close: String.raw`))\k<${atomic}>)` }
  }
  const [look] = /^\(\?<?[=!]/.exec(rest) ?? []
  if (look !== undefined) return { length: look.length, text: look, inner: flags }
  if (rest.startsWith('(?')) throw new UnsupportedSyntax(`the group ${rest.slice(0, 4)}`)
  return { length: 1, text: flags.n ? '(?:' : '(', inner: flags }
}

function withFlags(flags: Flags, names: string, value: boolean): Flags {
  const unknown = [...names].find((name) => !Object.hasOwn(NO_FLAGS, name))
  if (unknown !== undefined) throw new UnsupportedSyntax(`the flag ${unknown}`)
  return { ...flags, ...Object.fromEntries([...names].map((name) => [name, value])) }
}
