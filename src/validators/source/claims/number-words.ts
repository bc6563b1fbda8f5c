/** Finds numbers that are spelled in words. */
import { anyOf, fold } from './fold.ts'

export const WORD_LANGUAGES = ['en', 'de', 'es', 'fr', 'it', 'nl', 'pl', 'pt'] as const
export type WordLanguage = (typeof WORD_LANGUAGES)[number]

/** Words of numbers and of their parts: `value=word,word`. */
const WORDS: Readonly<Record<WordLanguage, string>> = {
  en: '0=zero 1=one 2=two 3=three 4=four 5=five 6=six 7=seven 8=eight 9=nine 10=ten 11=eleven 12=twelve,dozen 13=thirteen 14=fourteen 15=fifteen 16=sixteen 17=seventeen 18=eighteen 19=nineteen 20=twenty 30=thirty 40=forty 50=fifty 60=sixty 70=seventy 80=eighty 90=ninety 100=hundred 1e3=thousand 1e6=million 1e9=billion 1e12=trillion',
  de: '0=null 1=ein,eins,eine,einen,einem,einer,eines 2=zwei,zwo 3=drei 4=vier 5=fünf 6=sechs 7=sieben 8=acht 9=neun 10=zehn 11=elf 12=zwölf,dutzend 13=dreizehn 14=vierzehn 15=fünfzehn 16=sechzehn 17=siebzehn 18=achtzehn 19=neunzehn 20=zwanzig 30=dreißig,dreissig 40=vierzig 50=fünfzig 60=sechzig 70=siebzig 80=achtzig 90=neunzig 100=hundert 1e3=tausend 1e6=million,millionen 1e9=milliarde,milliarden 1e12=billion,billionen',
  es: '0=cero 1=un,uno,una 2=dos 3=tres 4=cuatro 5=cinco 6=seis 7=siete 8=ocho 9=nueve 10=diez 11=once 12=doce,docena 13=trece 14=catorce 15=quince 16=dieciséis 17=diecisiete 18=dieciocho 19=diecinueve 20=veinte,veinti 30=treinta 40=cuarenta 50=cincuenta 60=sesenta 70=setenta 80=ochenta 90=noventa 100=cien,ciento 200=doscientos,doscientas 300=trescientos,trescientas 400=cuatrocientos,cuatrocientas 500=quinientos,quinientas 600=seiscientos,seiscientas 700=setecientos,setecientas 800=ochocientos,ochocientas 900=novecientos,novecientas 1e3=mil 1e6=millón,millones 1e12=billón,billones',
  fr: '0=zéro 1=un,une 2=deux 3=trois 4=quatre 5=cinq 6=six 7=sept 8=huit 9=neuf 10=dix 11=onze 12=douze,douzaine 13=treize 14=quatorze 15=quinze 16=seize 20=vingt,vingts 30=trente 40=quarante 50=cinquante 60=soixante 70=septante 80=huitante,octante 90=nonante 100=cent,cents 1e3=mille 1e6=million,millions 1e9=milliard,milliards 1e12=billion,billions',
  it: '0=zero 1=un,uno,una 2=due 3=tre 4=quattro 5=cinque 6=sei 7=sette 8=otto 9=nove 10=dieci 11=undici 12=dodici,dozzina 13=tredici 14=quattordici 15=quindici 16=sedici 17=diciassette 18=diciotto 19=diciannove 20=venti,vent 30=trenta,trent 40=quaranta,quarant 50=cinquanta,cinquant 60=sessanta,sessant 70=settanta,settant 80=ottanta,ottant 90=novanta,novant 100=cento,cent 1e3=mille,mila 1e6=milione,milioni 1e9=miliardo,miliardi',
  nl: '0=nul 1=een,één 2=twee 3=drie 4=vier 5=vijf 6=zes 7=zeven 8=acht 9=negen 10=tien 11=elf 12=twaalf,dozijn 13=dertien 14=veertien 15=vijftien 16=zestien 17=zeventien 18=achttien 19=negentien 20=twintig 30=dertig 40=veertig 50=vijftig 60=zestig 70=zeventig 80=tachtig 90=negentig 100=honderd 1e3=duizend 1e6=miljoen 1e9=miljard 1e12=biljoen',
  pl: '0=zero 1=jeden,jedna,jedno,jednego,jednej 2=dwa,dwie,dwóch,dwoma,dwom,dwaj,dwu 3=trzy,trzech,trzem,trzema 4=cztery,czterech,czterem,czterema 5=pięć,pięciu 6=sześć,sześciu 7=siedem,siedmiu 8=osiem,ośmiu 9=dziewięć,dziewięciu 10=dziesięć,dziesięciu 11=jedenaście,jedenastu 12=dwanaście,dwunastu,tuzin 13=trzynaście,trzynastu 14=czternaście,czternastu 15=piętnaście,piętnastu 16=szesnaście,szesnastu 17=siedemnaście,siedemnastu 18=osiemnaście,osiemnastu 19=dziewiętnaście,dziewiętnastu 20=dwadzieścia,dwudziestu 30=trzydzieści,trzydziestu 40=czterdzieści,czterdziestu 50=pięćdziesiąt,pięćdziesięciu 60=sześćdziesiąt,sześćdziesięciu 70=siedemdziesiąt,siedemdziesięciu 80=osiemdziesiąt,osiemdziesięciu 90=dziewięćdziesiąt,dziewięćdziesięciu 100=sto,stu 200=dwieście,dwustu 300=trzysta,trzystu 400=czterysta,czterystu 500=pięćset,pięciuset 600=sześćset,sześciuset 700=siedemset,siedmiuset 800=osiemset,ośmiuset 900=dziewięćset,dziewięciuset 1e3=tysiąc,tysiące,tysięcy 1e6=milion,miliony,milionów 1e9=miliard,miliardy,miliardów 1e12=bilion,biliony,bilionów',
  pt: '0=zero 1=um,uma 2=dois,duas 3=três 4=quatro 5=cinco 6=seis 7=sete 8=oito 9=nove 10=dez 11=onze 12=doze,dúzia 13=treze 14=catorze,quatorze 15=quinze 16=dezesseis,dezasseis 17=dezessete,dezassete 18=dezoito 19=dezenove,dezanove 20=vinte 30=trinta 40=quarenta 50=cinquenta 60=sessenta 70=setenta 80=oitenta 90=noventa 100=cem,cento 200=duzentos,duzentas 300=trezentos,trezentas 400=quatrocentos,quatrocentas 500=quinhentos,quinhentas 600=seiscentos,seiscentas 700=setecentos,setecentas 800=oitocentos,oitocentas 900=novecentos,novecentas 1e3=mil 1e6=milhão,milhões 1e9=bilhão,bilhões 1e12=trilhão,trilhões,bilião,biliões',
}

