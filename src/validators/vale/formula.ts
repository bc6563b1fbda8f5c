/** Evaluates the formulas of metrics, such as `words / sentences` or `math.sqrt(syllables) > 3`. */

/** Values of a formula; a comparison gives 1 or 0. */
export type Formula = (variables: Readonly<Record<string, number>>) => number

const TOKEN =
  /\s*(?:(\d+\.?\d*(?:e[-+]?\d+)?|\.\d+)|((?:math\.)?[a-z_]\w*)|(&&|\|\||[<>=!]=|[-+*/%()<>!,]))/iy

/** The operators by their precedence, from the weakest to the strongest. */
const OPERATORS: readonly Readonly<Record<string, (one: number, other: number) => number>>[] = [
  { '||': (one, other) => Number(one !== 0 || other !== 0) },
  { '&&': (one, other) => Number(one !== 0 && other !== 0) },
  {
    '==': (one, other) => Number(one === other),
    '!=': (one, other) => Number(one !== other),
    '<=': (one, other) => Number(one <= other),
    '>=': (one, other) => Number(one >= other),
    '<': (one, other) => Number(one < other),
    '>': (one, other) => Number(one > other),
  },
  { '+': (one, other) => one + other, '-': (one, other) => one - other },
  { '*': (one, other) => one * other, '/': (one, other) => one / other, '%': (one, other) => one % other },
]

const FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = {
  'math.abs': Math.abs,
  'math.ceil': Math.ceil,
  'math.floor': Math.floor,
  'math.log': Math.log,
  'math.log10': Math.log10,
  'math.log2': Math.log2,
  'math.max': Math.max,
  'math.min': Math.min,
  'math.pow': Math.pow,
  'math.sqrt': Math.sqrt,
  'math.trunc': Math.trunc,
}

/** Throws an `Error` that names the fault. */
export function parseFormula(source: string, variables: ReadonlySet<string>): Formula {
  const tokens = tokensOf(source)
  let at = 0
  const take = (wanted?: string): string | undefined => {
    const token = tokens[at]
    if (token === undefined || (wanted !== undefined && token !== wanted)) return undefined
    at++
    return token
  }
  const expect = (wanted: string) => {
    if (take(wanted) === undefined) throw new Error(`expected "${wanted}" instead of ${found()}`)
  }
  const found = () => (at < tokens.length ? `"${tokens[at]}"` : 'the end')
  const binary = (level: number): Formula => {
    const operators = OPERATORS[level]
    if (!operators) return unary()
    let left = binary(level + 1)
    for (;;) {
      const operate = operators[tokens[at] ?? '']
      if (!operate) return left
      at++
      const [one, other] = [left, binary(level + 1)]
      left = (values) => operate(one(values), other(values))
    }
  }
  const unary = (): Formula => {
    if (take('-') !== undefined) {
      const operand = unary()
      return (values) => -operand(values)
    }
    if (take('!') !== undefined) {
      const operand = unary()
      return (values) => Number(operand(values) === 0)
    }
    return take('+') === undefined ? operand() : unary()
  }
  const operand = (): Formula => {
    if (take('(') !== undefined) {
      const inner = binary(0)
      expect(')')
      return inner
    }
    const token = take()
    if (token !== undefined && /^[\d.]/.test(token)) return () => Number(token)
    const call = FUNCTIONS[token ?? '']
    if (call) {
      expect('(')
      const inputs = [binary(0)]
      while (take(',') !== undefined) inputs.push(binary(0))
      expect(')')
      return (values) => call(...inputs.map((input) => input(values)))
    }
    if (token === undefined || !variables.has(token)) throw new Error(`"${token ?? ''}" is not a variable`)
    return (values) => values[token] ?? 0
  }
  const formula = binary(0)
  if (at < tokens.length) throw new Error(`unexpected ${found()}`)
  return formula
}

function tokensOf(source: string): string[] {
  const tokens: string[] = []
  const text = source.trim()
  TOKEN.lastIndex = 0
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    const [found, ...kinds] = TOKEN.exec(text) ?? []
    if (found === undefined) throw new Error(`"${text.slice(at)}" is not a formula`)
    tokens.push(kinds.find((kind) => kind !== undefined) ?? '')
  }
  return tokens
}
