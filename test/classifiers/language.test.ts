import { expect, it } from 'vitest'
import { classifyLanguage, language } from '../../src/classifiers/language.ts'

it.each([
  ['en', 'The quick brown fox jumps over the lazy dog near the river bank.'],
  ['en', 'THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG NEAR THE RIVER BANK.'],
  ['en', 'Return the result as JSON, with an HTTP header and a list of keys.'],
  ['fr', 'Le renard brun saute par-dessus le chien paresseux près de la rivière.'],
  ['de', 'Der schnelle braune Fuchs springt über den faulen Hund am Ufer.'],
  ['es', 'El veloz zorro marrón salta sobre el perro perezoso junto al río.'],
  ['it', 'La volpe veloce salta sopra il cane pigro vicino alla riva del fiume.'],
  ['pt', 'A rápida raposa marrom salta sobre o cão preguiçoso não muito longe.'],
  ['pl', 'Szybki brązowy lis przeskakuje nad leniwym psem nad brzegiem rzeki.'],
  ['fi', 'Nopea ruskea kettu hyppää laiskan koiran yli joen rannalla.'],
  ['vi', 'Con cáo nâu nhanh nhẹn nhảy qua con chó lười biếng bên bờ sông.'],
  ['sw', 'Habari ya asubuhi, watu wengi wanapenda kula chakula katika mji huu kwa sababu ni kizuri.'],
  ['ru', 'Быстрая коричневая лиса прыгает через ленивую собаку у реки.'],
  ['uk', 'Швидка коричнева лисиця стрибає через ледачого собаку біля річки.'],
  ['bg', 'Бързата кафява лисица прескача мързеливото куче край реката.'],
  ['ar', 'الثعلب البني السريع يقفز فوق الكلب الكسول بالقرب من النهر.'],
  ['fa', 'روباه قهوه‌ای سریع از روی سگ تنبل در کنار رودخانه می‌پرد.'],
  ['ur', 'تیز بھورا لومڑی سست کتے کے اوپر سے چھلانگ لگاتی ہے۔'],
  ['hi', 'तेज़ भूरी लोमड़ी नदी के किनारे आलसी कुत्ते के ऊपर से कूदती है।'],
  ['mr', 'चपळ तपकिरी कोल्हा नदीच्या काठावर आळशी कुत्र्यावरून उडी मारतो आणि पळून जातो.'],
  ['ne', 'छिटो खैरो स्याल नदीको किनारमा अल्छी कुकुरमाथि हाम फाल्छ र भाग्ने गर्छ।'],
  ['zh', '敏捷的棕色狐狸跳过了懒狗。'],
  ['ja', '素早い茶色の狐がのろまな犬を飛び越える。'],
  ['ko', '빠른 갈색 여우가 게으른 개를 뛰어넘는다.'],
  ['th', 'สุนัขจิ้งจอกสีน้ำตาลกระโดดข้ามสุนัขขี้เกียจ'],
  ['he', 'השועל החום המהיר קופץ מעל הכלב העצלן.'],
  ['bn', 'দ্রুত বাদামী শিয়াল অলস কুকুরের উপর লাফ দেয়।'],
  ['ta', 'வேகமான பழுப்பு நரி சோம்பேறி நாயின் மீது குதிக்கிறது.'],
  ['te', 'వేగవంతమైన గోధుమ రంగు నక్క సోమరి కుక్కపై దూకుతుంది.'],
  ['kn', 'ವೇಗದ ಕಂದು ನರಿ ಸೋಮಾರಿ ನಾಯಿಯ ಮೇಲೆ ಹಾರುತ್ತದೆ.'],
  ['ml', 'വേഗതയേറിയ തവിട്ടുനിറമുള്ള കുറുക്കൻ മടിയൻ നായയുടെ മുകളിലൂടെ ചാടുന്നു.'],
  ['gu', 'ઝડપી ભૂરું શિયાળ આળસુ કૂતરા ઉપર કૂદે છે.'],
  ['en', 'The cat sat on the mat.'],
  ['fr', 'Le chat dort sur le canapé.'],
  ['es', 'La casa es grande y bonita.'],
  ['cs', 'Dům je velký a krásný.'],
  ['hi', 'मुझे पानी चाहिए।'],
  ['zh', '我用 iPhone 和 MacBook 工作。'],
  ['zh', '请在 GitHub 上 fork 这个 repository。'],
  ['ja', 'AWSのLambdaを使っています。'],
  ['ko', '오늘 GitHub README를 작성했어요.'],
  ['ar', 'أستخدم Docker و Kubernetes في العمل.'],
  ['pa', 'ਤੇਜ਼ ਭੂਰੀ ਲੂੰਬੜੀ ਆਲਸੀ ਕੁੱਤੇ ਉੱਤੋਂ ਛਾਲ ਮਾਰਦੀ ਹੈ।'],
])('recognizes %s', async (code, text) => {
  expect(language.labels).toContain(code)
  const { label, confidence } = await classifyLanguage(text)
  expect(label).toBe(code)
  expect(confidence).toBeGreaterThan(0.6)
  expect(confidence).toBeLessThanOrEqual(1)
})

