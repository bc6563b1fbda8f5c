/** Words that tell names from other words with a capital letter, and the frequent surnames of China and Japan. */
import { wordSet } from '../../../util/text/word-set.ts'

export const TITLE =
  /^(?:Mr|Mrs|Ms|Miss|Sir|Lady|Dr|Dra|Prof|Profa|Herr|Herrn|Frau|Señor|Señora|Don|Doña|Dña|Dona|Sr|Sra|Monsieur|Madame|Mademoiselle|Mme|Mlle|Pr|Signor|Signora|Sig|Sig\.ra|Dott|Dott\.ssa|Ing|Avv|Pan|Pana|Panu|Pani|Panią|Meneer|Mevrouw)$/

/** In English, the days and months have capital letters, too. */
export const CALENDAR =
  /^(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|I)$/

/** Capitalised German words that are not part of a name next to them: pronouns of address and frequent nouns. */
export const GERMAN_NOUNS = wordSet(
  'Sie Ihr Ihre Ihren Ihrem Ihrer Ihres Ihnen Ich Du Dein Deine Modell Modelle Modells Serie Version Marke Firma Typ Produkt Artikel Kollektion Reihe ' +
    'Linie Variante Ausführung Gerät Kunde Kundin Hersteller Anbieter Konzern Unternehmen Gruppe Platz Stufe Klasse Größe Farbe Seite ' +
    'Kapitel Abbildung Tabelle Geschäftsführer Geschäftsführerin Vorstand Vorstandschef Vorstandschefin Vorsitzende Vorsitzender Chef Chefin ' +
    'Sprecher Sprecherin Direktor Direktorin Präsident Präsidentin Autor Autorin Team Projekt Paket Set Finanzvorstand Gründer Gründerin ' +
    'Bestellung Auftrag Rechnung Vertrag Kollege Kollegin Mitarbeiter Mitarbeiterin Lampe Leuchte Stuhl Tisch Regal Mal Tag Uhr Euro Prozent ' +
    'Dutzend Paar Stück Liter Meter Zentimeter Millimeter Kilometer Gramm Kilo Kilogramm Grad Watt Volt Sekunden Minuten Stunden Tage Tagen ' +
    'Wochen Monate Monaten Jahre Jahren Millionen Milliarden Tausend Ende Anfang Mitte Menge Art Sorte Form Flasche Glas Tasse Packung',
)

/** German nouns that a name often follows. */
export const GERMAN_NOUNS_BEFORE_NAMES = wordSet('Modell Modells Marke Firma Hersteller Kollektion Serie')

/**
 * First words of a German sentence after which a capital letter means nothing: articles, adjectives, verbs, adverbs.
 */
export const GERMAN_STARTS =
  /(?:e|en|er|es|em|st|t|ich|lich|ig)$|^(?:Das|Ein|Kein|Mein|Dein|Sein|Ihr|Unser|Euer|Im|Am|Zum|Zur|Vom|Beim|Mit|Bei|Von|Auf|Aus|In|An|Zu|Und|Als|Was|Wo|Nach|Vor|Für|Durch|Ohne|Um|Bis|Dank|Pro|Ab|Nur|Auch|Ob|Da|Wenn|Weil|Doch|Zwei|Drei|Fünf|Sechs|Neun|Zehn|Elf|Zwölf|Mehr|Viel|Gegen|Trotz|Während|Laut|Rund|Etwa|Circa|Pro|Per|Je|So|Dann|Nun|Noch|Schon|Hier|Dort|Zwischen|Neu|Alles|Jed\p{Ll}+)$/u

/** Forms of address and abbreviations of taxes and legal forms, which have capital letters but name nothing. */
export const NO_NAME =
  /^(?:Państw(?:o|a|u|em)|Państwie|Usted(?:es)?|Uds?|Vds?|Lei|Le|La|Suo|Sua|Suoi|Sue|Você|Vocês|Uw?|VAT|GST|IVA|TVA|TTC|HT|BTW|MwSt|USt|PTU|IPI|ICMS|CEO|CFO|CTO|COO|FAQ|PDF|Ltd|Inc|LLC|GmbH|AG|KG|SA|SL|Srl|SpA|BV|NV|plc|Nr|No|Art)$/

/** What precedes a single capital letter that is no initial: 5 W, 20 °C, vitamin C, plan B. */
export const BEFORE_LETTER =
  /(?:[\d°%]|st\.)[ \u00a0]?$|(?:vitamin\p{L}*|plan|clas[se]\p{L}*|klas\p{L}*|categor\p{L}*|kategori\p{L}*|t[iy]pe?|typu|tipo|option|opci[oó]n|opção|opzione|optie|opcj\p{L}|group|grup\p{L}*|gruppe|groep|hepatitis|section|annex|appendix|grade|size|gr[oö]ße|taille|talla|taglia|part|teil|team|phase|version)[ \u00a0]$/iu

export const CHINESE_SURNAMES =
  '王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任卢盧姚沈钟鐘姜崔谭譚陆陸范汪廖石金韦韋贾賈夏付方邹鄒熊白孟秦邱侯江尹薛闫阎段雷龙龍黎史陶贺賀毛郝顾顧龚龔邵万萬覃武钱錢戴严嚴莫孔向常'

export const JAPANESE_SURNAMES =
  '佐藤|鈴木|高橋|田中|伊藤|渡辺|渡邊|山本|中村|小林|加藤|吉田|山田|佐々木|山口|松本|井上|木村|斎藤|清水|山崎|池田|橋本|阿部|石川|山下|中島|石井|小川|前田|岡田|長谷川|藤田|後藤|近藤|村上|遠藤|青木|坂本|斉藤|福田|太田|西村|藤井|金子|岡本|藤原|中野|三浦|原田|中川|松田|竹内|小野|田村|中山|和田|石田|森田|上田|柴田|酒井|工藤|横山|宮崎|宮本|内田|高木|安藤|谷口|大野|丸山|今井|高田|河野|小島|村田|武田|上野|杉山|増田|平野|菅原|大塚|千葉|久保|松井|小山|岩崎|桜井|木下|野口|松尾|菊地|野村|新井'
