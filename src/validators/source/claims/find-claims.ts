import { withAsciiNumbers } from '../../text/numbers.ts'
import { findAddresses, findPhoneNumbers, type FoundPhone } from './addresses.ts'
import type { ClaimPlace, FoundClaim, DateClaim, Quantity } from './claim.ts'
import { findCodes, type FoundName } from './codes.ts'
import { findDates } from './dates.ts'
import { fold } from './fold.ts'
import { guessLanguages } from './languages.ts'
import type { WordLanguage } from './number-words.ts'
import { findQuantities } from './quantities.ts'

export interface FoundClaims {
  readonly claims: readonly FoundClaim[]
  /** Phone numbers in digits only. */
  readonly phones: readonly FoundPhone[]
  /** Words with digits, such as WH-1000XM5. */
  readonly codes: readonly FoundName[]
  /** The languages of the text: several if it is too short to tell them apart. */
  readonly languages: readonly WordLanguage[]
  /** The text in which claims are blanked. */
  readonly rest: string
}

/** Finds the claims of a text. Looks for number words in the language of the text and in `languages`. */
export function findClaims(text: string, languages: readonly WordLanguage[] = []): FoundClaims {
  let cased = withAsciiNumbers(text)
  let folded = fold(cased)
  const blank = (places: readonly ClaimPlace[]): void => {
    cased = withBlanks(cased, places)
    folded = withBlanks(folded, places)
  }
  const addresses = withoutOverlaps([...findAddresses(cased)])
  blank(addresses)
  const guessed = guessLanguages(folded)
  const phones = [...findPhoneNumbers(cased)]
  blank(phones)
  // Footnote marks such as [12] are not numbers of the text.
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
  const searched = [...new Set([...guessed, ...languages])]
  const quantities = findQuantities({ cased, folded }, searched)
  const { days, others } = splitDays(quantities, dates, folded)
  const rest = withBlanks(
    cased,
    others.filter(({ units }) => units.length > 0),
  )
  return { claims: [...addresses, ...dates, ...days, ...others], phones, codes, languages: guessed, rest }
}

/** Replaces the places by control characters, which no pattern matches, so that no match extends across a place. */
function withBlanks(text: string, places: readonly ClaimPlace[]): string {
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
function withoutOverlaps<Item extends ClaimPlace>(items: readonly Item[]): Item[] {
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
