/** Finds where a text stops being JSON. JSON.parse is not used, since its messages differ between versions of Node. */

export interface JsonFault {
  /** Index of the fault in the text. */
  readonly at: number
  /** For example `expected "," or "}", found "x"`. */
  readonly problem: string
}

const SPACE = /[ \t\n\r]*/y
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
/** The number of repetitions is limited, since millions of escapes at once would overflow the stack of the expression. */
const STRING_PART = /(?:[ !#-[\]-\uffff]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4})){1,1000}/y
const PUNCTUATION = '{}[],:'

/** For example `line 3, column 1: expected a value, found "}"`; undefined if the text is valid JSON. */
export function describeJsonFault(text: string): string | undefined {
  const fault = findJsonFault(text)
  return fault && describe(text, fault)
}

/** Like `describeJsonFault`, for an unfinished text: undefined as long as more text could complete it to valid JSON. */
export function describePartialJsonFault(text: string): string | undefined {
  const fault = findJsonFault(text)
  return fault && !mayContinue(text, fault.at) ? describe(text, fault) : undefined
}

/** The end index of the JSON value at the start of the text; undefined if the text starts with no JSON value. */
export function endOfJson(text: string): number | undefined {
  const fault = findJsonFault(text)
  if (!fault) return text.length
  return fault.problem.startsWith(`expected ${EXPECTED.end[1]},`) ? fault.at : undefined
}

function describe(text: string, { at, problem }: JsonFault): string {
  const lines = text.slice(0, at).split(/\r\n|\r|\n/)
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}: ${problem}`
}

const NUMBER_CONTINUES = /^(?:\.|[eE][+-]?)$/

/** Whether more text could repair the fault: the text ends before `at` or within a token that starts at `at`. */
function mayContinue(text: string, at: number): boolean {
  if (text.charAt(at) === '"')
    return /^(?:\\(?:u[\da-fA-F]{0,3})?)?$/.test(text.slice(endOfCharacters(text, at + 1)).slice(0, 9))
  const rest = text.slice(at, at + 9)
  return (
    ['-', 'true', 'false', 'null'].some((token) => token.startsWith(rest)) ||
    (NUMBER_CONTINUES.test(rest) && /\d/.test(text.charAt(at - 1)))
  )
}

/** What the grammar allows at each place: a pattern for the first character, and a name for messages. */
const EXPECTED = {
  value: [/^[^}\],:]/, 'a value'],
  firstItem: [/^[^},:]/, 'a value or "]"'],
  firstKey: [/^["}]/, 'a key in double quotes or "}"'],
  key: [/^"/, 'a key in double quotes'],
  colon: [/^:/, '":"'],
  afterProperty: [/^[,}]/, '"," or "}"'],
  afterItem: [/^[,\]]/, '"," or "]"'],
  end: [/^$/, 'the end'],
} as const
type Expected = keyof typeof EXPECTED

export function findJsonFault(text: string): JsonFault | undefined {
  const open: string[] = []
  let expected: Expected = 'value'
  for (
    let at = endOfMatch(SPACE, text, 0);
    at < text.length || expected !== 'end';
    at = endOfMatch(SPACE, text, at)
  ) {
    const end = endOfToken(text, at)
    const token = text.slice(at, end)
    const [pattern, name] = EXPECTED[expected]
    if (token === '' || !pattern.test(token))
      return { at, problem: `expected ${name}, found ${describeFound(text, at)}` }
    if (token === '{' || token === '[') open.push(token)
    if (token === '}' || token === ']') open.pop()
    expected = expectedAfter(token, expected, open.at(-1))
    at = end
  }
  return undefined
}

function expectedAfter(token: string, expected: Expected, container: string | undefined): Expected {
  if (token === '{') return 'firstKey'
  if (token === '[') return 'firstItem'
  if (token === ',') return container === '{' ? 'key' : 'value'
  if (token === ':') return 'value'
  if ((expected === 'key' || expected === 'firstKey') && token !== '}') return 'colon'
  return container === undefined ? 'end' : container === '{' ? 'afterProperty' : 'afterItem'
}

/** The index after the token at `at`; `at` itself if there is no token. */
function endOfToken(text: string, at: number): number {
  if (PUNCTUATION.includes(text.charAt(at))) return at + 1
  if (text.charAt(at) !== '"') return endOfMatch(SCALAR, text, at)
  const end = endOfCharacters(text, at + 1)
  return text.charAt(end) === '"' ? end + 1 : at
}

/** The index after all characters from `at` on that a string may contain. */
function endOfCharacters(text: string, at: number): number {
  let end = at
  do end = endOfMatch(STRING_PART, text, (at = end))
  while (end > at)
  return end
}

/** The index after a match at `at`; `at` itself if there is no match. */
function endOfMatch(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at
  return sticky.test(text) ? sticky.lastIndex : at
}

const describeFound = (text: string, at: number): string =>
  at >= text.length
    ? 'the end of the text'
    : JSON.stringify(/^(?:[\w$]+|.)/su.exec(text.slice(at, at + 20))?.[0])
