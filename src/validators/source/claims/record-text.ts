/** Writes a record as text, in which each number is followed by the unit that the name of its field states. */
import { unitSpelling } from './units.ts'

const CURRENCY_FIELD =
  /^(?:currency|currency_?code|währung|devise|moneda|valuta|moeda|waluta|通貨|货币|币种)$/i
const PRICE_FIELD =
  /price|cost|amount|total|revenue|preis|kosten|betrag|umsatz|precio|importe|prix|montant|prezzo|importo|prijs|bedrag|preço|cena|kwota|価格|金額|价格|金额/i
/** Words that name a point in time, and letters that name variants. */
const NOT_A_UNIT = /^(?:year|month|day|week|jahr|monat|tag|minute|second|[astnbj])$/i
/** A number, or a range of two. */
const NUMBER = /^[-+]?\d[\d.,' \u00a0]*(?:[-–]\d[\d.,' \u00a0]*)?$/

/** `{ "weight_kg": 2.5 }` becomes `weight: 2.5 kg`. */
export function recordText(record: Readonly<Record<string, unknown>>): string {
  const lines: string[] = []
  addLines(record, lines)
  return lines.join('\n')
}

function addLines(record: Readonly<Record<string, unknown>>, lines: string[]): void {
  const entries = Object.entries(record)
  const currency = entries.find(
    ([key, value]) => CURRENCY_FIELD.test(key) && typeof value === 'string',
  )?.[1] as string | undefined
  for (const [key, value] of entries) {
    for (const each of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof each === 'object' && each !== null)
        addLines(each as Readonly<Record<string, unknown>>, lines)
      else if (each !== undefined && each !== null) {
        const text = typeof each === 'string' ? each : JSON.stringify(each)
        const isNumber = NUMBER.test(text.trim())
        const fieldUnit = isNumber ? unitOfField(key) : undefined
        const unit = fieldUnit ?? (isNumber && PRICE_FIELD.test(key) ? currency : undefined)
        // The 2 of area_m2 is no number of the source.
        const name = fieldUnit === undefined ? key : key.replace(/[_\s.[\]/-]?[a-z]{1,2}[23]$/i, '')
        lines.push(`${name.replace(/[_-]/g, ' ')}: ${text}${unit === undefined ? '' : ` ${unit}`}`)
      }
    }
  }
}

function unitOfField(key: string): string | undefined {
  const parts = key.split(/[_\s().[\]/-]+|(?<=[a-z])(?=[A-Z])/).filter(Boolean)
  if (parts.length < 2) return undefined
  const last = parts.at(-1) ?? ''
  if (NOT_A_UNIT.test(last)) return undefined
  if (/^[cf]$/i.test(last)) return `°${last.toUpperCase()}`
  return [last, last.toLowerCase(), last.toUpperCase()].find((each) => unitSpelling(each) !== undefined)
}
