/**
 * Counts sentences by Unicode's sentence terminators, with care for abbreviations. Not by Intl.Segmenter: it
 * splits after "Dr.", and copies its whole input for every segment, which is gigabytes for a text of one megabyte.
 */

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

/** A sentence never ends with these: something always follows. */
const TITLES = words(
  'dr mr mrs ms mx prof st gen col maj lt capt sgt rev hon gov sen rep pres mt e.g i.e cf vs approx',
)
/** Nor with these before a number. */
const REFERENCES = words('no nos fig figs eq vol ch sec p pp art ver')
/** A sentence may end with these, and with initials such as U.S. and J., if the next word is likely to start one. */
const MAYBE = words('etc inc ltd co corp jr sr al dept est ph.d')
const INITIALS = /^(?:\p{L}\.)*\p{L}$/u
const STARTERS = words(
  'a after all an and as at but for he her his how however i if in it its my no on our she so some that the their then ' +
    'there these they this those to we what when where while who why with yet you your',
)

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u
const STARTS_IN_LOWER_CASE = /^[^\p{L}\p{N}]*\p{Ll}/u
/** The most characters of a token's end that are looked at: a line of a million dots must not take long. */
const LONGEST_END = 16
const END = /(\p{Sentence_Terminal}+)([\p{Pe}\p{Pf}"'*_]*)$/u
/** Terminators of scripts that put no space after them. */
const UNSPACED_END = /[。！？｡][\p{Pe}\p{Pf}]*/gu

/**
 * A line that ends without punctuation, such as a heading or a list item, is a sentence of its own, unless the
 * next line goes on in lower case. What has no letter and no digit is none.
 */
export function countSentences(text: string): number {
  let count = 0
  let begun = false
  for (const line of text.split(/\r\n|[\n\r\u2028\u2029]/)) {
    if (begun && !/^\s*\p{Ll}/u.test(line)) {
      count++
      begun = false
    }
    if (!LETTER_OR_DIGIT.test(line)) continue
    const tokens = line.replace(UNSPACED_END, '$& ').match(/\S+/g) ?? []
    for (const [index, token] of tokens.entries()) {
      begun ||= LETTER_OR_DIGIT.test(token)
      if (begun && endsSentence(token, tokens[index + 1], index === 0)) {
        count++
        begun = false
      }
    }
  }
  return begun ? count + 1 : count
}

function endsSentence(token: string, next: string | undefined, opensLine: boolean): boolean {
  const end = END.exec(token.slice(-LONGEST_END))
  if (!end) return false
  if (next === undefined) return true
  const [ending, terminators = '', closers = ''] = end
  // "Stop!" he said.  And: it cost 5 approx. in total.
  if (STARTS_IN_LOWER_CASE.test(next) && (terminators.startsWith('.') || closers !== '')) return false
  if (terminators !== '.') return true
  const stem = token.slice(0, -ending.length).replace(/^[^\p{L}\p{N}]+/u, '')
  if (opensLine && /^\d+$/.test(stem)) return false
  const word = stem.toLowerCase()
  if (TITLES.has(word)) return false
  if (REFERENCES.has(word)) return !/^\d/.test(next)
  if (MAYBE.has(word) || INITIALS.test(stem)) return STARTERS.has(opening(next))
  return true
}

/** The word that comes next; "A." is no "a". */
const opening = (token: string): string => token.replace(/^[^\p{L}]+|[,;:]$/gu, '').toLowerCase()
