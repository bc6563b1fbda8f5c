/** Recognizes languages by their most common words, to check and to complete what the detector (tinyld) finds. */

const WORDS: Readonly<Record<string, string>> = {
  // The words "in", "so" and "was" are left out, since they are German words too.
  en: 'the of and to that it for with as are this you be i have not by from or your can will has my if they but all our more there what do he she when which would their about how were its than been who please should',
  hi: 'है हैं का के की में और को से नहीं था थी थे यह वह ने पर भी एक लिए हो कर इस तक जो कि हूं हूँ मैं हम आप यदि तो अपने अपनी अपना करें रहा रही रहे गया सकते सकता बनाओ मुझे मेरा मेरी तुम चाहिए क्या कैसे कहाँ क्यों बहुत अब आज धन्यवाद नमस्ते कृपया अच्छा',
  mr: 'आहे आहेत आणि नाही हे ही हा तो ती ते मी मध्ये व पण असे असा अशी केला केले केली होते होता होती साठी झाला झाली आम्ही तुम्ही आपल्या त्या या जर तर किंवा म्हणून करा करणे मला तुला काय कसे कुठे',
  ne: 'छ छन् छैन हो र पनि भने गर्न गर्ने हुन्छ हुने भएको लागि तथा वा यो त्यो म हामी तपाईं तपाईको गर्नुहोस् छु थियो अनि यस मलाई तपाईंलाई कस्तो',
  cs: 'a i na v s z že to je jsem jsou které který při nebo jako ale byl byla bylo od pro po ze do si už také jen tak aby když co jak ve',
  sk: 'a aj na v s z že to je som sú ktoré ktorý pri alebo ako ale bol bola bolo od pre po zo do si už tiež len tak aby keď čo ako vo',
  pl: 'a i na w z że to jest są które który przy lub jako ale był była było od dla po ze do się już także tylko tak aby gdy co jak we nie',
  es: 'la el los las un una de a en con su por para y que no es del al como más pero si este esta lo se',
  it: 'la il lo le gli un una uno di a in con su per e che non è del della dei delle al alla nel sono come più ma se questo questa',
  pt: 'a o os as um uma de em com seu por para e que não é do da dos das ao como mais mas se este esta no na',
  fr: 'la le les un une de à en avec son sur pour par et que ne pas est du des au aux dans plus mais si ce cette il',
  ro: 'la și un o de în cu pe pentru că nu este din ale al ai cel cea mai dar se sau care sunt prin a',
  de: 'der die das und ist nicht ein eine zu den dem des mit auf für von sich im auch es er sie wir ich bei nach aus oder wie wenn als sind war hat wird kann an in um',
  nl: 'de het een en van is in op dat niet te zijn voor met die aan er om ook als maar bij nog uit naar door wij ik je hij dit deze wordt heeft of over',
  sv: 'och att det en ett är som på för av med den inte har om till från så men de jag vi han hon var kan ska eller alla sig i',
  da: 'og at det en et er som på for af med den ikke har om til fra så men de jeg vi han hun var kan skal eller alle sig i der',
  no: 'og at det en et er som på for av med den ikke har om til fra så men de jeg vi han hun var kan skal eller alle seg i ble',
  fi: 'ja on ei se että olla hän mutta oli ovat joka tai kun niin myös jos minä me he mitä kuin vain nyt tämä ne sen hänen',
  is: 'og að er á í sem ekki það til við um en af var með fyrir hann hún ég þú þeir eru hefur eða frá ef svo',
  et: 'ja on ei et see oma ta kui ka mis oli või aga ning mina me nad siis seda kes ega tema',
  lv: 'un ir uz ar no kā bet arī par tas viņš es mēs vai lai nav tika kas to pēc',
  lt: 'ir yra kad su iš į ne tai kaip bet jis aš mes ar už nuo po dėl apie buvo kas arba tik ant',
  hu: 'a az és hogy nem is egy ez van volt de meg vagy ha csak mint már azt én mi minden vannak',
  tr: 've bir bu da de için ile çok ne var olarak gibi daha ama ben sen o biz kadar olan her veya değil ki',
  vi: 'và là của có không được cho với một những các người này đã trong để khi trên tôi bạn ở rất như cũng',
  id: 'yang dan di dari untuk dengan ini itu tidak pada adalah ke akan dalam ada saya anda kami oleh atau juga sudah bisa karena',
  tl: 'ang ng sa na mga ay at hindi ko ako siya ito para may niya ka mo kung lang din si ni nasa',
  ga: 'agus an ar na is go a i le bhí tá ní sé sí do de nach sin seo',
  af: 'die en van in is nie het n op vir met dit wat sy hy ons ek jy aan sal ook as om te by dat oor word kan moet hulle',
  ru: 'и в не на что я с он как это по но из у за так же от к бы для мы вы она они был быть или все',
  uk: 'і в не на що я з він як це по але із у за так від до для ми ви вона вони був бути або всі та й є',
  be: 'і ў не на што я з ён як гэта па але у за так ад да для мы вы яна яны быў або усе',
  bg: 'и в не на че се е от да за с по са как но ще той като или това има към при който си',
  mk: 'и во не на дека се е од да за со по како но ќе тој или ова има кон при кој си ги',
  sr: 'и у не на да се је од за са су као али ће он или то има при који сам смо би',
  sw: 'na ya wa kwa ni katika za la kuwa hii kama yake lakini watu sana hiyo pia cha vya huu ili hapa kuna yangu wetu wake mimi wewe yeye sisi',
}

/** Word endings of languages that attach case endings to nouns. */
const ENDINGS: Readonly<Record<string, RegExp>> = {
  mr: /ळ|(?:च्या|चा|ची|चे|ांना|मध्ये|ातील|ण्यास|ण्याची|ण्यासाठी|ायला|ाला|ून)$/,
  ne: /(?:को|मा|लाई|हरू|हरु|बाट|न्छ|देखि|सँग|नुहोस्)$/,
}

const wordSets = new Map<string, ReadonlySet<string>>()

function wordSet(language: string): ReadonlySet<string> {
  const words = wordSets.get(language) ?? new Set(WORDS[language]?.split(' '))
  wordSets.set(language, words)
  return words
}

/** The share of the tokens that are common words, or have a common ending, of the language, 0..1. */
export function commonWordShare(tokens: readonly string[], language: string): number {
  const words = wordSet(language)
  const found = tokens.filter((token) => words.has(token) || ENDINGS[language]?.test(token))
  return found.length / Math.max(1, tokens.length)
}

export const hasCommonWords = (language: string): boolean => language in WORDS
