/** Languages that the detector does not know, told by their commonest words and endings. */

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

interface Signs {
  readonly words: ReadonlySet<string>
  /** Of longer words, in scripts where case endings are joined to the noun. */
  readonly endings?: RegExp
}

const SIGNS: Readonly<Record<string, Signs>> = {
  hi: {
    words: words(
      'है हैं का के की में और को से नहीं था थी थे यह वह ने पर भी एक लिए हो कर इस तक जो कि हूं हूँ मैं हम आप यदि तो अपने अपनी अपना करें रहा रही रहे गया सकते सकता बनाओ',
    ),
  },
  mr: {
    words: words(
      'आहे आहेत आणि नाही हे ही हा तो ती ते मी मध्ये व पण असे असा अशी केला केले केली होते होता होती साठी झाला झाली आम्ही तुम्ही आपल्या त्या या जर तर किंवा म्हणून करा करणे',
    ),
    endings: /ळ|(?:च्या|चा|ची|चे|ांना|मध्ये|ातील|ण्यास|ण्याची|ण्यासाठी|ायला|ाला|ून)$/,
  },
  ne: {
    words: words(
      'छ छन् छैन हो र पनि भने गर्न गर्ने हुन्छ हुने भएको लागि तथा वा यो त्यो म हामी तपाईं तपाईको गर्नुहोस् छु थियो अनि यस',
    ),
    endings: /(?:को|मा|लाई|हरू|हरु|बाट|न्छ|देखि|सँग|नुहोस्)$/,
  },
  sw: {
    words: words(
      'na ya wa kwa ni katika za la kuwa hii kama yake lakini watu sana hiyo pia cha vya huu ili hapa kuna yangu wetu wake mimi wewe yeye sisi',
    ),
  },
}

/** How many of the words are signs of the language, as a share of all words, 0..1. */
export function wordShare(tokens: readonly string[], language: string): number {
  const signs = SIGNS[language]
  if (!signs || tokens.length === 0) return 0
  const found = tokens.filter((token) => signs.words.has(token) || signs.endings?.test(token))
  return found.length / tokens.length
}