/** Words that alone rarely mean the number: "neuf" also means "new", and "sei" also means "you are". */
const VAGUE_ALONE: Readonly<Partial<Record<WordLanguage, readonly string[]>>> = {
  fr: ['neuf'],
  it: ['sei'],
  de: ['acht', 'null'],
  en: ['zero', 'dozen', 'hundred'],
  pl: ['zero', 'sto'],
}

/** Languages that write compound numbers as one word, such as "zweihundert". */
const COMPOUNDING: ReadonlySet<WordLanguage> = new Set(['de', 'es', 'it', 'nl'])
/** Written between the parts of a number: "treinta y cinco", "two hundred and five". */
const JOINERS: Readonly<Partial<Record<WordLanguage, string>>> = { en: 'and', es: 'y', fr: 'et', pt: 'e' }
/** Written within a compound number: "fünfundzwanzig". */
const INNER_JOINERS: Readonly<Partial<Record<WordLanguage, string>>> = { de: 'und', nl: 'en' }
/** Adjectives such as "zweijährig" end in a unit. */
const UNIT_ENDINGS: Readonly<Partial<Record<WordLanguage, RegExp>>> = {
  de: /(?:jahrig|monatig|wochig|tagig|stundig|minutig)(?:e[nrms]?)?$/,
  nl: /(?:jarige?|daagse)$/,
}

interface Lexicon {
  readonly values: ReadonlyMap<string, number>
  readonly whole: RegExp
  readonly part: RegExp
}

const lexicons = new Map<WordLanguage, Lexicon>()

function lexiconOf(language: WordLanguage): Lexicon {
  const known = lexicons.get(language)
  if (known) return known
  const values = new Map<string, number>()
  for (const entry of WORDS[language].split(' ')) {
    const [value = '', words = ''] = entry.split('=')
    for (const word of words.split(',')) values.set(fold(word), Number(value))
  }
  const parts = anyOf([...values.keys(), ...[INNER_JOINERS[language] ?? []].flat()])
  const lexicon = { values, whole: RegExp(`^(?:${parts})+$`), part: RegExp(parts, 'g') }
  lexicons.set(language, lexicon)
  return lexicon
}

export interface NumberInWords {
  readonly value: number
  readonly at: number
  readonly end: number
  readonly isVague: boolean
  readonly isOrdinal?: boolean
}

const LATIN_WORD = /(?<![\p{L}\p{N}_])[a-zß-ÿœł]+(?![\p{L}\p{N}_])/gu
const GAP = /^(?:[ \u00a0]{1,2}|-)$/

/** A number whose words have been read so far. */
interface OpenNumber {
  readonly sum: Sum
  readonly words: readonly string[]
  readonly at: number
  readonly end: number
  /** The end of a joiner after the number. */
  readonly joinerEnd?: number
}

