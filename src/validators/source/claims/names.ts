/** Finds proper names by capital letters, titles, Chinese surnames and East Asian quotation marks. */
import type { FoundClaims } from './find-claims.ts'
import { normalCode, type FoundName } from './codes.ts'

const CAPITALIZED = String.raw`\p{Lu}[\p{sc=Latin}\p{M}]*(?:[-’'&.]\p{sc=Latin}[\p{sc=Latin}\p{M}]*)*`
const SEQUENCE = RegExp(String.raw`(?<![\p{sc=Latin}\p{N}])${CAPITALIZED}(?:[ \u00a0]${CAPITALIZED})*`, 'gu')
/** Where a sentence, a line or a quotation begins, a capital letter means nothing. */
const BEGINS_SENTENCE = /(?:^|[.!?…:;。！？]["”’')\]]*\s+|\n\s*|[-*•#>|]\s+|[“"«„‘¿¡(]\s?)$/u
const TITLE =
  /^(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau|Señor|Señora|Sr|Sra|Monsieur|Madame|Signor|Signora|Pan|Pani|Meneer|Mevrouw)$/
const CHINESE_SURNAMES =
  '王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任卢盧姚沈钟鐘姜崔谭譚陆陸范汪廖石金韦韋贾賈夏付方邹鄒熊白孟秦邱侯江尹薛闫阎段雷龙龍黎史陶贺賀毛郝顾顧龚龔邵万萬覃武钱錢戴严嚴莫孔向常'
const CJK_NAME = RegExp(
  String.raw`(?:株式会社|有限会社)([\p{sc=Han}\p{sc=Katakana}\p{sc=Hiragana}ー]{1,12}?)(?=[はがのをにと、。]|$)|(?<![\p{sc=Han}])([\p{sc=Han}]{1,5})[ \u00a0]?(?:さん|氏|様|株式会社)|([${CHINESE_SURNAMES}][\p{sc=Han}]{0,2}?)(?:先生|女士|小姐|教授|博士|经理|總監|总监)|[「『“《]([^」』”》\n]{1,30})[」』”》]`,
  'gu',
)
/** In English, the days and months have capital letters, too. */
const CALENDAR =
  /^(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|I)$/

/** In German, every noun has a capital letter: only names of several words and names with a title are found there. */
export function* findNames(text: string, { languages, rest }: FoundClaims): Generator<FoundName> {
  for (const { 0: match, index } of rest.matchAll(SEQUENCE)) {
    const begins = BEGINS_SENTENCE.test(text.slice(Math.max(0, index - 6), index))
    const words = [...match.matchAll(/[^ \u00a0]+/g)].map(({ 0: word, index: start }) => ({
      word,
      at: index + start,
    }))
    const kept = begins && words.length > 0 ? words.slice(1) : words
    for (const { word, at } of kept) {
      if (TITLE.test(word) || CALENDAR.test(word) || word.length < 2) continue
      const hasInnerCapital = /\p{Ll}\p{Lu}|^\p{Lu}{2,}$/u.test(word)
      const afterTitle = TITLE.test(words[words.findIndex((each) => each.at === at) - 1]?.word ?? '')
      if (languages.includes('de') && !hasInnerCapital && !afterTitle && kept.length < 2) continue
      const value = normalCode(word.replace(/['’]s$/, ''))
      yield { value, at, end: at + word.length }
    }
  }
  for (const match of rest.matchAll(CJK_NAME)) {
    const name = match.slice(1).find((each) => each !== undefined)
    if (name === undefined) continue
    const at = match.index + match[0].indexOf(name)
    yield { value: normalCode(name), at, end: at + name.length }
  }
}
