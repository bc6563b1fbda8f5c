/** Units of measure and currencies in ten languages. */
import { fold } from './fold.ts'

interface Unit {
  readonly dimension: string
  /** A value in the dimension's base unit is (value + offset) * factor. */
  readonly factor: number
  readonly offset: number
}

/** Per line: name, dimension, factor, and the spellings; `_` stands for a space. */
const MEASURES = `
g mass 1 g gr gram grams gramme grammes gramm gramo gramos grammo grammi grama gramas gramów gramy 克 公克 グラム
mg mass .001 mg milligram milligrams milligramme milligrammes milligramm miligramo miligramos milligrammi miligrama miligramas miligramów 毫克 ミリグラム
µg mass 1e-6 µg μg mcg microgram micrograms microgrammes mikrogramm mikrogramów microgramos microgrammi microgramas 微克 マイクログラム
kg mass 1000 kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes kilogramm kilogramo kilogramos chilo chili chilogrammo chilogrammi quilo quilos quilograma quilogramas kilograma kilogramy kilogramów 公斤 千克 キログラム キロ ㎏
t mass 1e6 t ton tons tonne tonnes tonnen tonelada toneladas tonnellata tonnellate metric_ton metric_tons tona tony 吨 噸 公吨 トン
lb mass 453.59237 lb lbs pound pounds pfund livre livres libra libras libbra libbre pond funt funty funtów 磅 英磅 ポンド
oz mass 28.349523125 oz ounce ounces unze unzen once onces onza onzas oncia once ons onça onças uncja uncje uncji 盎司 オンス
st mass 6350.29318 stone
jin mass 500 斤 市斤
ct mass .2 carat carats karat quilates carati kwilates kilates karaat karatów 克拉 カラット
m length 1 m meter meters metre metres mètre mètres metern metro metros metri metrów metry 米 公尺 メートル
cm length .01 cm centimeter centimeters centimetre centimetres zentimeter zentimetern centimètre centimètres centímetro centímetros centimetro centimetri centymetr centymetry centymetrów 厘米 公分 センチ センチメートル ㎝
mm length .001 mm millimeter millimeters millimetre millimetres millimetern millimètre millimètres milímetro milímetros millimetro millimetri milimetr milimetry milimetrów 毫米 ミリ ミリメートル ㎜
µm length 1e-6 µm μm micrometer micrometers micrometres mikrometer micromètres micrómetros micrometri mikrometrów 微米 マイクロメートル
nm length 1e-9 nm nanometer nanometers nanometres nanomètres nanómetros nanometri nanometrów 纳米 ナノメートル
dm length .1 dm dezimeter decimeter décimètre décimètres
km length 1000 km kms kilometer kilometers kilometre kilometres kilometern kilomètre kilomètres kilómetro kilómetros chilometro chilometri quilómetro quilómetros quilômetro quilômetros kilometr kilometry kilometrów 公里 千米 キロメートル ㎞
in length .0254 " ″ in. inch inches zoll pouce pouces pulgada pulgadas pollice pollici duim polegada polegadas cal cale cali 英寸 吋 インチ
ft length .3048 ′ ft foot feet fuß fuss pied pieds pies piede piedi voet pé pés stopa stopy stóp 英尺 フィート
yd length .9144 yd yds yard yards yarda yardas iarda iarde iardas jard jardy jardów 码 ヤード
mi length 1609.344 mi mile miles meile meilen milles milla millas miglio miglia mijl mijlen milha milhas 英里 マイル
nmi length 1852 nautical_mile nautical_miles seemeile seemeilen 海里
m² area 1 m² m2 qm sqm ㎡ square_meter square_meters square_metre square_metres quadratmeter quadratmetern mètre_carré mètres_carrés metro_cuadrado metros_cuadrados metro_quadrato metri_quadrati metri_quadri vierkante_meter metro_quadrado metros_quadrados metr_kwadratowy metry_kwadratowe metrów_kwadratowych 平方米 平米 平方公尺 平方メートル
cm² area .0001 cm² cm2 square_centimeters quadratzentimeter 平方厘米 平方センチメートル
km² area 1e6 km² km2 square_kilometer square_kilometers square_kilometres quadratkilometer kilomètres_carrés kilómetros_cuadrados chilometri_quadrati vierkante_kilometer quilómetros_quadrados quilômetros_quadrados kilometrów_kwadratowych 平方公里 平方キロメートル
ft² area .09290304 ft² ft2 sqft sq_ft sq._ft. square_foot square_feet quadratfuß pieds_carrés pies_cuadrados piedi_quadrati vierkante_voet pés_quadrados stóp_kwadratowych 平方英尺 平方フィート
ha area 10000 ha hectare hectares hektar hektare hectárea hectáreas ettaro ettari hectaren hectar hektara hektary hektarów 公顷 ヘクタール
acre area 4046.8564224 acre acres acri akr akry akrów 英亩 エーカー
l volume 1 l L ℓ liter liters litre litres litern litro litros litri litr litry litrów 升 公升 リットル
ml volume .001 ml mL milliliter milliliters millilitre millilitres millilitern mililitro mililitros millilitro millilitri mililitr mililitry mililitrów 毫升 ミリリットル
cl volume .01 cl centiliter centilitre centilitres zentiliter centilitri centilitros 厘升
dl volume .1 dl deciliter decilitre déciliter
hl volume 100 hl hectoliter hektoliter hectolitres
m³ volume 1000 m³ m3 cubic_meter cubic_meters cubic_metres kubikmeter mètres_cubes metros_cúbicos metri_cubi kubieke_meter metrów_sześciennych 立方米 立方メートル
cm³ volume .001 cm³ cm3 ccm cc cubic_centimeters kubikzentimeter 立方厘米 立方センチメートル
gal volume 3.785411784 gal gallon gallons gallone gallonen galón galones gallone galloni galão galões galon galony galonów 加仑 ガロン
floz volume .0295735 fl_oz fl._oz. fluid_ounce fluid_ounces 液量盎司 液量オンス
pt volume .473176 pint pints pinte pintes pinta pintas pinty
qt volume .946353 quart quarts
ms time .001 ms millisecond milliseconds millisekunde millisekunden milliseconde millisecondes milisegundo milisegundos millisecondi milliseconden milisekund 毫秒 ミリ秒
s time 1 s sec secs sek second seconds sekunde sekunden seconde secondes segundo segundos secondo secondi seconden sekunda sekundy sekund 秒 秒钟 秒間
min time 60 min mins minute minutes minuten minuto minutos minuti minuut minuta minuty minut 分 分钟 分鐘 分間 minütig minütige minütigen minütiger
h time 3600 h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur uren godz godzina godziny godzin 小时 小時 時間 个小时 stündig stündige stündigen stündiger
day time 86400 d day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen dzień dni 天 日間 日间 tägig tägige tägigen tägiger daagse
week time 604800 week weeks wk wks woche wochen semaine semaines semana semanas settimana settimane weken tydzień tygodnie tygodni 周 週 週間 星期 个星期 wöchig wöchige wöchigen wöchiger
month time 2629746 month months monat monate monaten mois meses mese mesi maand maanden mês miesiąc miesiące miesięcy 个月 個月 か月 ヶ月 カ月 ヵ月 箇月 monatig monatige monatigen monatiger 
year time 31556952 yr yrs year years jahr jahre jahren ans année années año años anno anni jaar jaren ano anos rok lata lat 年 年間 年间 jährig jährige jährigen jähriger jarige
°C temperature 1 °c ºc ℃ °_c °_celsius celsius degrees_celsius degrees_centigrade degree_celsius grad_celsius degrés_celsius degrés grados_celsius grados_centígrados gradi_celsius gradi_centigradi graden_celsius graus_celsius stopni_celsjusza stopnie_celsjusza 摄氏度 攝氏度 度 degrees degree grad gradi graden grados graus stopni °
°F temperature .5555555555555556,-32 °f ºf ℉ °_f fahrenheit °_fahrenheit degrees_fahrenheit grad_fahrenheit degrés_fahrenheit grados_fahrenheit gradi_fahrenheit graden_fahrenheit graus_fahrenheit stopni_fahrenheita 华氏度 華氏度 度 degrees degree degrés grad gradi graden grados graus stopni °
K temperature 1,-273.15 kelvin kelvins kelvina 开尔文 ケルビン
deg angle 1 ° º degrees degree grad degrés grados gradi graden graus stopni 度
W power 1 W watt watts vatio vatios wattów waty 瓦 瓦特 ワット
kW power 1000 kW kilowatt kilowatts kilovatios quilowatts chilowatt kilowatów 千瓦 キロワット
MW power 1e6 MW megawatt megawatts megavatios megawatów 兆瓦 メガワット
GW power 1e9 GW gigawatt gigawatts
mW power .001 mW milliwatt milliwatts
hp power 735.49875 hp PS CV ch horsepower pferdestärken chevaux caballos cavalli cavalos koni 马力 馬力
Wh energy 1 Wh wattstunden watt-hours watt_hours wattheures 瓦时 ワット時
kWh energy 1000 kwh kilowattstunde kilowattstunden kilowatt-hours kilowatt_hours kilowattheures kilowattuur kilowatogodzin 千瓦时 度电 キロワット時
MWh energy 1e6 mwh megawattstunden
GWh energy 1e9 gwh gigawattstunden
kcal energy 1.162222 kcal kilocalories kilokalorien calories kalorien calorías calorie calorieën calorias kalorii 千卡 大卡 キロカロリー カロリー
kJ energy .2777778 kj kilojoule kilojoules kilojulios kilodżuli 千焦 キロジュール
J energy .0002777778 joule joules
mAh charge 1 mah 毫安 毫安时 ミリアンペア時
Ah charge 1000 Ah 安时
V voltage 1 V volt volts voltios woltów volti 伏 伏特 ボルト
kV voltage 1000 kV kilovolt kilovolts
mV voltage .001 mV
A current 1 A amp amps ampere amperes ampère ampères amperios amperów 安 安培 アンペア
mA current .001 mA
Ω resistance 1 Ω ohm ohms ohmios 欧姆 オーム
Hz frequency 1 Hz hertz hercios herców 赫兹 ヘルツ
kHz frequency 1000 khz kilohertz 千赫 キロヘルツ
MHz frequency 1e6 mhz megahertz 兆赫 メガヘルツ
GHz frequency 1e9 ghz gigahertz 吉赫 ギガヘルツ
rpm frequency .0166667 rpm u/min upm giri/min tr/min rev/min obr./min 转/分 回転
B data 1 byte bytes octet octets bajtów 字节 バイト
kB data 1000 kB KB kilobyte kilobytes kilooctets
MB data 1e6 MB Mo megabyte megabytes megaoctets mégaoctets megabajtów メガバイト 兆字节
GB data 1e9 GB Go gigabyte gigabytes gigaoctets gigabajtów ギガバイト ギガ 吉字节
TB data 1e12 TB terabyte terabytes téraoctets terabajtów テラバイト 太字节
PB data 1e15 PB petabyte petabytes
KiB data 1024 kib
MiB data 1048576 mib
GiB data 1073741824 gib
TiB data 1099511627776 tib
bit data .125 bit bits
kbit/s rate 1000 kbit/s kbps
Mbit/s rate 1e6 mbit/s mbps mbits/s
Gbit/s rate 1e9 gbit/s gbps
MB/s rate 8e6 MB/s
GB/s rate 8e9 GB/s
km/h speed 1 km/h kmh kph km/u km/std kilometers_per_hour kilometres_per_hour kilometer_pro_stunde kilometern_pro_stunde kilomètres_par_heure kilomètres_à_l'heure kilómetros_por_hora chilometri_all'ora chilometri_orari kilometer_per_uur quilómetros_por_hora quilômetros_por_hora kilometrów_na_godzinę 公里/小时 公里每小时
mph speed 1.609344 mph mi/h miles_per_hour meilen_pro_stunde miles_par_heure millas_por_hora miglia_orarie mijl_per_uur milhas_por_hora 英里/小时 英里每小时
m/s speed 3.6 m/s meters_per_second metres_per_second meter_pro_sekunde mètres_par_seconde metros_por_segundo metri_al_secondo meter_per_seconde metrów_na_sekundę 米/秒 米每秒
kn speed 1.852 kn kt knots knoten nœuds nudos nodi knopen nós węzłów 节 ノット
l/100km consumption 1 l/100_km l/100km liter_auf_100_km
km/l consumption 1 km/l
mpg consumption 1 mpg miles_per_gallon
bar pressure 1 bar bars barów 巴 バール
psi pressure .0689476 psi
Pa pressure 1e-5 Pa pascal
hPa pressure .001 hpa 百帕 ヘクトパスカル
kPa pressure .01 kpa 千帕
N force 1 N newton newtons
Nm torque 1 Nm 牛米
dB sound 1 dB dba db(a) decibel decibels dezibel décibels decibelios decibeli decibéis decybeli 分贝 デシベル
lm light 1 lm lumen lumens lúmenes lumenów 流明 ルーメン
lx light 1 lx lux 勒克斯 ルクス
cd light 1 cd nits nit 尼特 ニト
px pixels 1 px pixel pixels píxeles pikseli pixeln 像素 ピクセル 画素
MP pixels 1e6 MP Mpx megapixel megapixels mégapixels megapíxeles megapikseli
dpi density 1 dpi ppi
mol amount 1 mol mmol
`

