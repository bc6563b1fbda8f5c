import { withAsciiNumbers } from '../../text/numbers.ts'
import { findAddresses, findPhoneNumbers } from './addresses.ts'
import type { FoundClaim, DateClaim, Quantity } from './claim.ts'
import { findCodes } from './codes.ts'
import { findDates } from './dates.ts'
import { fold } from './fold.ts'
import { guessLanguages } from './languages.ts'
import type { WordLanguage } from './number-words.ts'
import { findQuantities } from './quantities.ts'

export interface FoundClaims {
  readonly claims: readonly FoundClaim[]
  /** Phone numbers in digits only. */
  readonly phones: readonly { readonly digits: string; readonly at: number; readonly end: number }[]
  /** Words with digits, such as WH-1000XM5. */
  readonly codes: readonly { readonly value: string; readonly at: number; readonly end: number }[]
  /** The languages of the text: several if it is too short to tell them apart. */
  readonly languages: readonly WordLanguage[]
  /** The text with blanks in the place of claims. */
  readonly rest: string
}

interface Place {
  readonly at: number
  readonly end: number
}

/** Finds the claims of a text. Number words are also looked for in `languages`; they tell which is tried besides. */
export function findClaims(text: string, languages: readonly WordLanguage[] = []): FoundClaims {
  let cased = withAsciiNumbers(text)
  let folded = fold(cased)
  const blank = (places: readonly Place[]): void => {
    cased = withBlanks(cased, places)
    folded = withBlanks(folded, places)
  }
  const addresses = withoutOverlaps([...findAddresses(cased)])
  blank(addresses)
  const guessed = guessLanguages(folded)
  const phones = [...findPhoneNumbers(cased)]
  blank(phones)
  blank(
    [...folded.matchAll(/\[\d{1,3}\]/g)].map(({ 0: match, index }) => ({
      at: index,
      end: index + match.length,
    })),
  )
  const dates = withoutOverlaps([...findDates(folded)])
  blank(dates)
  const codes = [...findCodes(cased)]
  blank(codes)
  const tried = [...new Set([...guessed, ...languages])]
  const quantities = findQuantities({ cased, folded }, tried)
  const { days, others } = splitDays(quantities, dates, folded)
  const rest = withBlanks(
    cased,
    others.filter(({ units }) => units.length > 0),
  )
  return { claims: [...addresses, ...dates, ...days, ...others], phones, codes, languages: guessed, rest }
}

/** Blanks are no white space, so that nothing reads across them. */
function withBlanks(text: string, places: readonly Place[]): string {
  let result = ''
  let end = 0
  for (const place of places.toSorted((one, other) => one.at - other.at)) {
    if (place.at < end) continue
    result += `${text.slice(end, place.at)}${'\u0001'.repeat(place.end - place.at)}`
    end = place.end
  }
  return result + text.slice(end)
}

/** Of overlapping places, the first in the list wins. */
function withoutOverlaps<Item extends Place>(items: readonly Item[]): Item[] {
  const result: Item[] = []
  for (const item of items) {
    if (result.every((other) => item.end <= other.at || other.end <= item.at)) result.push(item)
  }
  return result
}

const TO_DATE =
  /^(?:st|nd|rd|th|er|º|\.)?[ \u00a0]?(?:[-–—/]|to|and|bis|und|a|y|al|au|et|e|tot|en|do|i|〜|から|at[eé])[ \u00a0]?(?:the |el |le |il |o |el |zum |l')?$/

/** In "3 to 5 May", 3 is a day of May. */
function splitDays(quantities: readonly Quantity[], dates: readonly DateClaim[], folded: string) {
  const days: DateClaim[] = []
  const others = quantities.filter((quantity) => {
    const [day = 0] = quantity.values
    const next =
      quantity.kind === 'number' && Number.isInteger(day) && day >= 1 && day <= 31
        ? dates.find(
            ({ at }) =>
              at >= quantity.end && at - quantity.end < 12 && TO_DATE.test(folded.slice(quantity.end, at)),
          )
        : undefined
    if (!next?.dates.some((date) => date.day !== undefined)) return true
    days.push({
      kind: 'date',
      at: quantity.at,
      end: quantity.end,
      dates: next.dates.map((date) => ({ ...date, day })),
    })
    return false
  })
  return { days, others }
}
