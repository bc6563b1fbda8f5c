/** Translates single characters and escapes of .NET's and Go's regular expressions to JavaScript's. */

export interface ExpressionForm {
  /** Whether `\w`, `\d` and `\b` must be written out, since those of JavaScript are for ASCII only. */
  readonly isUnicode: boolean
  /** Whether letters that match in any case are written in both cases, instead of by the flag i. */
  readonly expandsCase: boolean
  readonly ignoresCase: boolean
  /** Whether the place is in a character class. */
  readonly isMember: boolean
}

/** The text for JavaScript, and how much of the original it stands for. */
export interface Piece {
  readonly text: string
  readonly length: number
}

export class UnsupportedSyntax extends Error {}

/** The members of `\w` in .NET. */
export const WORD = String.raw`\p{L}\p{Mn}\p{Nd}\p{Pc}`

const CLASSES: Readonly<Record<string, readonly [ascii: string, unicode: string]>> = {
  d: [String.raw`\d`, String.raw`\p{Nd}`],
  D: [String.raw`\D`, String.raw`\P{Nd}`],
  w: [String.raw`\w`, `[${WORD}]`],
  W: [String.raw`\W`, `[^${WORD}]`],
  s: [String.raw`\s`, String.raw`\s`],
  S: [String.raw`\S`, String.raw`\S`],
}

const BOUNDARIES: Readonly<Record<string, readonly [ascii: string, unicode: string]>> = {
  b: [String.raw`\b`, `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`],
  B: [String.raw`\B`, `(?:(?<=[${WORD}])(?=[${WORD}])|(?<![${WORD}])(?![${WORD}]))`],
}

const ENDS: Readonly<Record<string, string>> = { A: '^', z: '$', Z: String.raw`(?=\n?$)` }
const CONTROLS: Readonly<Record<string, string>> = {
  a: '\\x07',
  e: '\\x1b',
  f: '\\f',
  n: '\\n',
  r: '\\r',
  t: '\\t',
  v: '\\v',
}

/** The escape at the start of `rest`, outside of a character class. */
export function escapeOutside(rest: string, dialect: ExpressionForm): Piece {
  const name = rest.charAt(1)
  const form = BOUNDARIES[name]
  if (form) return { text: form[dialect.isUnicode ? 1 : 0], length: 2 }
  const end = ENDS[name]
  if (end !== undefined) return { text: end, length: 2 }
  const [quoted, content = ''] = /^\\Q([^]*?)(?:\\E|$)/.exec(rest) ?? []
  if (quoted !== undefined) {
    return { text: [...content].map((each) => literal(each, dialect)).join(''), length: quoted.length }
  }
  const [number] = /^\\[1-9]\d?/.exec(rest) ?? []
  if (number !== undefined) return { text: `(?:${number})`, length: number.length }
  const [reference, target] = /^\\k(?:<(\w+)>|'(?:\w+)')/.exec(rest) ?? []
  if (reference !== undefined) {
    return { text: String.raw`\k<${target ?? reference.slice(3, -1)}>`, length: reference.length }
  }
  return memberEscape(rest, dialect)
}

/** The escape at the start of `rest`, in or outside of a character class. */
export function memberEscape(rest: string, dialect: ExpressionForm): Piece {
  const name = rest.charAt(1)
  const form = CLASSES[name]
  if (form) return { text: form[dialect.isUnicode ? 1 : 0], length: 2 }
  const property = /^\\([pP])(?:\{(\^?)(\w+)\}|([A-Z]))/.exec(rest)
  if (property) {
    const [{ length }, letter, negation, long, short] = property
    const isNegated = (letter === 'P') !== (negation === '^')
    return { text: `\\${isNegated ? 'P' : 'p'}{${propertyName(long ?? short ?? '')}}`, length }
  }
  const numbered = numberedCharacter(rest)
  if (numbered) return { ...numbered, text: literal(numbered.text, dialect) }
  const control = CONTROLS[name]
  if (control !== undefined) return { text: control, length: 2 }
  if (name === '') throw new UnsupportedSyntax('a backslash at the end')
  if (/[\p{L}\p{N}]/u.test(name)) throw new UnsupportedSyntax(`the escape \\${name}`)
  const character = String.fromCodePoint(rest.codePointAt(1) ?? 0)
  return { text: literal(character, dialect), length: 1 + character.length }
}

function propertyName(name: string): string {
  for (const each of [name, `Script=${name}`, `Script=${name.replace(/^Is/, '')}`]) {
    try {
      RegExp(`\\p{${each}}`, 'v')
      return each
    } catch {
      // JavaScript does not know the property under this name.
    }
  }
  throw new UnsupportedSyntax(`the property ${name}`)
}

/** A character that is given by its number: `\x41`, `\x{1F600}`, `\u0041` or `\07`. */
function numberedCharacter(rest: string): Piece | undefined {
  const [found, ...forms] =
    /^\\(?:x\{([\da-f]{1,6})\}|x([\da-f]{2})|u([\da-f]{4})|0([0-7]{0,2}))/i.exec(rest) ?? []
  if (found === undefined) return undefined
  const octal = forms[3]
  const value =
    octal === undefined ? Number.parseInt(forms.find(Boolean) ?? '', 16) : Number.parseInt(`0${octal}`, 8)
  return { text: String.fromCodePoint(value), length: found.length }
}

/** What must be escaped outside of character classes, and in them. */
const SYNTAX = /[$()*+./?[\\\]^{|}]/
const MEMBER_SYNTAX = /[-[\\\]^]/

/** A character as itself. */
export function literal(character: string, { expandsCase, ignoresCase, isMember }: ExpressionForm): string {
  if ((isMember ? MEMBER_SYNTAX : SYNTAX).test(character)) return `\\${character}`
  const other = otherCase(character)
  if (!expandsCase || !ignoresCase || other === character) return character
  return isMember ? character + other : `[${character}${other}]`
}

export function otherCase(character: string): string {
  const upper = character.toUpperCase()
  const other = upper === character ? character.toLowerCase() : upper
  return other.length === character.length ? other : character
}