export function* findNumbersInWords(folded: string, language: WordLanguage): Generator<NumberInWords> {
  let open: OpenNumber | undefined
  for (const { 0: word, index } of folded.matchAll(LATIN_WORD)) {
    const follows = open !== undefined && GAP.test(folded.slice(open.joinerEnd ?? open.end, index))
    if (open && follows && open.joinerEnd === undefined && word === JOINERS[language]) {
      open = { ...open, joinerEnd: index + word.length }
      continue
    }
    const parts = partsOf(word, language)
    const end = index + (parts?.length ?? 0)
    const longer = open && follows && parts && sumWith(open, parts.values, language)
    if (open && longer) {
      open = { sum: longer, words: [...open.words, word], at: open.at, end }
      continue
    }
    if (open) yield toNumber(open, language)
    const sum = parts && addParts(undefined, parts.values, language)
    open = sum && { sum, words: [word], at: index, end }
  }
  if (open) yield toNumber(open, language)
}

/** In English, "and" follows hundreds or a scale only. */
function sumWith(
  { sum, joinerEnd }: OpenNumber,
  parts: readonly number[],
  language: WordLanguage,
): Sum | undefined {
  if (language === 'en' && joinerEnd !== undefined && sum.current % 100 !== 0) return undefined
  return addParts(sum, parts, language)
}

function toNumber({ sum, words, at, end }: OpenNumber, language: WordLanguage): NumberInWords {
  const value = sum.total + sum.current
  const [only = ''] = words.length === 1 ? words : []
  const isScale = (lexiconOf(language).values.get(only) ?? 0) >= 1000
  const isVague = value < 2 || isScale || (VAGUE_ALONE[language] ?? []).some((word) => fold(word) === only)
  return { value, at, end, isVague }
}

interface WordParts {
  readonly values: readonly number[]
  /** The length of the number in the word, which may end with a unit. */
  readonly length: number
}

function partsOf(word: string, language: WordLanguage): WordParts | undefined {
  const { values, whole, part } = lexiconOf(language)
  const single = values.get(word)
  if (single !== undefined) return { values: [single], length: word.length }
  if (!COMPOUNDING.has(language) || word.length < 5) return undefined
  const number = word.replace(UNIT_ENDINGS[language] ?? /$/, '')
  if (number === '' || !whole.test(number)) return undefined
  const found = (number.match(part) ?? []).flatMap((each) => values.get(each) ?? [])
  return addParts(undefined, found, language) && { values: found, length: number.length }
}

/** The sum of the parts of a number that have been read so far. */
interface Sum {
  /** The sum up to the last scale: 2000 in "two thousand three hundred". */
  readonly total: number
  /** The sum since then, below 1000: 300. */
  readonly current: number
  /** The last scale, which none that is as large can follow: 1000. */
  readonly scale: number
}

/** The sum with further parts, or undefined if one of them cannot follow. The parts are those of one word. */
function addParts(start: Sum | undefined, parts: readonly number[], language: WordLanguage): Sum | undefined {
  let sum = start
  for (const [index, part] of parts.entries()) {
    sum = addPart(sum, part, language, index > 0)
    if (!sum) return undefined
  }
  return sum
}

function addPart(
  before: Sum | undefined,
  part: number,
  language: WordLanguage,
  isInWord: boolean,
): Sum | undefined {
  const sum = before ?? { total: 0, current: 0, scale: Infinity }
  const { total, current } = sum
  if (part >= 1000) return addScale(sum, part)
  if (part === 100) {
    const multiplies = current < (['en', 'de', 'nl'].includes(language) ? 100 : 10)
    return multiplies ? { ...sum, current: (current || 1) * 100 } : undefined
  }
  // Nothing follows a zero.
  if (part < 10 && before && total === 0 && current === 0) return undefined
  if (part === 0) return before ? undefined : sum
  // In French, 80 is "quatre-vingts", four twenties: 4 becomes 80.
  if (language === 'fr' && part === 20 && current % 100 === 4) return { ...sum, current: current + 76 }
  return fits(current, part, language, isInWord) ? { ...sum, current: current + part } : undefined
}

function addScale({ total, current, scale }: Sum, part: number): Sum | undefined {
  // In Spanish, "mil millones" is a thousand millions.
  if (part === 1e6 && scale === 1000) return { total: (total + current) * part, current: 0, scale: part }
  if (part >= scale) return undefined
  return { total: total + (current || 1) * part, current: 0, scale: part }
}

/** Whether a part below 1000, but not 100, can follow the hundreds, tens or ones before it. */
function fits(current: number, part: number, language: WordLanguage, isInWord: boolean): boolean {
  if (part > 100) return current === 0
  const belowHundred = current % 100
  if (belowHundred === 0) return true
  const isFrench = language === 'fr'
  if (part < 10) return belowHundred % 10 === 0 && (belowHundred >= 20 || isFrench)
  // In French, 70 and 90 are "soixante-dix" and "quatre-vingt-dix".
  if (isFrench && part < 20 && (belowHundred === 60 || belowHundred === 80)) return true
  // In German and Dutch, the ones precede the tens: "einundzwanzig".
  const isInverted = language === 'de' || language === 'nl'
  return isInverted && isInWord && part >= 20 && belowHundred < 10
}
