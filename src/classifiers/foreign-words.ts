/**
 * Recognizes languages that no label names. The detector (tinyld) takes them for a neighbor: Croatian for Slovak,
 * Catalan for Italian.
 */
import { DefaultMap } from '../util/default-map.ts'
import { sumOf } from '../util/statistics.ts'

/** Common words that the known languages of the script do not have. */
const WORDS_BY_LANGUAGE: Readonly<Record<string, string>> = {
  'Bosnian, Croatian or Serbian in Latin letters':
    'što šta koji koja koje nije ali kao već će biti mogu smo ste svi sve jer kada samo bilo bio bila danas između svoja svojih ima imaju ovo njegove lijep lijepo sa svako svatko su pa knjiga knjige ljudi gdje vrijeme idemo vrlo uvijek dijete djeca novine između',
  Slovenian:
    'kot tudi ali bil bila bilo smo lahko vsak vsakdo danes kjer njegove brez zaradi kako ker vsi mora pri je in mi knjige ljudje zelo časopisi otroci nisem jaz gremo ležijo',
  Catalan:
    'amb els aquest aquesta dels però també seva perquè més tota avui molt anat nosaltres fer sense té ets tots cap les ens',
  Galician:
    'unha coa cos máis moito pero súa persoa hoxe eles mentres nós fomos polo pola teñen moi ós dos pode',
  Occitan: 'amb dins tota uèi nosautres sèm aquel dreit drech èsser mai fòrça òme los aquò',
  Basque:
    'eta dira bat edo dute diren izan gara baina hau egin gaur bere gure dituzte behar ere orok bai dela dago',
  Welsh: 'yn yr ac mae wedi bod hyn hwn ond nid gyda pob neu sydd heddiw oes eu yw fod',
  Breton: 'gant eus evit emañ hag hiziv bezañ holl deus pep gwir aet eo zo',
  Albanian: 'dhe të në për një është që janë nuk kjo ose çdo ndërsa sot duke gjithë kanë këtë së',
  Malay: 'kerana manakala awak kanak hendaklah tiada sesiapa ialah mahu jikalau kepunyaan rakan boleh cuba',
  Javanese: 'lan ing kang utawa iku iki padha saben ora duwé déné kanca karo marang kabeh dadi wae kanggo',
  Sundanese: 'jeung sarta téh teu anu boga saban atawa ieu éta sakabéh kudu pikeun geus',
  Cebuano: 'ug kini usa kay dili tanan bisan kang walay ubang unsa karon samtang sama kami kaniya',
  Latin: 'cum quod ex quam quae aut omnis omnes hoc enim atque eius autem qui est sunt non esse ipsorum',
  Esperanto: 'kaj estas ĉiu aŭ kiu tio sed ankaŭ estis havas ĉi estu kontraŭ neniu iris dum',
  Luxembourgish: 'ass ech vun huet eng déi dee haut odder sech duerf nët gët gouf wéi mat fir datt',
  Frisian: 'mei foar ik wy hawwe wurdt oan ek yn wêze kin fan dêr nimmen troch hjoed binne hy',
  Maltese: 'hija huwa fil għal minn kull għandu kif jew mhux bħal meta fl bil għandha hu mal illum',
  Somali: 'waa iyo oo uu ah waxaa lahaa qof laakiin maanta waxay ayaa inuu kale waxaan ku',
  Hausa: 'cikin yana wannan ko kuma shi sun duk kowane wanda ce mai suna mun tare',
  Yoruba: 'tí àti sí wà fún àwọn láti náà lè kò gbogbo àwa jẹ́ sì lọ ló',
  Igbo: 'nke bụ ndị onye ọ nwere ọbụla dị ga ahụ',
  Zulu: 'futhi noma ukuthi nje umuntu wonke ngoba kodwa lapho ukuba yonke ukuze thina siye namuhla',
  Xhosa: 'kwaye okanye ukuba umntu wonke ngokuba kodwa ukuze kunye akukho',
  Kinyarwanda: 'cyangwa kandi buri wese umuntu afite bwo iyo nta ko natwe uyu mwiza',
  Shona: 'uye kana kuti munhu wose ane kubva zvino vanhu iye pasina',
  Azerbaijani: 'və ilə üçün hər deyil biz gözəl də isə heç onun öz',
  Uzbek: 'uchun bilan inson yoki kerak emas boʻlgan oʻz biz esa barcha mumkin hech va',
  Turkmen: 'üçin bilen adam bar ýa bolan däl öz hem',
  Kurdish: 'û ev ew kes xwe heye jî yan re çûn bi hemû yên wî ên bê',
  'Haitian Creole': 'nan pou gen moun dwa sou yon ap fè oswa epi yo chak li',
  Faroese: 'hevur ikki fyri teir sum vit fóru børnini og øll uttan meðan tey ein',
  'Scottish Gaelic': 'chan bho anns gun bha chaidh fhad tha ann chlann airson còir bhith eadar sinn',
  Malagasy: 'ary amin tsy izany olona manana rehetra tokony izao dia misy ny',
  Maori: 'ngā ko tēnei tangata katoa mō rātou kei tō matou mātou rā nga kia te',
  Samoan: 'ona ua tagata lava aia lona lana latou lenei atu',
  Wolof: 'ci nit yi nekk sañ ñu mu lépp',
  Kyrgyz: 'жана менен үчүн болгон эмес бирок болсо',
  Yiddish: 'און איז די דער זענען מיר פון אויף מיט זיך',
  Bhojpuri: 'बा बाड़े बानी हमनी रउआ ओकर एगो भइल गइल',
  Maithili: 'अछि छथि छल हमरा अहाँ केँ सँ',
  Sanskrit: 'अस्ति भवति च एव सः तु इति सह',
  Tigrinya: 'እዩ ድማ ኣብ ናይ ነቲ እቲ ኣለዉ ዝኾነ',
}

/**
 * Letters that no known language of their script has: of Tajik, Bashkir and Chuvash; of Pashto, Kurdish, Sindhi and
 * Uyghur; of Assamese.
 */
const FOREIGN_LETTERS = /[ҷӣӯҳҙҡҫӑӗӳӏټډړږښګېۍځڅڼڕڵێۆەڤڪٻڀڄڦٿٽڏڍڻ۾ۇۋۈৰৱ]/g
const MIN_LETTER_SHARE = 0.02

/** Fewer words can stand in a text of a known language: as a name, as a quotation. */
const MIN_DISTINCT_WORDS = 2
const MIN_WORD_SHARE = 0.08

let languagesByWord: ReadonlyMap<string, readonly string[]> | undefined

/** Whether a text is in a language that no label names. `words` are its words in lower case. */
export function isForeign(text: string, words: readonly string[]): boolean {
  const letters = sumOf(words.map(({ length }) => length))
  if ((text.match(FOREIGN_LETTERS)?.length ?? 0) > MIN_LETTER_SHARE * letters) return true
  languagesByWord ??= indexWords()
  const found = new DefaultMap<string, string[]>(() => [])
  for (const word of words)
    for (const language of languagesByWord.get(word) ?? []) found.get(language).push(word)
  return [...found.values()].some(
    (matches) =>
      new Set(matches).size >= MIN_DISTINCT_WORDS && matches.length >= MIN_WORD_SHARE * words.length,
  )
}

function indexWords(): ReadonlyMap<string, readonly string[]> {
  const index = new DefaultMap<string, string[]>(() => [])
  for (const [language, list] of Object.entries(WORDS_BY_LANGUAGE))
    for (const word of list.split(' ')) index.get(word).push(language)
  return index
}