/** Per line: code and spellings. Spellings that several currencies share occur in several lines. */
const CURRENCIES = `
USD $ us$ usd dollar dollars dólar dólares dollaro dollari dolar dolary dolarów 美元 美金 ドル 米ドル 美刀
CAD $ ca$ c$ cad dollar dollars dólares dollari 加元 カナダドル
AUD $ au$ a$ aud dollar dollars dólares dollari 澳元 豪ドル
NZD $ nz$ nzd dollar dollars dólares dollari
HKD $ hk$ hkd dollar dollars 港元 港币 港幣
SGD $ s$ sgd dollar dollars 新元
TWD $ nt$ twd 元 台币 新台币
MXN $ mx$ mxn peso pesos 比索 ペソ
ARS $ ar$ ars peso pesos
COP $ cop peso pesos
CLP $ clp peso pesos
EUR € eur euro euros 欧元 歐元 ユーロ
GBP £ gbp pound pounds pound_sterling pounds_sterling quid pfund pfund_sterling livre livres livres_sterling libra libras libras_esterlinas sterlina sterline pond pond_sterling funt funty funtów funtów_szterlingów 英镑 英鎊 镑 ポンド
JPY ¥ ￥ jpy yen yens jen jenów 円 圓 日元 日圆 日円
CNY ¥ ￥ cny rmb yuan yuans renminbi juan juanów 元 人民币 人民幣 块 块钱 塊 圆 人民元
CHF chf fr. sfr. franken swiss_francs francs_suisses francos_suizos franchi franchi_svizzeri frank francos_suíços franków 瑞士法郎 スイスフラン
PLN zł zl pln zloty zlotys złoty złote złotych złotego złotówek zlotych zlotes 兹罗提 ズウォティ
BRL r$ brl reais reales réais
SEK kr sek krona kronor kronen couronnes coronas corone
NOK kr nok krone kroner kronen
DKK kr dkk krone kroner kronen
CZK kč czk korun kronen
HUF ft. huf forint forints
RUB ₽ rub rubel rubles roubles rublos rubli 卢布 ルーブル
INR ₹ rs. inr rupee rupees rupien roupies rupias rupie 卢比 ルピー
KRW ₩ krw 韩元 ウォン
TRY ₺ lira liras lire
ZAR zar rand
AED aed dirham dirhams
ILS ₪ ils shekel shekels
UAH ₴ uah hryvnia
THB ฿ thb baht
BTC ₿ btc bitcoin bitcoins
`

