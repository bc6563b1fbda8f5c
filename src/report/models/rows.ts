/** The table of `sifaka models`. */
import { alignedLines } from '../../util/align-columns.ts'

interface TokenPriceRow {
  readonly input: number
  readonly cachedInput?: number | undefined
  readonly cacheWrite?: number | undefined
  readonly output: number
}

export interface ModelRow {
  /** In the form `provider:model`. */
  readonly model: string
  /** In USD per million tokens; null if it is unknown. */
  readonly price:
    | (TokenPriceRow & {
        readonly above?: readonly (TokenPriceRow & { readonly inputTokens: number })[] | undefined
      })
    | null
  readonly contextTokens: number | null
  readonly isDeprecated: boolean
  /** The first day on which the model does not answer, `2027-01-14`. */
  readonly shutdownDate: string | null
  readonly replacement: string | null
  /** Whether the account can use the model; null if the provider was not asked. */
  readonly isAvailable: boolean | null
}

const TITLES = ['model', 'input', 'cached', 'output', 'long prompts', 'context', 'lifetime']

/** One line per model, in columns. `now` decides which models are shut down already. */
export function renderModels(rows: readonly ModelRow[], now: Date): string {
  const cells = [TITLES, ...rows.map((row) => cellsOf(row, now))]
  const alignsRight = (column: number) => column > 0 && column < TITLES.length - 1
  return alignedLines(cells, alignsRight)
    .map((line) => `${line}\n`)
    .join('')
}

function cellsOf({ model, price, contextTokens, ...row }: ModelRow, now: Date): string[] {
  const long = (price?.above ?? []).map(
    ({ inputTokens, input, output }) => `${usd(input)}/${usd(output)} above ${thousands(inputTokens)}`,
  )
  return [
    model,
    usd(price?.input),
    usd(price?.cachedInput),
    usd(price?.output),
    long.join(', '),
    contextTokens === null ? '' : thousands(contextTokens),
    lifetime(row, now),
  ]
}

function lifetime({ isDeprecated, shutdownDate, isAvailable }: LifetimeRow, now: Date): string {
  const missing = isAvailable === false ? ['not available'] : []
  if (shutdownDate !== null) {
    const verb = Date.parse(shutdownDate) > now.getTime() ? 'ends' : 'ended'
    return [`${verb} ${shutdownDate}`, ...missing].join(', ')
  }
  return [...(isDeprecated ? ['deprecated'] : []), ...missing].join(', ')
}

type LifetimeRow = Pick<ModelRow, 'isDeprecated' | 'shutdownDate' | 'isAvailable'>

/** At least two decimals: `0.10`, `0.0375`. */
function usd(value: number | undefined): string {
  if (value === undefined) return ''
  const text = String(value)
  return text.length - text.indexOf('.') > 3 && text.includes('.') ? text : value.toFixed(2)
}

/** `272K` for 272,000 and `1.05M` for 1,050,000. */
const thousands = (tokens: number): string =>
  tokens >= 1_000_000 ? `${Number((tokens / 1e6).toFixed(2))}M` : `${Math.round(tokens / 1000)}K`
