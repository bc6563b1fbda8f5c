/**
 * Splits texts into sentences by Unicode's sentence terminators and lists of abbreviations. Intl.Segmenter splits
 * after "Dr.", and copies its whole input for every segment, which is gigabytes for a text of one megabyte.
 */

const setOf = (list: string): ReadonlySet<string> => new Set(list.split(' '))

/** A sentence never ends with these. */
const TITLES = setOf(
  'dr mr mrs ms mx prof st gen col maj lt capt sgt rev hon gov sen rep pres mt e.g i.e cf vs approx',
)
/** A sentence does not end with these before a number. */
const REFERENCES = setOf('no nos fig figs eq vol ch sec p pp art ver')
/** A sentence ends with these, or with initials such as U.S. and J., only before one of `STARTERS`. */
const AMBIGUOUS = setOf('etc inc ltd co corp jr sr al dept est ph.d')
const INITIALS = /^(?:\p{L}\.)*\p{L}$/u
const STARTERS = setOf(
  'a after all an and as at but for he her his how however i if in it its my no on our she so some that the their then ' +
    'there these they this those to we what when where while who why with yet you your',
)

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u
const STARTS_WITH_LOWER_CASE = /^\s*\p{Ll}/u
const FIRST_LETTER_IS_LOWER_CASE = /^[^\p{L}\p{N}]*\p{Ll}/u
/** Bounds the time that a line of a million dots takes. */
const MAX_END_LENGTH = 16
const END = /(\p{Sentence_Terminal}+)([\p{Pe}\p{Pf}"'*_]*)$/u
/** Terminators of scripts that do not separate sentences by spaces. */
const UNSPACED_END = /[。！？｡][\p{Pe}\p{Pf}]*/gu

/** Bounds the length of a sentence in a list without punctuation. */
const MAX_SENTENCE_WORDS = 200

/** The sentences of a text, with single spaces between words; a sentence above 200 words is split. */
export const sentencesOf = (text: string): string[] =>
  [...splitSentences(text)].flatMap((words) =>
    Array.from({ length: Math.ceil(words.length / MAX_SENTENCE_WORDS) }, (_, index) =>
      words.slice(index * MAX_SENTENCE_WORDS, (index + 1) * MAX_SENTENCE_WORDS).join(' '),
    ),
  )

export function countSentences(text: string): number {
  const sentences = splitSentences(text)
  let count = 0
  while (!sentences.next().done) count++
  return count
}

/**
 * Yields the words of each sentence, with their punctuation. A line that ends without punctuation, such as a heading or
 * a list item, is a sentence, unless the next line continues in lower case. A sentence has at least one letter or digit.
 */
function* splitSentences(text: string): Generator<string[]> {
  let sentence: string[] = []
  let hasWord = false
  for (const line of text.split(/\r\n|[\n\r\u2028\u2029]/)) {
    const continues = hasWord && STARTS_WITH_LOWER_CASE.test(line)
    if (hasWord && !continues) yield sentence
    if (!continues) {
      sentence = []
      hasWord = false
    }
    if (!LETTER_OR_DIGIT.test(line)) continue
    const tokens = line.replace(UNSPACED_END, '$& ').match(/\S+/g) ?? []
    for (const [index, token] of tokens.entries()) {
      sentence.push(token)
      hasWord ||= LETTER_OR_DIGIT.test(token)
      if (hasWord && endsSentence(token, tokens[index + 1], index === 0)) {
        yield sentence
        sentence = []
        hasWord = false
      }
    }
  }
  if (hasWord) yield sentence
}

function endsSentence(token: string, next: string | undefined, isFirstOfLine: boolean): boolean {
  const end = END.exec(token.slice(-MAX_END_LENGTH))
  if (!end) return false
  if (next === undefined) return true
  const [ending, terminators = '', closers = ''] = end
  // "Stop!" he said. It cost 5 approx. in total.
  if (FIRST_LETTER_IS_LOWER_CASE.test(next) && (terminators.startsWith('.') || closers !== '')) return false
  if (terminators !== '.') return true
  const stem = token.slice(0, -ending.length).replace(/^[^\p{L}\p{N}]+/u, '')
  if (isFirstOfLine && /^\d+$/.test(stem)) return false
  const word = stem.toLowerCase()
  if (TITLES.has(word)) return false
  if (REFERENCES.has(word)) return !/^\d/.test(next)
  if (AMBIGUOUS.has(word) || INITIALS.test(stem)) return STARTERS.has(bareWord(next))
  return true
}

/** Without quotation marks and commas. Full stops remain, since "A." is an initial. */
const bareWord = (token: string): string => token.replace(/^[^\p{L}]+|[,;:]$/gu, '').toLowerCase()
