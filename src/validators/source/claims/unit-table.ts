/** Units of measure and currencies with their spellings in ten languages; most are those of Unicode's CLDR. */

/** Per line: name, dimension, factor, and the spellings; `_` stands for a space. */
export const MEASURES = `
g mass 1 g gr gram grams gramme grammes gramm gramo gramos grammo grammi grama gramas gramów gramy 克 公克 グラム
mg mass .001 mg milligram milligrams milligramme milligrammes milligramm miligramo miligramos milligrammi miligrama miligramas miligramów 毫克 ミリグラム
µg mass 1e-6 µg μg mcg microgram micrograms microgrammes mikrogramm mikrogramów microgramos microgrammi microgramas 微克 マイクログラム
kg mass 1000 kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes kilogramm kilogramo kilogramos chilo chili chilogrammo chilogrammi quilo quilos quilograma quilogramas kilograma kilogramy kilogramów 公斤 千克 キログラム キロ ㎏
t mass 1e6 t ton tons tonne tonnes tonnen tonelada toneladas tonnellata tonnellate metric_ton metric_tons tona tony 吨 噸 公吨 トン
lb mass 453.59237 lb lbs pound pounds pfund livre livres libra libras libbra libbre pond funt funty funtów 磅 英磅 ポンド funta
oz mass 28.349523125 oz ounce ounces unze unzen once onces onza onzas oncia once ons onça onças uncja uncje uncji 盎司 オンス
st mass 6350.29318 stone stones ストーン kamień kamienie kamieni kamienia 英石
jin mass 500 斤 市斤
ct mass .2 carat carats karat quilates carati kwilates kilates karaat karatów 克拉 カラット
m length 1 m meter meters metre metres mètre mètres metern metro metros metri metrów metry 米 公尺 メートル metr metra
cm length .01 cm centimeter centimeters centimetre centimetres zentimeter zentimetern centimètre centimètres centímetro centímetros centimetro centimetri centymetr centymetry centymetrów 厘米 公分 センチ センチメートル ㎝ centymetra
mm length .001 mm millimeter millimeters millimetre millimetres millimetern millimètre millimètres milímetro milímetros millimetro millimetri milimetr milimetry milimetrów 毫米 ミリ ミリメートル ㎜ milimetra 公釐
µm length 1e-6 µm μm micrometer micrometers micrometres mikrometer micromètres micrómetros micrometri mikrometrów 微米 マイクロメートル
nm length 1e-9 nm nanometer nanometers nanometres nanomètres nanómetros nanometri nanometrów 纳米 ナノメートル
dm length .1 dm dezimeter decimeter décimètre décimètres
km length 1000 km kms kilometer kilometers kilometre kilometres kilometern kilomètre kilomètres kilómetro kilómetros chilometro chilometri quilómetro quilómetros quilômetro quilômetros kilometr kilometry kilometrów 公里 千米 キロメートル ㎞ kilometra
in length .0254 " ″ in. inch inches zoll pouce pouces pulgada pulgadas pollice pollici duim polegada polegadas cal cale cali 英寸 吋 インチ cala pol.
ft length .3048 ′ ft foot feet fuß fuss pied pieds pies piede piedi voet pé pés stopa stopy stóp 英尺 フィート pie
yd length .9144 yd yds yard yards yarda yardas iarda iarde iardas jard jardy jardów 码 ヤード verge verges jarda jardas 碼
mi length 1609.344 mi mile miles meile meilen milles milla millas miglio miglia mijl mijlen milha milhas 英里 マイル mille mila mil mili
nmi length 1852 nautical_mile nautical_miles seemeile seemeilen 海里
m² area 1 m² m2 qm sqm ㎡ square_meter square_meters square_metre square_metres quadratmeter quadratmetern mètre_carré mètres_carrés metro_cuadrado metros_cuadrados metro_quadrato metri_quadrati metri_quadri vierkante_meter metro_quadrado metros_quadrados metr_kwadratowy metry_kwadratowe metrów_kwadratowych 平方米 平米 平方公尺 平方メートル
cm² area .0001 cm² cm2 square_centimeters quadratzentimeter 平方厘米 平方センチメートル
km² area 1e6 km² km2 square_kilometer square_kilometers square_kilometres quadratkilometer kilomètres_carrés kilómetros_cuadrados chilometri_quadrati vierkante_kilometer quilómetros_quadrados quilômetros_quadrados kilometrów_kwadratowych 平方公里 平方キロメートル
ft² area .09290304 ft² ft2 sqft sq_ft sq._ft. square_foot square_feet quadratfuß pieds_carrés pies_cuadrados piedi_quadrati vierkante_voet pés_quadrados stóp_kwadratowych 平方英尺 平方フィート
ha area 10000 ha hectare hectares hektar hektare hectárea hectáreas ettaro ettari hectaren hectar hektara hektary hektarów 公顷 ヘクタール 公頃
acre area 4046.8564224 acre acres acri akr akry akrów 英亩 エーカー acre_anglo-saxonne acres_anglo-saxonnes acro akra 英畝
l volume 1 l L ℓ liter liters litre litres litern litro litros litri litr litry litrów 升 公升 リットル litra
ml volume .001 ml mL milliliter milliliters millilitre millilitres millilitern mililitro mililitros millilitro millilitri mililitr mililitry mililitrów 毫升 ミリリットル mililitra
cl volume .01 cl centiliter centilitre centilitres zentiliter centilitri centilitros 厘升
dl volume .1 dl deciliter decilitre déciliter
hl volume 100 hl hectoliter hektoliter hectolitres
m³ volume 1000 m³ m3 cubic_meter cubic_meters cubic_metres kubikmeter mètres_cubes metros_cúbicos metri_cubi kubieke_meter metrów_sześciennych 立方米 立方メートル
cm³ volume .001 cm³ cm3 ccm cc cubic_centimeters kubikzentimeter 立方厘米 立方センチメートル
gal volume 3.785411784 gal gallon gallons gallone gallonen galón galones gallone galloni galão galões galon galony galonów 加仑 ガロン US_gallon US_gallons US_gal galon_amerykański galony_amerykańskie galonów_amerykańskich galona_amerykańskiego gal_am. 加侖
floz volume .0295735 fl_oz fl._oz. fluid_ounce fluid_ounces 液量盎司 液量オンス US_fluid_ounce US_fluid_ounces US_fl_oz Flüssigunze Flüssigunzen fl.oz. onza_líquida onzas_líquidas once_liquide onces_liquides oz_liq. oncia_liquida uncja_płynu_amerykańska uncje_płynu_amerykańskie uncji_płynu_amerykańskich uncji_płynu_amerykańskiej fl_oz_am. onça_fluida onças_fluidas 液盎司
pt volume .473176 pint pints pinte pintes pinta pintas pinty
qt volume .946353 quart quarts
ms time .001 ms millisecond milliseconds millisekunde millisekunden milliseconde millisecondes milisegundo milisegundos millisecondi milliseconden milisekund 毫秒 ミリ秒 millisecondo milisekunda milisekundy milissegundo milissegundos
s time 1 s sec secs sek second seconds sekunde sekunden seconde secondes segundo segundos secondo secondi seconden sekunda sekundy sekund 秒 秒钟 秒間 Sek.
min time 60 min mins minute minutes minuten minuto minutos minuti minuut minuta minuty minut 分 分钟 分鐘 分間 minütig minütige minütigen minütiger Min. mn mn.
h time 3600 h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur uren godz godzina godziny godzin 小时 小時 時間 个小时 stündig stündige stündigen stündiger Std. godz. u
day time 86400 d day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen dzień dni 天 日間 日间 tägig tägige tägigen tägiger daagse 日 dnia gg gg. j
week time 604800 week weeks wk wks woche wochen semaine semaines semana semanas settimana settimane weken tydzień tygodnie tygodni 周 週 週間 星期 个星期 wöchig wöchige wöchigen wöchiger sem. sem sett. wkn tygodnia tydz. tyg. Wo.
month time 2629746 month months monat monate monaten mois meses mese mesi maand maanden mês miesiąc miesiące miesięcy 个月 個月 か月 ヶ月 カ月 ヵ月 箇月 monatig monatige monatigen monatiger mth mths Mon. mnd miesiąca mies.
year time 31556952 yr yrs year years jahr jahre jahren ans année années año años anno anni jaar jaren ano anos rok lata lat 年 年間 年间 jährig jährige jährigen jähriger jarige an roku
°C temperature 1 °c ºc ℃ °_c °_celsius celsius degrees_celsius degrees_centigrade degree_celsius grad_celsius degrés_celsius degrés grados_celsius grados_centígrados gradi_celsius gradi_centigradi graden_celsius graus_celsius stopni_celsjusza stopnie_celsjusza 摄氏度 攝氏度 度 degrees degree grad gradi graden grados graus stopni ° grado_Celsius degré_Celsius graad_Celsius stopień_Celsjusza stopnia_Celsjusza st._C grau_Celsius
°F temperature .5555555555555556,-32 °f ºf ℉ °_f fahrenheit °_fahrenheit degrees_fahrenheit grad_fahrenheit degrés_fahrenheit grados_fahrenheit gradi_fahrenheit graden_fahrenheit graus_fahrenheit stopni_fahrenheita 华氏度 華氏度 度 degrees degree degrés grad gradi graden grados graus stopni ° degree_Fahrenheit grado_Fahrenheit degré_Fahrenheit graad_Fahrenheit stopień_Fahrenheita stopnie_Fahrenheita stopnia_Fahrenheita grau_Fahrenheit
K temperature 1,-273.15 kelvin kelvins kelvina 开尔文 ケルビン
deg angle 1 ° º degrees degree grad degrés grados gradi graden graus stopni 度
W power 1 W watt watts vatio vatios wattów waty 瓦 瓦特 ワット watów wata waty wat
kW power 1000 kW kilowatt kilowatts kilovatios quilowatts chilowatt kilowatów 千瓦 キロワット kilowaty kilowata
MW power 1e6 MW megawatt megawatts megavatios megawatów 兆瓦 メガワット
GW power 1e9 GW gigawatt gigawatts
mW power .001 mW milliwatt milliwatts
hp power 735.49875 hp PS CV ch horsepower pferdestärken chevaux caballos cavalli cavalos koni 马力 馬力
Wh energy 1 Wh wattstunden watt-hours watt_hours wattheures 瓦时 ワット時
kWh energy 1000 kwh kilowattstunde kilowattstunden kilowatt-hours kilowatt_hours kilowattheures kilowattuur kilowatogodzin 千瓦时 度电 キロワット時 kilovatios_hora kilovatios-hora kilovatio_hora kilovatio-hora quilowatts-hora quilowatt-hora quilowatts_hora quilowatt_hora chilowattora kilowattora kilowattheure kilowatogodziny kilowatogodzina 度 千瓦小时 千瓦時
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
B data 1 byte bytes octet octets bajtów 字节 バイト bajt bajty bajta
kB data 1000 kB KB kilobyte kilobytes kilooctets kilooctet キロバイト kilobajt kilobajty kilobajtów kilobajta 千字节
MB data 1e6 MB Mo megabyte megabytes megaoctets mégaoctets megabajtów メガバイト 兆字节 mégaoctet megabajt megabajty megabajta
GB data 1e9 GB Go gigabyte gigabytes gigaoctets gigabajtów ギガバイト ギガ 吉字节 gigaoctet gigabajt gigabajty gigabajta
TB data 1e12 TB terabyte terabytes téraoctets terabajtów テラバイト 太字节 téraoctet terabajt terabajty terabajta
PB data 1e15 PB petabyte petabytes pétaoctet pétaoctets ペタバイト petabajt petabajty petabajtów petabajta 拍字节
KiB data 1024 kib
MiB data 1048576 mib
GiB data 1073741824 gib
TiB data 1099511627776 tib
bit data .125 bit bits ビット bity bitów bita 比特
kbit/s rate 1000 kbit/s kbps
Mbit/s rate 1e6 mbit/s mbps mbits/s
Gbit/s rate 1e9 gbit/s gbps
MB/s rate 8e6 MB/s
GB/s rate 8e9 GB/s
km/h speed 1 km/godz km/godz. km/h kmh kph km/u km/std kilometers_per_hour kilometres_per_hour kilometer_pro_stunde kilometern_pro_stunde kilomètres_par_heure kilomètres_à_l'heure kilómetros_por_hora chilometri_all'ora chilometri_orari kilometer_per_uur quilómetros_por_hora quilômetros_por_hora kilometrów_na_godzinę 公里/小时 公里每小时 kilometer_per_hour kilometre_per_hour kilómetro_por_hora kilomètre_par_heure chilometro_orario kilometr_na_godzinę kilometry_na_godzinę kilometra_na_godzinę km/godz. quilômetro_por_hora 公里/小時
mph speed 1.609344 mph mi/h miles_per_hour meilen_pro_stunde miles_par_heure millas_por_hora miglia_orarie mijl_per_uur milhas_por_hora 英里/小时 英里每小时 mile_per_hour Meile_pro_Stunde milla_por_hora mile_par_heure mille_à_l’heure milles_à_l’heure miglio_all’ora miglia_all’ora mila_na_godzinę mile_na_godzinę mil_na_godzinę mili_na_godzinę mila/h mile/h mil/h mili/h milha_por_hora 英里/小時
m/s speed 3.6 m/s meters_per_second metres_per_second meter_pro_sekunde mètres_par_seconde metros_por_segundo metri_al_secondo meter_per_seconde metrów_na_sekundę 米/秒 米每秒 meter_per_second metre_per_second metro_por_segundo mètre_par_seconde metro_al_secondo metr_na_sekundę metry_na_sekundę metra_na_sekundę 公尺/秒
kn speed 1.852 kn kt knots knoten nœuds nudos nodi knopen nós węzłów 节 ノット
l/100km consumption 1 l/100_km l/100km liter_auf_100_km
km/l consumption 1 km/l
mpg consumption 1 mpg miles_per_gallon mile_per_gallon mile_per_US_gallon miles_per_US_gallon mpg_US Meile_pro_Gallone Meilen_pro_Gallone milla_por_galón millas_por_galón mi/gal mile_par_gallon miles_par_gallon mille_au_gallon milles_au_gallon miglio_per_gallone miglia_per_gallone マイル毎ガロン mijl_per_gallon mila_na_galon mile_na_galon mil_na_galon mili_na_galon milha_por_galão milhas_por_galão 英里/加侖
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
export const CURRENCIES = `
USD $ us$ usd dollar dollars dólar dólares dollaro dollari dolar dolary dolarów 美元 美金 ドル 米ドル 美刀 US_dollars US-Dollar dólar_estadounidense dólares_estadounidenses dollar_des_États-Unis dollars_des_États-Unis $US $_US dollari_statunitensi Amerikaanse_dollar dolara_amerykańskiego Dólar_americano Dólares_americanos dólares_dos_Estados_Unidos
CAD $ ca$ c$ cad dollar dollars dólares dollari 加元 カナダドル Canadian_dollars Kanadische_Dollar dólar_canadiense dólares_canadienses dollar_canadien dollars_canadiens $CA dollari_canadesi カナダ_ドル Canadese_dollar dolara_kanadyjskiego Dólar_canadense Dólares_canadenses dólares_canadianos 加拿大元 加幣
AUD $ au$ a$ aud dollar dollars dólares dollari 澳元 豪ドル Australian_dollars Australische_Dollar dólar_australiano dólares_australianos dollar_australien dollars_australiens $AU $_AU dollari_australiani オーストラリア_ドル dolara_australijskiego 澳大利亚元 澳幣
NZD $ nz$ nzd dollar dollars dólares dollari New_Zealand_dollars Neuseeland-Dollar dólar_neozelandés dólares_neozelandeses dollar_néo-zélandais dollars_néo-zélandais $NZ $_NZ dollari_neozelandesi ニュージーランド_ドル Nieuw-Zeelandse_dollar dolara_nowozelandzkiego 新西兰元 紐西蘭幣
HKD $ hk$ hkd dollar dollars 港元 港币 港幣 Hong_Kong_dollars Hongkong-Dollar dólar_hongkonés dólares_hongkoneses dollar_de_Hong_Kong dollars_de_Hong_Kong $_HK dollari_di_Hong_Kong 香港ドル Hongkongse_dollar dolara_hongkońskiego Dólar_de_Hong_Kong Dólares_de_Hong_Kong
SGD $ s$ sgd dollar dollars 新元 Singapore_dollars Singapur-Dollar dólar_singapurense dólares_singapurenses dollar_de_Singapour dollars_de_Singapour $SG $_SG dollari_di_Singapore シンガポール_ドル Singaporese_dollar dolara_singapurskiego Dólar_singapuriano Dólares_singapurianos 新加坡元 新加坡幣
TWD nt$ twd 元 台币 新台币 New_Taiwan_dollars Neue_Taiwan-Dollar nuevo_dólar_taiwanés nuevos_dólares_taiwaneses nouveau_dollar_taïwanais nouveaux_dollars_taïwanais nuovi_dollari_taiwanesi 新台湾ドル Nieuwe_Taiwanese_dollar nowego_dolara_tajwańskiego Novo_dólar_taiwanês Novos_dólares_taiwaneses 新台幣
MXN $ mx$ mxn peso pesos 比索 ペソ Mexican_pesos Mexikanische_Pesos peso_mexicano pesos_mexicanos peso_mexicain pesos_mexicains $MX pesos_messicani メキシコ_ペソ Mexicaanse_peso peso_meksykańskiego 墨西哥比索 墨西哥披索
ARS $ ar$ ars peso pesos Argentine_pesos Argentinische_Pesos peso_argentino pesos_argentinos peso_argentin pesos_argentins $AR pesos_argentini アルゼンチン_ペソ Argentijnse_peso peso_argentyńskiego 阿根廷比索 阿根廷披索
COP $ cop peso pesos Colombian_peso Colombian_pesos Kolumbianischer_Peso Kolumbianische_Pesos peso_colombiano pesos_colombianos peso_colombien pesos_colombiens $CO pesos_colombiani コロンビア_ペソ Colombiaanse_peso peso_kolumbijskie pesos_kolumbijskie pesos_kolumbijskich 哥伦比亚比索 哥倫比亞披索
CLP $ clp peso pesos Chilean_peso Chilean_pesos Chilenischer_Peso Chilenische_Pesos peso_chileno pesos_chilenos peso_chilien pesos_chiliens $CL peso_cileno pesos_cileni チリ_ペソ Chileense_peso peso_chilijskie pesos_chilijskie pesos_chilijskich 智利比索 智利披索
EUR € eur euro euros 欧元 歐元 ユーロ
GBP £ gbp pound pounds pound_sterling pounds_sterling quid pfund pfund_sterling livre livres livres_sterling libra libras libras_esterlinas sterlina sterline pond pond_sterling funt funty funtów funtów_szterlingów 英镑 英鎊 镑 ポンド British_pounds Britische_Pfund libra_esterlina livre_sterling £GB sterline_britanniche 英国ポンド Britse_pond funta_szterlinga libras_esterlinas_britânicas
JPY ¥ ￥ jpy yen yens jen jenów 円 圓 日元 日圆 日円 Japanese_yen JP¥ Japanischer_Yen Japanische_Yen yen_japonés yenes_japoneses yen_japonais yens_japonais yen_giapponese yen_giapponesi Japanse_yen jen_japoński jeny_japońskie jenów_japońskich Iene_japonês Ienes_japoneses 日圓 yenes ienes iene 日币 日幣 日本円
CNY ¥ ￥ cny rmb yuan yuans renminbi juan juanów 元 人民币 人民幣 块 块钱 塊 圆 人民元 Chinese_yuan CN¥ Renminbi_Yuan yuan_renminbi yuanes_renminbi yuan_renminbi_chinois yuans_renminbi_chinois yuan_cinesi 中国人民元 juana_chińskiego Yuan_chinês Yuans_chineses yuanes iuanes iuan renminbis
CHF chf fr. sfr. franken francs franc swiss_francs francs_suisses francos_suizos franchi franchi_svizzeri frank francos_suíços franków 瑞士法郎 スイスフラン Schweizer_Franken franco_suizo franc_suisse スイス_フラン Zwitserse_frank franka_szwajcarskiego Franco_suíço
PLN zł zl pln zloty zlotys złoty złote złotych złotego złotówek zlotych zlotes 兹罗提 ズウォティ Polish_zlotys Polnische_Złoty esloti_polaco eslotis_polacos zloty_polonais zlotys_polonais zloty_polacchi ポーランド_ズウォティ Poolse_zloty złotego_polskiego Zloty_polonês Zlotys_poloneses zlotis_polacos 波兰兹罗提 波蘭茲羅提
BRL r$ brl reais reales réais Brazilian_reals Brasilianische_Real real_brasileño reales_brasileños réal_brésilien réals_brésiliens real_brasiliani ブラジル_レアル Braziliaanse_real reala_brazylijskiego Real_brasileiro Reais_brasileiros 巴西雷亚尔 巴西雷亞爾
SEK kr sek krona kronor kronen couronnes coronas corone Swedish_kronor Schwedische_Kronen corona_sueca coronas_suecas couronne_suédoise couronnes_suédoises corone_svedesi スウェーデン_クローナ Zweedse_kronen korony_szwedzkiej Coroa_sueca Coroas_suecas 瑞典克朗
NOK kr nok krone kroner kronen Norwegian_kroner Norwegische_Kronen corona_noruega coronas_noruegas couronne_norvégienne couronnes_norvégiennes corone_norvegesi ノルウェー_クローネ Noorse_kronen korony_norweskiej Coroa_norueguesa Coroas_norueguesas 挪威克朗
DKK kr dkk krone kroner kronen Danish_kroner Dänische_Kronen corona_danesa coronas_danesas couronne_danoise couronnes_danoises corone_danesi デンマーク_クローネ Deense_kronen korony_duńskiej Coroa_dinamarquesa Coroas_dinamarquesas 丹麦克朗 丹麥克朗
CZK kč czk korun kronen Czech_korunas Tschechische_Kronen corona_checa coronas_checas couronne_tchèque couronnes_tchèques corone_ceche チェコ_コルナ Tsjechische_kronen korony_czeskiej Coroa_tcheca Coroas_tchecas coroas_checas 捷克克朗
HUF ft. huf forint forints Hungarian_forint Hungarian_forints Ungarischer_Forint Ungarische_Forint forinto_húngaro forintos_húngaros forint_hongrois forints_hongrois fiorino_ungherese fiorini_ungheresi ハンガリー_フォリント Hongaarse_forint forint_węgierski forinty_węgierskie forintów_węgierskich Florim_húngaro Florins_húngaros forint_húngaro forints_húngaros 匈牙利福林
RUB ₽ rub rubel rubles roubles rublos rubli 卢布 ルーブル Russian_rubles Russian_roubles Russische_Rubel rublo_ruso rublos_rusos rouble_russe roubles_russes rubli_russi ロシア_ルーブル Russische_roebel rubla_rosyjskiego Rublo_russo Rublos_russos 俄罗斯卢布 俄羅斯盧布
INR ₹ rs. inr rupee rupees rupien roupies rupias rupie 卢比 ルピー Indian_rupees Indische_Rupien rupia_india rupias_indias roupie_indienne roupies_indiennes rupie_indiane インド_ルピー Indiase_roepie rupii_indyjskiej Rupia_indiana Rupias_indianas 印度卢比 印度盧比
KRW ₩ krw 韩元 ウォン South_Korean_won Südkoreanischer_Won Südkoreanische_Won won_surcoreano wons_surcoreanos won_sud-coréen wons_sud-coréens won_sudcoreano won_sudcoreani 韓国ウォン Zuid-Koreaanse_won won_południowokoreański wony_południowokoreańskie wonów_południowokoreańskich Won_sul-coreano Wons_sul-coreanos wons_sul-coreano 韓元 ￦
TRY ₺ lira liras lire Turkish_Lira Türkische_Lira lira_turca liras_turcas livre_turque livres_turques lire_turche トルコ_リラ Turkse_lira liry_tureckiej 土耳其里拉
ZAR zar rand South_African_rand Südafrikanische_Rand rand_sudafricano rands_sudafricanos rand_sud-africain rands_sud-africains rand_sudafricani 南アフリカ_ランド Zuid-Afrikaanse_rand randa_południowoafrykańskiego Rand_sul-africano Rands_sul-africanos 南非兰特 南非蘭特
AED aed dirham dirhams UAE_dirhams VAE-Dirham dírham_de_los_Emiratos_Árabes_Unidos dírhams_de_los_Emiratos_Árabes_Unidos dirham_des_Émirats_arabes_unis dirhams_des_Émirats_arabes_unis dirham_degli_EAU UAE_ディルハム dirhama_ZEA Dirham_dos_EAU Dirhams_dos_EAU sdirham_dos_Emirados_Árabes_Unidos 阿联酋迪拉姆 阿拉伯聯合大公國迪爾汗
ILS ₪ ils shekel shekels Israeli_new_shekels Israelische_Neue_Schekel nuevo_séquel_israelí nuevos_séqueles_israelíes nouveau_shekel_israélien nouveaux_shekels_israéliens nuovi_sicli_israeliani イスラエル新シェケル Israëlische_nieuwe_shekel nowego_szekla_izraelskiego Novo_shekel_israelense Novos_shekels_israelenses sheqels_novos_israelitas 以色列新谢克尔 以色列新謝克爾
UAH ₴ uah hryvnia Ukrainian_hryvnias Ukrainische_Hrywen grivna_ucraniana grivnas_ucranianas hryvnia_ukrainienne hryvnias_ukrainiennes grivnie_ucraine ウクライナ_フリヴニャ Oekraïense_hryvnia hrywny_ukraińskiej Hryvnia_ucraniano Hryvnias_ucranianos 乌克兰格里夫纳 烏克蘭格里夫納
THB ฿ thb baht Thai_baht Thailändische_Baht bat_tailandés bats_tailandeses baht_tailandés bahts_tailandeses baht_thaïlandais bahts_thaïlandais baht_thailandesi タイ_バーツ Thaise_baht bahta_tajskiego 泰铢 泰銖
BTC ₿ btc bitcoin bitcoins
`
