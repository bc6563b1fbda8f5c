/** Words that tell whether a full stop ends a sentence, in English, German and other European languages. */
import { wordSet } from '../../util/text/word-set.ts'

/** Abbreviations that never end a sentence. */
export const INSEPARABLE = wordSet(`
  dr drs mr mrs ms mx messrs prof gen col maj lt capt cmdr sgt cpl pvt rev fr hon gov sen rep pres supt mt ft adm atty
  e.g i.e eg ie cf vs viz approx incl excl resp esp
  hr hrn frl bzw ca evtl evt ggf inkl exkl vgl sog bspw zzgl dipl ing med jur phil rer nat kath evang geb gest gegr verh
  mme mlle mgr sr sra srta dra sig dott avv ing arch dhr mevr bijv resp tzv tzn např esim
  p.ex par.ex por.ex p.ej por.ej ej av avda avd ud uds sigg f.eks eks t.ex bl.a m.in np tzw inż ul tj popř ún ill bkz örn
  ул пр просп пер пл акад доц букв т.е т.к т.н напр тов
`)

/** Abbreviations at the end of a list, which end a sentence unless it continues with a small letter. */
export const LIST_ENDS = wordSet(`
  etc usw uswusf ecc enz osv itd itp atd apod stb jne ym vb т.д т.п др пр u.ä o.ä
`)

/** Abbreviations that do not end a sentence if a number follows them. */
export const REFERENCES = wordSet(`
  no nos nr n° nº № fig figs eq eqs vol vols ch chap sec secs p pp pg pgs art arts ver op ed eds para tab ex max min tel
  pop ext abb abs abschn anm aufl bd bde kap str pos ziff zif rn s.d janv févr avr juil déc ene ago dic núm num pág págs cap blz pag
  kl godz tys чел руб коп тыс млн млрд гл рис стр табл ок см
`)
/** The names of months and days, which are abbreviations only with a capital letter. */
export const DATE_ABBREVIATIONS = wordSet(
  'Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Okt Nov Dec Dez Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun',
)

/**
 * Abbreviations that end a sentence only before one of `STARTERS`. Initials such as U.S. and J. are treated likewise.
 */
export const AMBIGUOUS = wordSet(`
  inc ltd co cos corp jr sr al dept est ph.d bros llc plc st ave blvd rd hwy bldg apt misc govt univ assoc assn intl
  hrs mins lb lbs oz yr yrs wk wks mo mos gal cont
  jh jhd jhdt jhs mio mrd mill tsd std min ggfs allg gem ges sen jun vorm nachm urspr
`)

/** Words that also are abbreviations, and end a sentence if no number follows them: "I said no. then we left." */
export const ORDINARY_WORDS = wordSet('no pop art ed ex max min op tab')

/** Pronouns in small letters that start a sentence after a word that is on none of the lists: "a new cd. i like it". */
export const PRONOUNS = wordSet('i we he she they it you')

/** Words that start a sentence after an abbreviation. They are neither names nor nouns, which German capitalizes. */
export const STARTERS = wordSet(`
  a after all an and another any are as at because before both but by can could did do does during each even every few
  finally first for from had has have he her here his how however i if in instead is it its just let many maybe meanwhile
  more most my next no nobody not nothing now of on once one only or our perhaps please several thanks she should since so some
  still such that the their then there these they this those though thus to today tomorrow two under until we what when
  where whether which while who why with would yes yesterday yet you your
  aber alle als also am auch auf aus bei bis da dabei dann das dein dem den der deren des deshalb die dies diese dieser
  dieses doch dort du durch ein eine einen einer es er für gegen hier ich ihr ihre im ist jetzt kein mit nach nun nur ob
  obwohl ohne seine seit sie sind sondern trotzdem über um und unser von vor während warum was weil wenn wer wie wir wo
  zu zum zur
`)

/** Months that follow a day such as "12." in German and in the Nordic languages. */
export const MONTHS_AFTER_ORDINALS = wordSet(`
  januar jänner februar feber märz april mai juni juli august september oktober november dezember
  marts maj oktober desember december jan feb mrz apr jun jul aug sep sept okt nov dez
`)
/** Words that follow a year such as "1990.", as in Hungarian, Croatian, Latvian and Estonian. */
export const AFTER_YEARS = wordSet(`
  január február március április május június július augusztus szeptember október november december évben évi
  godine godini godinu leta letu gada gadā aasta aastal
`)
/** German words before an ordinal number such as "12.", which a noun follows. */
export const BEFORE_ORDINALS = wordSet(`
  der die das dem den des am im vom zum zur beim ab bis seit jeder jede jedes jeden dieser diese dieses diesem diesen
  sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer mein meine meinen meinem meiner unser unsere unserem unseren
`)

/** Words after which "I." is the pronoun at the end of a sentence rather than an initial. */
export const BEFORE_PRONOUN = wordSet('and or nor than but as is was am not')

/** What may follow "6 p.m." in the same sentence, although it begins with a capital. */
export const AFTER_TIMES = wordSet(`
  est edt cst cdt mst mdt pst pdt et ct mt pt gmt utc bst cet cest eastern central mountain pacific
  monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
  october november december
`)

/** Names that end with an exclamation mark. */
export const EXCLAIMED_NAMES = wordSet('yahoo jeopardy yum wham oklahoma joomla panic godspell airplane now')

/** Ordinary words of up to two letters. Other tokens that are as short, or that have no vowel, are abbreviations. */
const SHORT_WORDS = wordSet(`
  ad ah am an as at be by do eh go ha he hi ho id if in is it la lo ma me my no of oh ok on or ow ox pa pi so to uh um up
  us we yo ab an da du er es im ja ob so um wo zu
  il la le ne on où un ça oi
  tv pc uk eu nz
`)
const HAS_VOWEL = /[aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿăąęěėīıőůūаеёиоуыэюяіїєαεηιουωάέήίόύώ]/iu
const IS_ROMAN = /^[IVXLC]+$/

/** Whether a word is too long, or too pronounceable, to be an abbreviation that no list contains. */
export function isPronounceable(word: string): boolean {
  if (IS_ROMAN.test(word)) return false
  return SHORT_WORDS.has(word.toLowerCase()) || (/^\p{L}{3,}$/u.test(word) && HAS_VOWEL.test(word))
}
