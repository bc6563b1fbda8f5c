import { describe, expect, it } from 'vitest'
import { grounded } from '../../../src/validators/source/grounded.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'
import { validate, validatorOf } from '../validate.ts'
import { SOURCE, ungrounded } from './ungrounded.ts'

describe('grounded: spellings', () => {
  it.each([
    'It costs €1,299.50, weighs 2.5 kilograms and arrives on 3 May 2026 with a 24-month warranty and 15 percent off.',
    'Es kostet 1.299,50 € und wiegt 2,5 Kilogramm; ab dem 3. Mai 2026, mit 24 Monaten Garantie und 15 Prozent Rabatt.',
    'Cuesta 1.299,50 euros y pesa 2,5 kg; desde el 3 de mayo de 2026, con veinticuatro meses de garantía y 15 por ciento.',
    'Il coûte 1 299,50 € et pèse 2,5 kilogrammes, dès le 3 mai 2026, avec vingt-quatre mois de garantie et 15 pour cent.',
    'Costa 1.299,50 € e pesa 2,5 chilogrammi, dal 3 maggio 2026, con 24 mesi di garanzia e il 15 per cento.',
    'Het kost € 1.299,50 en weegt 2,5 kilo, vanaf 3 mei 2026, met vierentwintig maanden garantie en 15 procent.',
    'Kosztuje 1299,50 euro i waży 2,5 kg, od 3 maja 2026, z gwarancją na 24 miesiące i 15 procent.',
    'Custa 1.299,50 euros e pesa 2,5 quilos, a partir de 3 de maio de 2026, com 24 meses de garantia e 15 por cento.',
    '価格は1,299.50ユーロ、重さは2.5キログラム、2026年5月3日発売、保証は24か月、15パーセント引き。',
    '售价1299.5欧元，重2.5公斤，2026年5月3日上市，保修二十四个月，优惠百分之十五。',
  ])('finds the claims of the source in %s', async (text) => {
    expect(await ungrounded(SOURCE, text)).toEqual([])
  })

  it.each([
    [
      'The battery lasts 12 hours.',
      'It has a twelve-hour battery.',
      'It has a thirteen-hour battery.',
      'thirteen-hour',
    ],
    [
      'Der Akku hält 12 Stunden.',
      'Der Akku hält zwölf Stunden.',
      'Der Akku hält dreizehn Stunden.',
      'dreizehn Stunden',
    ],
    [
      'La batería dura 12 horas.',
      'La batería dura doce horas.',
      'La batería dura trece horas.',
      'trece horas',
    ],
    [
      'La batterie dure 12 heures.',
      'La batterie dure douze heures.',
      'La batterie dure treize heures.',
      'treize heures',
    ],
    [
      'La batterie dure 21 heures.',
      'La batterie dure vingt-et-une heures.',
      'La batterie dure trente-et-une heures.',
      'trente-et-une heures',
    ],
    [
      'La batteria dura 12 ore.',
      'La batteria dura dodici ore.',
      'La batteria dura tredici ore.',
      'tredici ore',
    ],
    [
      'De accu gaat 12 uur mee.',
      'De accu gaat twaalf uur mee.',
      'De accu gaat dertien uur mee.',
      'dertien uur',
    ],
    [
      'Bateria działa 12 godzin.',
      'To dwanaście godzin na baterii.',
      'To trzynaście godzin na baterii.',
      'trzynaście godzin',
    ],
    [
      'A bateria dura 12 horas.',
      'A bateria dura doze horas com uso.',
      'A bateria dura treze horas com uso.',
      'treze horas',
    ],
    ['バッテリーは12時間持続します。', '十二時間持続します。', '十三時間持続します。', '十三時間'],
    ['电池续航12小时。', '可续航十二个小时。', '可续航十三个小时。', '十三个小时'],
  ])('of "%s", "%s" is true and "%s" is not', async (source, right, wrong, claim) => {
    expect(await ungrounded(source, right)).toEqual([])
    expect(await ungrounded(source, wrong)).toEqual([claim])
  })

  it.each(['14 h 30', '14h30', '14:30', '2:30 pm', '14 heures 30', '2.30 p.m.'])(
    'knows the time %s',
    async (time) => {
      expect(await ungrounded('Start: 14:30', `at ${time}`)).toEqual([])
      expect(await ungrounded('Start: 14:45', `at ${time}`)).toHaveLength(1)
    },
  )

  it.each([
    ['5130000 GBP', 'Sales of 5.13m pounds', 'Sales of 5.31m pounds'],
    ['380000000 BRL', 'Receita de R$ 380 mi', 'Receita de R$ 830 mi'],
    ['3.2 billion EUR', 'Un chiffre d’affaires de 3,2 Md €', 'Un chiffre d’affaires de 2,3 Md €'],
    ['4.96 billion EUR', 'Facturó 4,96 mil millones de euros', 'Facturó 4,69 mil millones de euros'],
    ['rate: 8%', 'une marge de 8 p. 100', 'une marge de 9 p. 100'],
    ['rank: fifth', '業界で5番目の規模です。', '業界で6番目の規模です。'],
    ['2027-08', 'Im 08/2027 wird gezahlt.', 'Im 09/2027 wird gezahlt.'],
    ['2028-02-05', 'Erhältlich seit 5. 2. 2028.', 'Erhältlich seit 5. 3. 2028.'],
    ['09:43', 'Proszę o telefon po 09.43.', 'Proszę o telefon po 09.34.'],
    ['5-13 days', '送料は無料。5〜13日でお届けします。', '送料は無料。5〜15日でお届けします。'],
    ['15%, 5-8 days', '优惠百分之15，5~8日内送达。', '优惠百分之16，5~8日内送达。'],
    ['176 kg', '仅重一百七十六千克。', '仅重一百六十七千克。'],
    ['phone: 0800 5512 3456', 'Rufen Sie unter 0800 5512 3456 an.', 'Rufen Sie unter 0800 5512 3465 an.'],
    ['20 kg', 'Il peso è di kg 20.', 'Il peso è di kg 30.'],
    ['30.4 km', 'Zo’n 30,4 km ver', 'Zo’n 30.000 km ver'],
  ])('of "%s", "%s" is true and "%s" is not', async (source, right, wrong) => {
    expect(await ungrounded(source, right)).toEqual([])
    expect(await ungrounded(source, wrong)).toHaveLength(1)
  })

  it('reports each claim that the source does not contain, with its place', async () => {
    const text =
      'It costs €1,929.50, weighs 2.5 lb, from 4 May 2026, with a 12-month warranty; mail sales@acme.com.'
    expect(await ungrounded(SOURCE, text)).toEqual([
      '€1,929.50',
      '2.5 lb',
      '4 May 2026',
      '12-month',
      'sales@acme.com',
    ])
    const { message, findings } = await validate(grounded, { source: SOURCE }, text)
    expect(message).toContain('the source does not contain the amount of money €1,929.50 at 1:10')
    expect(findings?.[0]).toMatchObject({ line: 1, column: 10, endColumn: 19, rule: 'grounded/money' })
  })
})

