/** Recognizes languages by their most common words: those that the detector (tinyld) does not know or confuses. */

const WORDS: Readonly<Record<string, string>> = {
  // The words "in", "so" and "was" are left out, since they are German words too.
  en: 'the of and to that it for with as are this you be i have not by from or your can will has my if they but all our more there what do he she when which would their about how were its than been who please should',
  hi: 'है हैं का के की में और को से नहीं था थी थे यह वह ने पर भी एक लिए हो कर इस तक जो कि हूं हूँ मैं हम आप यदि तो अपने अपनी अपना करें रहा रही रहे गया सकते सकता बनाओ',
  mr: 'आहे आहेत आणि नाही हे ही हा तो ती ते मी मध्ये व पण असे असा अशी केला केले केली होते होता होती साठी झाला झाली आम्ही तुम्ही आपल्या त्या या जर तर किंवा म्हणून करा करणे',
  ne: 'छ छन् छैन हो र पनि भने गर्न गर्ने हुन्छ हुने भएको लागि तथा वा यो त्यो म हामी तपाईं तपाईको गर्नुहोस् छु थियो अनि यस',
  cs: 'a i na v s z že to je jsem jsou které který při nebo jako ale byl byla bylo od pro po ze do si už také jen tak aby když co jak ve',
  sk: 'a aj na v s z že to je som sú ktoré ktorý pri alebo ako ale bol bola bolo od pre po zo do si už tiež len tak aby keď čo ako vo',
  pl: 'a i na w z że to jest są które który przy lub jako ale był była było od dla po ze do się już także tylko tak aby gdy co jak we nie',
  es: 'la el los las un una de a en con su por para y que no es del al como más pero si este esta lo se',
  it: 'la il lo le gli un una uno di a in con su per e che non è del della dei delle al alla nel sono come più ma se questo questa',
  pt: 'a o os as um uma de em com seu por para e que não é do da dos das ao como mais mas se este esta no na',
  fr: 'la le les un une de à en avec son sur pour par et que ne pas est du des au aux dans plus mais si ce cette il',
  ro: 'la și un o de în cu pe pentru că nu este din ale al ai cel cea mai dar se sau care sunt prin a',
  sw: 'na ya wa kwa ni katika za la kuwa hii kama yake lakini watu sana hiyo pia cha vya huu ili hapa kuna yangu wetu wake mimi wewe yeye sisi',
}

/** Word endings of languages that attach case endings to nouns. */
const ENDINGS: Readonly<Record<string, RegExp>> = {
  mr: /ळ|(?:च्या|चा|ची|चे|ांना|मध्ये|ातील|ण्यास|ण्याची|ण्यासाठी|ायला|ाला|ून)$/,
  ne: /(?:को|मा|लाई|हरू|हरु|बाट|न्छ|देखि|सँग|नुहोस्)$/,
}

/** The share of the tokens that are common words, or have a common ending, of the language, 0..1. */
export function commonWordShare(tokens: readonly string[], language: string): number {
  const words = new Set(WORDS[language]?.split(' '))
  const found = tokens.filter((token) => words.has(token) || ENDINGS[language]?.test(token))
  return found.length / Math.max(1, tokens.length)
}
