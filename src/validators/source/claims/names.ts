/** Finds proper names by capital letters, titles, East Asian surnames and quotation marks. */
import type { FoundClaims } from './find-claims.ts'
import {
  CALENDAR,
  CHINESE_SURNAMES,
  GERMAN_NOUNS_BEFORE_NAMES,
  GERMAN_NOUNS,
  GERMAN_STARTS,
  JAPANESE_SURNAMES,
  BEFORE_LETTER,
  NO_NAME,
  TITLE,
} from './name-words.ts'
import { isGivenName } from './given-names.ts'
import { isFunctionWord } from './languages.ts'
import { normalCode, type FoundName } from './codes.ts'

const CAPITALIZED = String.raw`\p{Lu}[\p{sc=Latin}\p{M}]*(?:[-’'&.]\p{sc=Latin}[\p{sc=Latin}\p{M}]*)*`
/** Words in lower case between the words of a name. */
const PARTICLE = String.raw`(?:von|vom|zu|zum|zur|van|ter|ten|te|de|den|der|do|da|das|dos|di|del|della|dello|dei|degli|dal|dalla|du|des|la|le|los|las|el|al|bin|ibn|ben|bint|y|e|['’][ts])`
const SEQUENCE = RegExp(
  String.raw`(?<![\p{sc=Latin}\p{N}])(?:[dl]['’])?${CAPITALIZED}(?:[ \u00a0](?:${PARTICLE}[ \u00a0]){0,3}(?:[dl]['’])?${CAPITALIZED})*`,
  'gu',
)
const CAPITALIZED_WORD = RegExp(CAPITALIZED, 'gu')
const HAS_PARTICLE = RegExp(String.raw`[ \u00a0]${PARTICLE}[ \u00a0]`, 'u')
/** Particles that occur only in names, so that the words around them are names. */
const NAME_PARTICLE = /[ \u00a0](?:van|ter|ten|bin|ibn|ben|bint|dos|della|dal|del|di)[ \u00a0]/u
/** Where a sentence, a line or a quotation begins, a capital letter means nothing. */
const BEGINS_SENTENCE = /(?:^|[.!?…:。！？]["”’')\]]*\s+|\n\s*|[-*•#>|]\s+|[“"«„‘¿¡(]\s?)$/u
const AFTER_TITLE =
  /(?<!\p{L})(?:Dr|Dra|Prof|Profa|Mr|Mrs|Ms|Sr|Sra|Srta|Dña|St|Ing|Dipl|Mag|Sig|Dott|Avv|Geom|Mevr|Dhr|dr|prof|mgr|inż|ing|dott|sig|dhr|mevr|mw|avv)\.\s$/u
/** An initial before a surname: the M of "M. Bertrand". */
const AFTER_INITIAL = /(?<![\p{L}\d.])(?:\p{Lu}\.[ \u00a0]?)+$/u
const EAST_ASIAN = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u

/** After these words, and before those of `CHINESE_AFTER`, a surname with one or two characters is a person. */
const CHINESE_BEFORE =
  '咨询|联系|首席执行官|总裁|董事长|总经理|经理|主管|负责人|创始人|作者|设计师|工程师|客服|专员|教授|博士|医生|老师|记者|主任|院长|亲爱的|尊敬的|[，。！？：；“]|CEO|CFO|^|\\n'
const CHINESE_AFTER =
  '表示|指出|说|称|认为|您|你好|女士|先生|小姐|介绍|宣布|担任|透露|强调|提到|补充|负责|了解|获取|处理|[，。！？、：；”\\s]|$'
const CJK_NAMES = [
  String.raw`(?:株式会社|有限会社)([\p{sc=Han}\p{sc=Katakana}ー]{1,12}|[\p{sc=Han}\p{sc=Katakana}\p{sc=Hiragana}ー]{1,12}?)(?=[はがのをにとでもへや、。（(\s]|です|より|製|$)`,
  String.raw`(?<=^|[是为為由与與和及的在向从從给給自：:，。、；\s“「（(|])([^是为為由与與和及的在向从從给給自\P{sc=Han}]{2,12}?)(?=(?:股份|科技)*有限公司|股份公司|集团|集團)`,
  String.raw`(?<![\p{sc=Han}])([\p{sc=Han}]{1,5})[ \u00a0]?(?:さん|氏|様|株式会社)`,
  String.raw`([${CHINESE_SURNAMES}][\p{sc=Han}]{0,2}?)(?:先生|女士|小姐|教授|博士|经理|總監|总监)`,
  String.raw`(?<=${CHINESE_BEFORE})([${CHINESE_SURNAMES}][\p{sc=Han}]{1,2}?)(?=${CHINESE_AFTER})`,
  String.raw`(?<![\p{sc=Han}])((?:${JAPANESE_SURNAMES})(?![県市駅区町村])[\p{sc=Han}]{1,3}?)(?=社長|会長|部長|課長|代表|先生|教授|選手|監督|取締役|[^\p{sc=Han}]|$)`,
  String.raw`[「『“《]([^」』”》\n]{1,30})[」』”》]`,
]
const CJK_NAME = RegExp(CJK_NAMES.join('|'), 'gu')

interface NameWord {
  readonly word: string
  readonly at: number
}

/** Words with capital letters that follow one another, with particles between them. */
interface NameSequence {
  readonly text: string
  readonly words: readonly NameWord[]
  /** A title or an initial precedes. */
  readonly hasTitle: boolean
  readonly beginsSentence: boolean
}

/**
 * In German, every noun has a capital letter: only names of several words, names with a title and given names are found
 * there. In other languages, the first word of a sentence may be any word, unless it is a given name.
 */
export function* findNames(text: string, { languages, rest }: FoundClaims): Generator<FoundName> {
  const isEastAsian = EAST_ASIAN.test(text)
  const isNameOf = languages.includes('de') ? germanNames : () => () => true
  for (const { 0: match, index } of rest.matchAll(SEQUENCE)) {
    const lead = text.slice(Math.max(0, index - 24), index)
    const hasTitle = AFTER_TITLE.test(lead) || followsInitial(lead, match)
    const beginsSentence = !isEastAsian && !hasTitle && BEGINS_SENTENCE.test(lead)
    const words = [...match.matchAll(CAPITALIZED_WORD)].map(({ 0: word, index: start }) => ({
      word,
      at: index + start,
    }))
    const isName = isNameOf({ text: match, words, hasTitle, beginsSentence })
    const firstName = beginsSentence && !startsWithGivenName(words) ? 1 : 0
    for (const [position, { word, at }] of words.entries()) {
      if (position < firstName || namesNothing(word) || !isName(position)) continue
      yield { value: normalCode(word.replace(/['’]s$/, '')), at, end: at + word.length }
    }
  }
  if (isEastAsian) yield* eastAsianNames(text, rest)
}

const startsWithGivenName = ([first, second]: readonly NameWord[]): boolean =>
  first !== undefined && second !== undefined && isGivenName(first.word) && !isFunctionWord(first.word)

const namesNothing = (word: string): boolean =>
  word.length < 2 || [TITLE, CALENDAR, NO_NAME].some((pattern) => pattern.test(word))

/** Tells which words of a sequence, by their position, are names rather than other German nouns. */
function germanNames(sequence: NameSequence): (position: number) => boolean {
  const { words, hasTitle } = sequence
  const isFullName = namesOneThing(sequence)
  return (position) => {
    const { word = '' } = words[position] ?? {}
    if (GERMAN_NOUNS.has(word)) return false
    const hasInnerCapital = /\p{Ll}\p{Lu}|^\p{Lu}{2,}$/u.test(word)
    const followsTitle = hasTitle || TITLE.test(words[position - 1]?.word ?? '')
    return hasInnerCapital || followsTitle || isFullName || isGivenName(word)
  }
}

/** Whether the words of a German sequence form one name, such as a given name with a surname. */
function namesOneThing({ text, words, beginsSentence }: NameSequence): boolean {
  if (words.slice(0, -1).some(({ word }) => isGivenName(word))) return true
  if (words.slice(beginsSentence ? 1 : 0).some(({ word }) => GERMAN_NOUNS_BEFORE_NAMES.has(word))) return true
  const [first, second] = words
  const hasParticle = HAS_PARTICLE.test(text)
  if (beginsSentence && first && second && !hasParticle && !GERMAN_STARTS.test(first.word)) return true
  const names = words
    .slice(beginsSentence && !startsWithGivenName(words) ? 1 : 0)
    .filter(({ word }) => !GERMAN_NOUNS.has(word))
  return names.length > 1 && (!hasParticle || NAME_PARTICLE.test(text))
}

function* eastAsianNames(text: string, rest: string): Generator<FoundName> {
  for (const match of rest.matchAll(CJK_NAME)) {
    const name = match.slice(1).find((each) => each !== undefined)
    if (name === undefined) continue
    const at = match.index + match[0].indexOf(name)
    const end = at + name.length
    yield { value: normalCode(text.slice(at, end)), at, end }
  }
}

/** Whether initials precede a surname. A single letter may also be the end of a sentence, as in "vitamin C." */
function followsInitial(lead: string, match: string): boolean {
  const initials = AFTER_INITIAL.exec(lead)
  if (!initials || isFunctionWord(match)) return false
  return !BEFORE_LETTER.test(lead.slice(0, initials.index))
}