describe('grounded: marks and abbreviations', () => {
  it.each([
    ['0.5 l', 'Add 1/2 l.', 'Add 3/4 l.', '3/4 l'],
    ['24 pieces', 'ein Paket mit 2 Dutzend', 'ein Paket mit 3 Dutzend', '3 Dutzend'],
    ['12本', '1ダースの瓶', '2ダースの瓶', '2ダース'],
    ['151100000 EUR', 'Umsatz: 151,1 Mill. EUR', 'Umsatz: 151,7 Mill. EUR', '151,7 Mill. EUR'],
    ['287100000 BRL', 'R$ 287,1 mi. de reais', 'R$ 281,7 mi. de reais', 'R$ 281,7 mi. de reais'],
    [
      '80 km/h',
      'Il atteint 80 kilomètres à l’heure.',
      'Il atteint 90 kilomètres à l’heure.',
      '90 kilomètres à l’heure',
    ],
    ['4-6 days', 'De levertijd is 4 t/m 6 dagen.', 'De levertijd is 4 t/m 7 dagen.', '7 dagen'],
    ['1502 kWh; 1.5 mm', 'It uses 1,502 kWh a year.', 'It uses 1,500 kWh a year.', '1,500 kWh'],
    ['22颗', '盒内有二十二颗螺丝。', '盒内有五颗螺丝。', '五'],
    ['9.2 mm', 'Punte: 9,2 mm. Peso: vedi sotto.', 'Punte: 9,3 mm. Peso: vedi sotto.', '9,3 mm'],
    ['137 m²', '适用面积137m2。', '适用面积173m2。', '173m2'],
    ['Firmware 2.4.12', 'Update to 2.4.12.', 'Update to 2.12.4.', '2.12.4'],
    ['Ticket RMA-94127', 'Your ticket RMA-94127 is open.', 'Your ticket RMA-91427 is open.', 'RMA-91427'],
    ['20:45', 'Wir öffnen um 20:45 Uhr.', 'Wir öffnen um 8:45 Uhr.', '8:45 Uhr'],
    ['Q3 2025', 'Das dritte Quartal 2025', 'Das Q3 2024', '2024'],
    [
      'help@acme.com',
      '请写信至help@acme.com并注明编号。',
      '请写信至hilfe@acme.com并注明编号。',
      'hilfe@acme.com',
    ],
    [
      'acme.com/faq',
      '説明書はhttps://acme.com/faqにあります。',
      '説明書はhttps://acme.com/helpにあります。',
      'https://acme.com/help',
    ],
  ])('takes %s for "%s", not for "%s"', async (source, same, other, fault) => {
    expect(await ungrounded(source, same)).toEqual([])
    expect(await ungrounded(source, other)).toEqual([fault])
  })

  it('reads the unit of a field for both ends of a range', async () => {
    const source = { delivery_days: '4-6', setup_minutes: 20, storage_max_c: 25 }
    const validator = await validatorOf(grounded, {})
    const found = async (text: string) =>
      (await validator.validate({ prompt: prompt('', { source }), text }, testScope())).findings?.length ?? 0
    expect(await found('It arrives in 4 to 6 days. Store it below 25 °C.')).toBe(0)
    expect(await found('It arrives in 4 to 7 days. Store it below 25 °F.')).toBe(2)
  })
})