it.each(['', '  ', '12345 !?', 'a', '🎉'])('labels %j as undetermined', async (text) => {
  expect(await classifyLanguage(text)).toEqual({ label: 'und', confidence: 0 })
  expect(language.labels).toContain('und')
})

it.each(['Hello', 'Yes', 'el perro'])('has a low confidence for %j', async (text) => {
  expect((await classifyLanguage(text)).confidence).toBeLessThan(0.6)
})

it('leaves short texts in unknown neighbours of known languages unsure', async () => {
  for (const text of ['A casa é grande e fermosa.', 'Kuća je velika i lijepa.', 'Hiša je velika in lepa.'])
    expect((await classifyLanguage(text)).confidence).toBeLessThan(0.6)
})

it('takes English sentences with a few words in another script for English', async () => {
  expect((await classifyLanguage('The sign at the door says 欢迎光临 in large red letters.')).label).toBe(
    'en',
  )
})

it('takes the language of the most common script', async () => {
  const mixed = 'Python と TypeScript はどちらも人気のあるプログラミング言語です。'
  expect((await classifyLanguage(mixed)).label).toBe('ja')
  expect((await classifyLanguage('The word Привет is Russian for hello to a friend.')).label).toBe('en')
})

it('classifies a long text by its beginning, middle and end', async () => {
  const text = 'Der schnelle braune Fuchs springt über den faulen Hund. '.repeat(90_000)
  expect((await classifyLanguage(text)).label).toBe('de')
})

it.each([
  ['cs', 'Na stole i na zemi leží kniha.'],
  ['cs', 'Na stole i na zemi ležela kniha a na židli kabát.'],
  ['sk', 'Na stole aj na zemi leží kniha.'],
  ['pl', 'Na stole i na ziemi leży książka.'],
  ['it', 'La casa, la porta, la finestra e la strada.'],
  ['it', 'La casa, la porta, la finestra.'],
  ['es', 'La casa, la puerta, la ventana.'],
  ['fr', 'La maison, la porte, la table.'],
  ['sw', 'Leo ni siku nzuri na watoto wanacheza katika bustani, lakini sisi tulienda.'],
])('recognizes %s although its short words belong to other languages, too: %s', async (code, text) => {
  expect((await classifyLanguage(text)).label).toBe(code)
})

it.each(['\u00a0', '\u202f', '\u2009', '\u3000', ' \u200b', ' \u2060'])(
  'treats %j between words like a space',
  async (space) => {
    for (const text of ['Der Fuchs springt über den Hund.', 'Le renard saute par-dessus le chien !']) {
      expect(await classifyLanguage(text.replaceAll(' ', space))).toEqual(await classifyLanguage(text))
    }
  },
)

