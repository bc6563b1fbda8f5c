/**
 * Counts sentences as IFEval does, with NLTK's Punkt and its English model (Kiss and Strunk 2006, Computational
 * Linguistics 32:485): a full stop ends a sentence unless it belongs to an abbreviation, to an initial or to a number
 * before a small letter; line breaks do not. The model was trained on the Wall Street Journal: it knows "calif." and
 * "messrs.", but neither "e.g." nor "etc.".
 */
import { wordSet } from '../../util/text/word-set.ts'

const ABBREVIATIONS = wordSet(
  [
    'mr mrs ms dr prof jr sr st messrs gen col adm maj lt sen rep reps', // people
    'inc corp co cos ltd bros cie n.v b.v s.a s.p.a s.s', // companies
    'jan feb aug sep sept oct nov dec tues wed fri a.m p.m', // times
    'u.s u.s.a u.k u.n u.s.s.r d.c l.a n.y n.j n.h n.c n.d n.m s.c r.i w.va', // places
    'ala ariz calif colo conn fla ga ill kan ky mich minn nev okla ok ore pa tenn va vt wash wis',
    'ph.d m.b.a a.d a.c vs ft mg ct yr ave chg sw', // others
    'c d e f g h k l m n p r s t v w j.b j.c j.j j.k j.p j.r r.a r.h r.j r.k r.t a.a a.g a.h a.s a.t t.j w.c w.r w.w', // initials
    'b.f d.h d.w e.f e.h e.l e.m f.g f.j g.d g.f g.k h.c h.f h.m l.f l.p m.j s.g',
  ].join(' '),
)

/** A capitalized word of this list begins a sentence after an abbreviation or an ellipsis, since it is not a name. */
const STARTERS = wordSet(
  'a about according after again all also although an and another any as at because before both but by can could ' +
    'despite did do does during each even every few finally first for from has have he her here his how however i if ' +
    'imagine in indeed instead is it its just last later let like many maybe meanwhile more moreover most my next no ' +
    'not nothing now of often on once one only or other our out over perhaps please remember several she should ' +
    'similarly since so some something sometimes soon still such suddenly that the their then there therefore these ' +
    'they this those though through thus to today together two under unless until up was we well were what when where ' +
    'whether which while who why will with without would yes yet you your',
)

const ENDS = /[.?!]/
/** Inside a chunk, a sentence ends only before one of these characters. */
const NON_WORD = /[)";}\]*:@'({[!?]/
/** Closing marks belong to the sentence before them. */
const CLOSERS = /["')\]}]+?(?:\s+|(?=--)|$)/my
const TOKEN =
  /-{2,}|\.{2,}|(?=[^("`{[:;&#*@)}\]\-,\s])\S+?(?=\s|$|[)";}\]*:@'({[!?]|-{2,}|\.{2,}|,(?:$|[\s)";}\]*:@'({[!?]|-{2,}|\.{2,}))|\S/g
/**
 * Only this many characters of a chunk are split into tokens, since a chunk of a million letters would take too long.
 */
const MAX_CHUNK_LENGTH = 400

/** A run of characters without white space. */
type Chunk = RegExpExecArray | undefined

export function countPunktSentences(text: string): number {
  let count = 0
  let start = 0
  let chunk: Chunk
  const countBreaks = (next: Chunk) => {
    for (const nextStart of chunk ? breaksAfter(chunk, next) : []) {
      count++
      CLOSERS.lastIndex = nextStart
      start = CLOSERS.test(text) ? CLOSERS.lastIndex : nextStart
    }
  }
  for (const next of text.matchAll(/\S+/g)) {
    countBreaks(next)
    chunk = next
  }
  countBreaks(undefined)
  return text.trimEnd().length > start ? count + 1 : count
}

/** The indices at which new sentences start, if a sentence ends in this chunk. */
function breaksAfter({ 0: chunk, index }: RegExpExecArray, next: Chunk): number[] {
  let at = chunk.length - 1
  while (at >= 0 && !endsAt(chunk, at, next)) at--
  if (at < 0) return []
  // Only the last sentence end in a chunk counts, except that a mark at the beginning, as in "Oh !!", counts too.
  const first = at > 0 && endsAt(chunk, 0, next) ? [index + 1] : []
  const isLast = at === chunk.length - 1
  const head = chunk.slice(Math.max(0, at + 1 - MAX_CHUNK_LENGTH), at + 1)
  const tokens = isLast
    ? [...tokensOf(head), ...tokensOf(next?.[0].slice(0, MAX_CHUNK_LENGTH) ?? '')]
    : tokensOf(head + chunk.charAt(at + 1))
  if (!tokens.some((token, place) => endsSentence(token, tokens[place + 1]))) return first
  return [...first, isLast && next ? next.index : index + at + 1]
}

const endsAt = (chunk: string, at: number, next: Chunk): boolean =>
  ENDS.test(chunk.charAt(at)) &&
  (at === chunk.length - 1 ? next !== undefined : NON_WORD.test(chunk.charAt(at + 1)))

const tokensOf = (text: string): string[] => text.match(TOKEN) ?? []

function endsSentence(token: string, next: string | undefined): boolean {
  if (next === undefined) return false
  if (/^[.?!]$/.test(token)) return true
  if (!token.endsWith('.')) return false
  const isEllipsis = /^\.\.+$/.test(token)
  const stem = token.slice(0, -1).toLowerCase()
  const isAbbreviation = ABBREVIATIONS.has(stem) || ABBREVIATIONS.has(stem.split('-').at(-1) ?? '')
  const isInitial = /^[\p{L}_]\.$/u.test(token)
  if ((isAbbreviation || isEllipsis) && !isInitial) return beginsSentence(next) === true
  if (isInitial || /^-?[.,]?\d[\d,.-]*$/.test(token)) {
    const begins = beginsSentence(next)
    if (begins === false) return false
    if (isInitial && begins === undefined && /^\p{Lu}/u.test(next)) return false
  }
  return !isAbbreviation
}

/** True if a sentence surely begins with the token, false if it surely does not, undefined if unknown. */
function beginsSentence(token: string): boolean | undefined {
  if (/^[;:,.!?]$/.test(token) || /^\p{Ll}/u.test(token)) return false
  return (/^\p{Lu}/u.test(token) && STARTERS.has(token.toLowerCase().replace(/\.$/, ''))) || undefined
}