describe('grounded: names', () => {
  const names = (source: string, text: string) => ungrounded(source, text, { kinds: ['name'] })

  it.each([
    [
      'Otto von Stetten',
      'Der Entwurf stammt von Otto von Stetten.',
      'Der Entwurf stammt von Otto von Arnim.',
      ['Arnim'],
    ],
    [
      'Hakan bin Salem',
      'Der Entwurf stammt von Hakan bin Salem.',
      'Der Entwurf stammt von Hakan bin Nasser.',
      ['Nasser'],
    ],
    ['K. Neumann', 'Gezeichnet: K. Neumann.', 'Gezeichnet: K. Bauer.', ['Bauer']],
    [
      "Sinéad O'Connor",
      "The report is by Sinéad O'Connor.",
      "The report is by Sinéad O'Donnell.",
      ["O'Donnell"],
    ],
    ['Grace Hopper', 'Grace Hopper signed.', 'Greta Hopper signed.', ['Greta']],
    ['Mary-Jane Watson', 'Mary-Jane Watson signed.', 'Mary-Ann Watson signed.', ['Mary-Ann']],
    ['María de la Cruz', 'El diseño es de María de la Cruz.', 'El diseño es de María de la Vega.', ['Vega']],
    [
      'Jean-Pierre de Villiers',
      'Le dessin est de Jean-Pierre de Villiers.',
      'Le dessin est de Jean-Paul de Villiers.',
      ['Jean-Paul'],
    ],
    ['M. Bertrand', 'Votre conseiller est M. Bertrand.', 'Votre conseiller est M. Dupont.', ['Dupont']],
    ["Paolo D'Angelo", "Paolo D'Angelo ha firmato.", "Paolo D'Amico ha firmato.", ["D'Amico"]],
    ['Jan van den Berg', 'Jan van den Berg tekende.', 'Kees van den Berg tekende.', ['Kees']],
    ['J. Dąbrowski', 'Raport podpisał J. Dąbrowski.', 'Raport podpisał J. Sikora.', ['Sikora']],
    ['João dos Santos', 'O projeto é de João dos Santos.', 'O projeto é de João dos Reis.', ['Reis']],
    ['株式会社青葉木工', '製造元は株式会社青葉木工です。', '製造元は株式会社北川家具です。', ['北川家具']],
    ['青木家具有限公司', '生产商是青木家具有限公司。', '生产商是北方能源有限公司。', ['北方能源']],
  ])('knows %s in "%s", not in "%s"', async (source, same, other, faults) => {
    expect(await names(source, same)).toEqual([])
    expect(await names(source, other)).toEqual(faults)
  })

  it.each([
    'It holds 50.9 L. The glass is thick. Store it at 20 °C. Clean it with vitamin C. Then rinse.',
    'The figures are for Q3. VAT is included.',
    'Die Kiste enthält ein Dutzend Flaschen. Das Gerät hat die Klasse A. Der Preis von Möbeln von Herstellern ist fest.',
    'Zwrócimy Państwu pieniądze. Cuesta mucho con IVA. Il coûte cher TTC.',
  ])('finds no name in "%s"', async (text) => {
    expect(await names('nothing', text)).toEqual([])
  })
})