it.each([
  ['Croatian', 'Danas je lijep dan i djeca se igraju u parku, a mi smo otišli na kavu s prijateljima.'],
  ['Slovenian', 'Danes je lep dan in otroci se igrajo v parku, mi pa smo šli na kavo s prijatelji.'],
  [
    'Catalan',
    'Avui fa un dia molt bonic i els nens juguen al parc, mentre nosaltres hem anat a prendre un cafè.',
  ],
  ['Basque', 'Gaur egun ederra da eta umeak parkean jolasten ari dira, gu berriz kafea hartzera joan gara.'],
  ['Welsh', "Mae'n ddiwrnod braf heddiw ac mae'r plant yn chwarae yn y parc, ac aethon ni am goffi."],
  ['Albanian', 'Sot është një ditë e bukur dhe fëmijët po luajnë në park, ndërsa ne shkuam për kafe.'],
  ['Azerbaijani', 'Bu gün gözəl bir gündür və uşaqlar parkda oynayırlar, biz isə qəhvə içməyə getdik.'],
  ['Yoruba', 'Òní jẹ́ ọjọ́ tó dára, àwọn ọmọdé sì ń ṣeré ní ọgbà, àwa náà lọ mu kọfí.'],
  [
    'Latin',
    'Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam Aquitani, tertiam qui.',
  ],
  ['Tajik', 'Имрӯз рӯзи хуб аст ва кӯдакон дар боғ бозӣ мекунанд.'],
  ['Pashto', 'نن ښه ورځ ده او ماشومان په پارک کې لوبې کوي.'],
  ['Yiddish', 'הײַנט איז אַ שיינער טאָג און די קינדער שפּילן זיך אין פּאַרק.'],
])('labels %s, which it does not know, as undetermined', async (_, text) => {
  expect(await classifyLanguage(text)).toEqual({ label: 'und', confidence: 0 })
})

it.each([
  ['Afrikaans', 'Op die tafel en op die vloer lê ou boeke en koerante.'],
  ['Basque', 'Mahai gainean eta lurrean liburu zaharrak eta egunkariak daude.'],
  ['Croatian', 'Na stolu i na podu leže stare knjige i novine.'],
  ['Slovenian', 'Na mizi in na tleh ležijo stare knjige in časopisi.'],
  ['Catalan', 'La casa, la porta i la finestra són molt grans.'],
  ['Galician', 'Na mesa e no chan hai libros vellos e xornais.'],
  ['Azerbaijani', 'Masanın və döşəmənin üstündə köhnə kitablar və qəzetlər var.'],
  ['Faroese', 'Á borðinum og á gólvinum liggja gamlar bøkur og bløð.'],
  ['Zulu', 'Etafuleni naphansi kunezincwadi ezindala namaphephandaba.'],
  ['Swiss German', 'Uf em Tisch und uf em Bode ligge alti Büecher und Zytige.'],
  ['Czech or Slovak', 'Na stole a na zemi'],
])('is unsure about %s, which it cannot tell from a neighbor: %s', async (_, text) => {
  expect((await classifyLanguage(text)).confidence).toBeLessThan(0.6)
})

it.each([
  ['bg', 'На масата и на пода има стари книги и вестници.'],
  ['cs', 'Na stole i na zemi bylo plno knih a papírů.'],
  ['sk', 'Dnes je pekne a pôjdeme na prechádzku do parku.'],
  ['af', 'Die huis is groot en die deur is oop.'],
  ['da', 'På bordet og på gulvet ligger der gamle bøger og aviser.'],
  ['no', 'På bordet og på gulvet ligger det gamle bøker og aviser.'],
  ['ro', 'Pe masă și pe podea sunt cărți vechi și ziare.'],
  ['it', 'La casa, la porta, la finestra e la strada sono grandi.'],
])('tells %s from its neighbors: %s', async (code, text) => {
  expect((await classifyLanguage(text)).label).toBe(code)
})

it('does not exclude a language because of a name with foreign letters', async () => {
  const text = 'The players Modrić and Müller met in the city on Monday and spoke about the game.'
  expect(await classifyLanguage(text)).toMatchObject({ label: 'en' })
  expect(await classifyLanguage('Der neue Škoda fährt sehr gut auf der Straße.')).toMatchObject({
    label: 'de',
  })
})
