/** Finds the parts of a text that a translation or a new wording must not change. */

export const FRAGMENT_KINDS = ['placeholder', 'tag', 'url', 'code', 'number'] as const
export type FragmentKind = (typeof FRAGMENT_KINDS)[number]

export interface Fragment {
  readonly kind: FragmentKind
  /** As it is written in the text. */
  readonly text: string
  /** Equal for fragments that mean the same. */
  readonly key: string
  /** The index of the fragment in the text. */
  readonly at: number
}

/**
 * The first alternative that matches wins. `100%`, `50 % d` and the like are not placeholders of printf: its `%` does
 * not follow a digit.
 */
const PATTERN = new RegExp(
  [
    '(?<code>',
    String.raw`^ {0,3}(?<fence>\x60{3,}(?!\x60)|~{3,}(?!~))[^\n]*\n(?:[^\n]*\n)*? {0,3}\k<fence>[\x60~]*[ \t]*$`,
    String.raw`|(?<!\x60)(?<ticks>\x60{1,9})(?!\x60)[^\x60](?:[^\n]|\n(?!\n)){0,2000}?(?<!\x60)\k<ticks>(?!\x60)`,
    ')|(?<url>',
    String.raw`\b(?:https?:\/\/|ftp:\/\/|mailto:|www\.)[^\s<>"“”„«»「」『』（），。、；：！？\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]{1,2000}`,
    String.raw`|(?<=\]\()[^\s()<>]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,200})?(?=[\s)])`,
    String.raw`|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}`,
    // The labels of Markdown's references: [text][label], ![text][label] and [label]: address.
    String.raw`|(?<=\[[^[\]\n]{1,200}\])\[[^[\]\n]{1,200}\]|!\[[^[\]\n]{0,200}\]\[[^[\]\n]{1,200}\]|^ {0,3}\[[^[\]\n^]{1,200}\](?=:\s)`,
    ')|(?<placeholder>',
    String.raw`<%[^]{0,500}?%>|\{%[^]{0,500}?%\}|\{\{\{[^{}]{0,200}\}\}\}|\$?\{\{[^{}]{0,200}\}\}`,
    String.raw`|[$#%]\{[^{}\n]{1,200}\}|\$t\([^)\n]{1,200}\)|\[\[[^[\]\n]{1,200}\]\]|\[\^[^[\]\s]{1,60}\]`,
    String.raw`|%[A-Z][A-Z0-9_]{1,60}%(?!%)|%[A-Za-z_][\w.$-]{1,60}%(?![\w%])|__[A-Za-z]\w{0,60}?__`,
    String.raw`|@(?:\.[a-z]{1,20})?:(?:\([\w.-]{1,60}\)|\w{1,60}(?:\.\w{1,60}){0,8})|(?<=^|[\s(\[>"'“„«、。\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]):[a-z_]\w{1,60}(?![\w:])|\\[nrt]|\\\([\w.]{1,60}\)|@[A-Za-z][\w.]{0,60}@`,
    String.raw`|(?<!\d[ \u00a0\u202f]?)%\([^()\n]{1,60}\)[-#0+]{0,4}\d{0,3}(?:\.\d{1,3})?[a-zA-Z]`,
    String.raw`|(?<!\d[ \u00a0\u202f]?)%(?:\d{1,2}\$)?[-+#0]{0,4}(?:\d{1,3}|\*)?(?:\.(?:\d{1,3}|\*))?(?:hh|h|ll|l|L|q|j|z|t)?[@diouxXeEfFgGaAcCsSp]`,
    String.raw`|%<\w{1,60}>[-+0#]{0,4}\d{0,3}(?:\.\d{1,3})?[a-zA-Z]|(?<!(?<!%L?\d?)\d[ \u00a0\u202f]?)%(?:L?\d{1,2}|n)(?![\w$])`,
    String.raw`|%%|\{[^{}\n]{0,200}\}|(?<![\w$])\$[a-z_]\w{0,60}`,
    ')|(?<tag>',
    String.raw`<!--[^]{0,5000}?-->|<\/?[A-Za-z][\w:.-]{0,60}(?:\s[^<>]{0,2000})?\/?>|<\/?\d{1,3}[ ]?\/?>|&(?:[A-Za-z]{2,31}|#\d{1,7}|#[xX][\dA-Fa-f]{1,6});`,
    ')|(?<number>',
    String.raw`(?<!(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])[\p{L}\p{N}_])(?:\d{1,3}(?<group>[.,'’\u00a0\u202f\u2009 ])\d{3}(?:\k<group>\d{3}){0,8}(?:[.,]\d{1,20})?(?!\d)|\d{1,40}(?:[.,:/-]\d{1,40}){0,8})`,
    ')',
  ].join(''),
  'gmu',
)

