/** Finds proper names by capital letters, titles, East Asian surnames and quotation marks. */
import type { FoundClaims } from './find-claims.ts'
import {
  CALENDAR,
  CHINESE_SURNAMES,
  GERMAN_NAMERS,
  GERMAN_NOUNS,
  GERMAN_STARTS,
  JAPANESE_SURNAMES,
  TITLE,
} from './name-words.ts'
import { normalCode, type FoundName } from './codes.ts'

const CAPITALIZED = String.raw`\p{Lu}[\p{sc=Latin}\p{M}]*(?:[-’'&.]\p{sc=Latin}[\p{sc=Latin}\p{M}]*)*`
const SEQUENCE = RegExp(String.raw`(?<![\p{sc=Latin}\p{N}])${CAPITALIZED}(?:[ \u00a0]${CAPITALIZED})*`, 'gu')
/** Where a sentence, a line or a quotation begins, a capital letter means nothing. */
const BEGINS_SENTENCE = /(?:^|[.!?…:。！？]["”’')\]]*\s+|\n\s*|[-*•#>|]\s+|[“"«„‘¿¡(]\s?)$/u
const AFTER_TITLE =
  /(?<!\p{L})(?:Dr|Prof|Mr|Mrs|Ms|Sr|Sra|St|Ing|Dipl|Mag|dr|prof|mgr|inż|ing|dott|sig)\.\s$/u
const EAST_ASIAN = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u

/** After these words, and before those of `CHINESE_AFTER`, a surname with one or two characters is a person. */
const CHINESE_BEFORE =
  '咨询|联系|首席执行官|总裁|董事长|总经理|经理|主管|负责人|创始人|作者|设计师|工程师|客服|专员|教授|博士|医生|老师|记者|主任|院长|亲爱的|尊敬的|[，。！？：；“]|CEO|CFO|^|\\n'
const CHINESE_AFTER =
  '表示|指出|说|称|认为|您|你好|女士|先生|小姐|介绍|宣布|担任|透露|强调|提到|补充|负责|了解|获取|处理|[，。！？、：；”\\s]|$'
const CJK_NAMES = [
  String.raw`(?:株式会社|有限会社)([\p{sc=Han}\p{sc=Katakana}\p{sc=Hiragana}ー]{1,12}?)(?=[はがのをにと、。]|$)`,
  String.raw`(?<![\p{sc=Han}])([\p{sc=Han}]{1,5})[ \u00a0]?(?:さん|氏|様|株式会社)`,
  String.raw`([${CHINESE_SURNAMES}][\p{sc=Han}]{0,2}?)(?:先生|女士|小姐|教授|博士|经理|總監|总监)`,
  String.raw`(?<=${CHINESE_BEFORE})([${CHINESE_SURNAMES}][\p{sc=Han}]{1,2}?)(?=${CHINESE_AFTER})`,
  String.raw`(?<![\p{sc=Han}])((?:${JAPANESE_SURNAMES})(?![県市駅区町村])[\p{sc=Han}]{1,3}?)(?=社長|会長|部長|課長|代表|先生|教授|選手|監督|取締役|[^\p{sc=Han}]|$)`,
  String.raw`[「『“《]([^」』”》\n]{1,30})[」』”》]`,
]
const CJK_NAME = RegExp(CJK_NAMES.join('|'), 'gu')

/**
 * In German, every noun has a capital letter: only names of several words and names with a title are found there. In
 * other languages, the first word of a sentence may be any word.
 */
export function* findNames(text: string, { languages, rest }: FoundClaims): Generator<FoundName> {
  const isEastAsian = EAST_ASIAN.test(text)
  const isGerman = languages.includes('de')
  for (const { 0: match, index } of rest.matchAll(SEQUENCE)) {
    const lead = text.slice(Math.max(0, index - 6), index)
    const hasTitle = AFTER_TITLE.test(lead)
    const begins = !isEastAsian && !hasTitle && BEGINS_SENTENCE.test(lead)
    const words = [...match.matchAll(/[^ \u00a0]+/g)].map(({ 0: word, index: start }) => ({
      word,
      at: index + start,
    }))
    const kept = words.slice(begins ? 1 : 0).filter(({ word }) => !isGerman || !GERMAN_NOUNS.has(word))
    const [first] = words
    const isTwoNames =
      kept.length > 1 ||
      words.slice(begins ? 1 : 0).some(({ word }) => GERMAN_NAMERS.has(word)) ||
      (begins && first !== undefined && !GERMAN_STARTS.test(first.word))
    for (const { word, at } of kept) {
      if (TITLE.test(word) || CALENDAR.test(word) || word.length < 2) continue
      const hasInnerCapital = /\p{Ll}\p{Lu}|^\p{Lu}{2,}$/u.test(word)
      const afterTitle =
        hasTitle || TITLE.test(words[words.findIndex((each) => each.at === at) - 1]?.word ?? '')
      if (isGerman && !hasInnerCapital && !afterTitle && !isTwoNames) continue
      const value = normalCode(word.replace(/['’]s$/, ''))
      yield { value, at, end: at + word.length }
    }
  }
  if (!isEastAsian) return
  for (const match of rest.matchAll(CJK_NAME)) {
    const name = match.slice(1).find((each) => each !== undefined)
    if (name === undefined) continue
    const at = match.index + match[0].indexOf(name)
    const end = at + name.length
    yield { value: normalCode(text.slice(at, end)), at, end }
  }
}
