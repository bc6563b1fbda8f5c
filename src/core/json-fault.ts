/** Where a text stops being JSON, which JSON.parse tells differently in every version of Node, or not at all. */

export interface JsonFault {
  /** Index into the text. */
  readonly at: number
  /** `expected "," or "}", found "x"` */
  readonly problem: string
}

const SPACE = /[ \t\n\r]*/y
const TOKEN =
  /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[ !#-[\]-\uffff]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/y

/** `line 3, column 1: expected a value, found "}"`, or nothing when the text is JSON. */
export function describeJsonFault(text: string): string | undefined {
  const fault = findJsonFault(text)
  if (!fault) return undefined
  const lines = text.slice(0, fault.at).split(/\r\n|\r|\n/)
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}: ${fault.problem}`
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
    const end = skip(TOKEN, text, at)
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