/** Yields the fragments of the given kinds, in the order of the text. */
export function* findFragments(text: string, kinds: ReadonlySet<FragmentKind>): Generator<Fragment> {
  for (const { 0: match, index: at, groups = {} } of text.matchAll(PATTERN)) {
    const kind = FRAGMENT_KINDS.find((each) => groups[each] !== undefined)
    if (kind === undefined || !kinds.has(kind)) continue
    const found = kind === 'url' ? withoutTrailingMarks(match) : match
    if (kind === 'number')
      yield* numbersIn(found, at, AFTERNOON.test(text.slice(at + found.length, at + found.length + 6)))
    else yield { kind, text: found, key: keyOf(kind, found), at }
  }
}

/** In "3 pm" and "3:30 p.m.", the first number may become 15. */
const AFTERNOON = /^[ \u00a0\u202f]?p\.?[ ]?m\b/i

/** Space within the braces of a template means nothing. */
const keyOf = (kind: FragmentKind, text: string): string =>
  kind === 'tag'
    ? tagKey(text)
    : text.replace(/^!\[[^\]]*\]/, '!').replace(/^(\{{2,3})\s+|\s+(\}{2,3})$/g, '$1$2')

/** Attributes that are read by people, so that their values are translated. */
const READABLE = new Set(['alt', 'title', 'placeholder', 'label', 'summary', 'content', 'aria-label'])
const ATTRIBUTE = /([^\s=>/"']{1,60})(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?/g

/** The tag with its attributes in alphabetical order, and without the values that are read by people. */
function tagKey(tag: string): string {
  const [, start = '', attributes = '', end = ''] = /^(<\/?[\w:.-]+)\s([^]*?)\s*(\/?>)$/.exec(tag) ?? []
  if (start === '') return tag
  const sorted = [...attributes.matchAll(ATTRIBUTE)]
    .map(([whole, name = '']) => (READABLE.has(name.toLowerCase()) ? name : whole.replace(/\s*=\s*/, '=')))
    .toSorted()
  return `${[start, ...sorted].join(' ')}${end}`
}

/** Punctuation after an address belongs to the sentence, and so does a bracket that the address does not open. */
function withoutTrailingMarks(url: string): string {
  const shorter = url.replace(/(?:[.,:;!?'"*_~\]}]|&gt;)+$/, '')
  const isUnopened = shorter.endsWith(')') && shorter.split('(').length < shorter.split(')').length
  return isUnopened ? withoutTrailingMarks(shorter.slice(0, -1)) : shorter
}

/**
 * A number in the notation of any language has the key of its value; `1.500` may mean two values and has both. Dates,
 * times, versions and ratios count as their parts, whose order depends on the language.
 */
function* numbersIn(text: string, at: number, isAfternoon: boolean): Generator<Fragment> {
  const isOne = /^\d+(?:[.,]\d+)?$/.test(text) || /^\d{1,3}(\D)\d{3}(?:\1\d{3})*(?:[.,]\d+)?$/.test(text)
  if (isOne) {
    yield { kind: 'number', text, key: withAfternoon(valuesOf(text), isAfternoon), at }
    return
  }
  for (const { 0: part, index } of text.matchAll(/\d+/g)) {
    const key = withAfternoon(valuesOf(part), isAfternoon && index === 0)
    yield { kind: 'number', text: part, key, at: at + index }
  }
}

const withAfternoon = (key: string, isAfternoon: boolean): string =>
  isAfternoon && Number(key) < 12 ? `${key} ${Number(key) + 12}` : key

function valuesOf(number: string): string {
  const [last] = /[.,](?=\d+$)/.exec(number) ?? []
  const whole = number.replace(/\D/g, '')
  if (last === undefined) return String(Number(whole))
  const [before, after] = [
    number.slice(0, number.lastIndexOf(last)),
    number.slice(number.lastIndexOf(last) + 1),
  ]
  const decimal = String(Number(`${before.replace(/\D/g, '')}.${after}`))
  const isGrouped = /^\d{1,3}(\D)\d{3}(?:\1\d{3})*$/.test(number)
  if (!isGrouped) return decimal
  // A mark that occurs twice, as in 1.234.567, cannot be a decimal mark.
  return before.includes(last) ? String(Number(whole)) : `${Number(whole)} ${decimal}`
}
