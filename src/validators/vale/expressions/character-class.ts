import {
  literal,
  memberEscape,
  otherCase,
  UnsupportedSyntax,
  type ExpressionForm,
  type Piece,
} from './escapes.ts'

const POSIX: Readonly<Record<string, string>> = {
  alnum: 'a-zA-Z0-9',
  alpha: 'a-zA-Z',
  ascii: String.raw`\x00-\x7f`,
  blank: String.raw`\t\x20`,
  cntrl: String.raw`\x00-\x1f\x7f`,
  digit: '0-9',
  graph: String.raw`\x21-\x7e`,
  lower: 'a-z',
  print: String.raw`\x20-\x7e`,
  punct: String.raw`\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e`,
  space: String.raw`\s`,
  upper: 'A-Z',
  word: 'a-zA-Z0-9_',
  xdigit: '0-9A-Fa-f',
}

/**
 * Translates the character class at the start of `rest`. .NET subtracts classes: `[a-z-[aeiou]]`. The flag v, which
 * allows classes within classes, is not used: the V8 of Node.js 20 compiles some negated classes wrongly with it.
 */
export function translateClass(rest: string, outer: ExpressionForm): Piece {
  const dialect = { ...outer, isMember: true }
  const isNegated = rest.startsWith('[^')
  const members: string[] = []
  let subtracted = ''
  let at = isNegated ? 2 : 1
  const start = at
  while (at < rest.length && (rest.charAt(at) !== ']' || at === start)) {
    const posix = /^\[:(\^?)(\w+):\]/.exec(rest.slice(at))
    const subtraction = at > start && rest.startsWith('-[', at)
    if (posix) {
      const range = POSIX[posix[2] ?? '']
      if (range === undefined) throw new UnsupportedSyntax(`the class ${posix[0]}`)
      members.push(posix[1] ? `[^${range}]` : range)
      at += posix[0].length
    } else if (subtraction) {
      const inner = translateClass(rest.slice(at + 1), dialect)
      subtracted = inner.text
      at += 1 + inner.length
      if (rest.charAt(at) !== ']') throw new UnsupportedSyntax('a class after a subtracted class')
    } else {
      const member = memberAt(rest, at, dialect)
      members.push(member.text)
      at += member.length
    }
  }
  if (at >= rest.length) throw new UnsupportedSyntax('a character class that is not closed')
  const length = at + 1
  const isClass = (member: string) => member.startsWith('[')
  const plain = members.filter((member) => !isClass(member)).join('')
  const classes = members.filter(isClass)
  if (classes.length === 0 && subtracted === '') {
    return { text: `[${isNegated ? '^' : ''}${plain}]`, length }
  }
  const union = `(?:${[...classes, ...(plain === '' ? [] : [`[${plain}]`])].join('|')})`
  const without = subtracted === '' ? '' : `(?!${subtracted})`
  return { text: isNegated ? `(?:${without}(?!${union})[^])` : `(?:${without}${union})`, length }
}

/** One member or a range. */
function memberAt(rest: string, at: number, dialect: ExpressionForm): Piece {
  const exact = { ...dialect, expandsCase: false }
  const one = (index: number, form: ExpressionForm): Piece => {
    if (rest.charAt(index) === '\\') {
      // Within a class, \b is the backspace.
      return rest.charAt(index + 1) === 'b'
        ? { text: String.raw`\x08`, length: 2 }
        : memberEscape(rest.slice(index), form)
    }
    const character = String.fromCodePoint(rest.codePointAt(index) ?? 0)
    return { text: literal(character, form), length: character.length }
  }
  const first = one(at, exact)
  const dash = at + first.length
  const isRange = rest.charAt(dash) === '-' && !/^-[\][]/.test(rest.slice(dash)) && !isSet(first.text)
  if (!isRange) return one(at, dialect)
  const last = one(dash + 1, exact)
  if (isSet(last.text))
    return { text: `${first.text}\\-${last.text}`, length: first.length + 1 + last.length }
  const text = `${first.text}-${last.text}`
  const other = dialect.expandsCase && dialect.ignoresCase ? otherCaseRange(first.text, last.text) : ''
  return { text: text + other, length: first.length + 1 + last.length }
}

const isSet = (text: string): boolean => /^(?:\\[dDwWsSpP]|\[)/.test(text)

function otherCaseRange(first: string, last: string): string {
  const isLetters = /^(?:[a-z]{2}|[A-Z]{2})$/.test(first + last)
  return isLetters ? `${otherCase(first)}-${otherCase(last)}` : ''
}
