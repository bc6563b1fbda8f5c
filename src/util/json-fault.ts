/** Where a text stops being JSON, which JSON.parse tells differently in every version of Node, or not at all. */

export interface JsonFault {
  /** Index into the text. */
  readonly at: number
  /** `expected "," or "}", found "x"` */
  readonly problem: string
}

const SPACE = /[ \t\n\r]*/y
const TOKEN =
  /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[ !#-[\]-\uffff]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const SIGNS = '{}[],:'

/** `line 3, column 1: expected a value, found "}"`, or nothing when the text is JSON. */
export function describeJsonFault(text: string): string | undefined {
  const fault = findJsonFault(text)
  return fault && describe(text, fault)
}

/** The same of a text that is still being written: nothing as long as it may become JSON. */
export function describeFinalJsonFault(text: string): string | undefined {
  const fault = findJsonFault(text)
  return fault && !mayGoOn(text, fault.at) ? describe(text, fault) : undefined
}

function describe(text: string, { at, problem }: JsonFault): string {
  const lines = text.slice(0, at).split(/\r\n|\r|\n/)
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}: ${problem}`
}

const STRING_BEGUN = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[ !#-[\]-\uffff]*)*/y
const NUMBER_GOES_ON = /^(?:\.|[eE][+-]?)$/

/** Whether the text ends in the middle of a token that starts at this place, or ended before it. */
function mayGoOn(text: string, at: number): boolean {
  if (text.charAt(at) === '"')
    return /^(?:\\(?:u[\da-fA-F]{0,3})?)?$/.test(text.slice(skip(STRING_BEGUN, text, at)).slice(0, 9))
  const rest = text.slice(at, at + 9)
  return (
    ['-', 'true', 'false', 'null'].some((token) => token.startsWith(rest)) ||
    (NUMBER_GOES_ON.test(rest) && /\d/.test(text.charAt(at - 1)))
  )
}

/** What may come next: how it begins, and what it is called. */
const WANTED = {
  value: [/^[^}\],:]/, 'a value'],
  firstItem: [/^[^},:]/, 'a value or "]"'],
  firstKey: [/^["}]/, 'a key in double quotes or "}"'],
  key: [/^"/, 'a key in double quotes'],
  colon: [/^:/, '":"'],
  afterProperty: [/^[,}]/, '"," or "}"'],
  afterItem: [/^[,\]]/, '"," or "]"'],
  end: [/^$/, 'the end'],
} as const
type Wanted = keyof typeof WANTED

/** The first fault, or nothing when the text is JSON. */
function findJsonFault(text: string): JsonFault | undefined {
  const open: string[] = []
  let wanted: Wanted = 'value'
  for (let at = skip(SPACE, text, 0); at < text.length || wanted !== 'end'; at = skip(SPACE, text, at)) {
    const end = SIGNS.includes(text.charAt(at)) ? at + 1 : skip(TOKEN, text, at)
    const token = text.slice(at, end)
    const [begins, name] = WANTED[wanted]
    if (token === '' || !begins.test(token))
      return { at, problem: `expected ${name}, found ${found(text, at)}` }
    if (token === '{' || token === '[') open.push(token)
    if (token === '}' || token === ']') open.pop()
    wanted = follow(token, wanted, open.at(-1))
    at = end
  }
  return undefined
}

function follow(token: string, wanted: Wanted, container: string | undefined): Wanted {
  if (token === '{') return 'firstKey'
  if (token === '[') return 'firstItem'
  if (token === ',') return container === '{' ? 'key' : 'value'
  if (token === ':') return 'value'
  if ((wanted === 'key' || wanted === 'firstKey') && token !== '}') return 'colon'
  return container === undefined ? 'end' : container === '{' ? 'afterProperty' : 'afterItem'
}

/** Where the match that starts at this place ends; the place itself without one. */
function skip(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at
  return sticky.test(text) ? sticky.lastIndex : at
}

const found = (text: string, at: number): string =>
  at >= text.length
    ? 'the end of the text'
    : JSON.stringify(/^(?:[\w$]+|.)/su.exec(text.slice(at, at + 20))?.[0])