/** Hundredths of these currencies. */
const CENTS =
  'cent cents ct centime centimes céntimo céntimos centavo centavos centesimi centesimo eurocent cêntimos pence penny grosz groszy grosze 美分 セント'

const PERCENTS =
  '% ％ ﹪ percent per_cent pct percentage_point percentage_points prozent prozentpunkte prozentpunkten v.h. por_ciento puntos_porcentuales pour_cent pour-cent points_de_pourcentage per_cento punti_percentuali procent procentpunt procentpunten por_cento pontos_percentuais procenta procentu procenty punktów_procentowych パーセント 百分点 个百分点 ポイント'

export interface UnitSpelling {
  readonly units: readonly string[]
  readonly factor: number
}

const units = new Map<string, Unit>()
/** Spellings of one or two characters keep their case: MW is not mW. */
const spellings = new Map<string, UnitSpelling>()

const add = (spelling: string, unit: string, factor = 1) => {
  const spaced = spelling.replaceAll('_', ' ')
  const key = spaced.length <= 2 ? spaced : fold(spaced)
  const { units: others = [] } = spellings.get(key) ?? {}
  if (!others.includes(unit)) spellings.set(key, { units: [...others, unit], factor })
}

const linesOf = (table: string): string[][] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))

for (const [name = '', dimension = '', conversion = '1', ...written] of linesOf(MEASURES)) {
  const [factor = 1, offset = 0] = conversion.split(',').map(Number)
  units.set(name, { dimension, factor, offset })
  for (const each of written) add(each, name)
}
for (const [code = '', ...written] of linesOf(CURRENCIES)) {
  units.set(code, { dimension: 'money', factor: 1, offset: 0 })
  for (const each of written) {
    add(each, code)
    if (/^[a-z]{2,3}\$?$/.test(each)) add(each.toUpperCase(), code)
  }
}
units.set('%', { dimension: 'percent', factor: 1, offset: 0 })
for (const each of PERCENTS.split(' ')) add(each, '%')
spellings.set('‰', { units: ['%'], factor: 0.1 })
spellings.set('割', { units: ['%'], factor: 10 })
const withCents = ['USD', 'EUR', 'CAD', 'AUD', 'GBP', 'PLN', 'MXN', 'BRL']
for (const each of CENTS.split(' ')) spellings.set(fold(each), { units: withCents, factor: 0.01 })

export const unitSpelling = (text: string): UnitSpelling | undefined =>
  spellings.get(text) ?? (text.length > 1 ? spellings.get(fold(text)) : undefined)

export const dimensionOf = (unit: string): string => units.get(unit)?.dimension ?? unit

/** The value in the base unit of the unit's dimension. */
export function toBaseUnit(value: number, unit: string): number {
  const { factor = 1, offset = 0 } = units.get(unit) ?? {}
  return (value + offset) * factor
}

/** Symbols and codes of currencies, which may precede an amount. */
export const currencySpellings: readonly string[] = [...spellings]
  .filter(
    ([text, { units: of }]) =>
      of.some((unit) => dimensionOf(unit) === 'money') &&
      (/\p{Sc}/u.test(text) || /^(?:[A-Z]{3}|kr|Kr|zł|Fr\.|Rs\.|人民币)$/u.test(text)),
  )
  .map(([text]) => text)
