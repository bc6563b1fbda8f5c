/** Texts with claims in ten languages, true to a source or with one planted error; spelled by `Intl`, not by our tables. */

interface Fact {
  readonly kind: 'count' | 'money' | 'measure' | 'percent' | 'date' | 'email' | 'url' | 'name'
  readonly value: number | Date | string
  /** A unit of `Intl.NumberFormat`, or a currency. */
  readonly unit?: string
}

type Random = () => number
const pick = <Item>(random: Random, items: readonly Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item
const between = (random: Random, least: number, most: number) =>
  least + Math.floor(random() * (most - least + 1))

/** The language, its locales, and sentences with the place of one fact. */
interface LanguageTexts {
  readonly locales: readonly string[]
  readonly sentences: Readonly<Record<Fact['kind'], readonly string[]>>
  readonly names: readonly (readonly string[])[]
}

const UNITS = [
  'kilogram',
  'gram',
  'meter',
  'centimeter',
  'millimeter',
  'kilometer',
  'liter',
  'milliliter',
  'celsius',
  'hour',
  'minute',
  'second',
  'day',
  'week',
  'month',
  'year',
  'gigabyte',
  'megabyte',
  'kilometer-per-hour',
]
const OTHER_UNITS: Readonly<Record<string, readonly string[]>> = {
  kilogram: ['gram', 'pound'],
  gram: ['kilogram', 'ounce'],
  meter: ['centimeter', 'foot'],
  centimeter: ['millimeter', 'inch'],
  millimeter: ['centimeter', 'inch'],
  kilometer: ['mile', 'meter'],
  liter: ['milliliter', 'gallon'],
  milliliter: ['liter'],
  celsius: ['fahrenheit'],
  hour: ['minute', 'day'],
  minute: ['hour', 'second'],
  second: ['minute'],
  day: ['week', 'month'],
  week: ['day', 'month'],
  month: ['year', 'week'],
  year: ['month', 'week'],
  gigabyte: ['megabyte', 'terabyte'],
  megabyte: ['gigabyte'],
  'kilometer-per-hour': ['mile-per-hour'],
  EUR: ['USD', 'GBP', 'CHF'],
  USD: ['EUR', 'GBP', 'JPY'],
  GBP: ['EUR', 'USD'],
  JPY: ['USD', 'EUR'],
  CHF: ['EUR'],
  PLN: ['EUR', 'USD'],
  BRL: ['EUR', 'USD'],
  CNY: ['USD', 'EUR'],
}
const CURRENCIES = ['EUR', 'USD', 'GBP', 'JPY', 'CHF', 'PLN', 'BRL', 'CNY']
const round = (value: number, places: number) => Number(value.toFixed(places))

const number = (random: Random): number => {
  const size = pick(random, [1, 2, 2, 3, 3, 4, 5, 7])
  const whole = between(random, 10 ** (size - 1) + 2, 10 ** size - 1)
  return random() < 0.4 ? round(whole + random(), pick(random, [1, 2])) : whole
}

function randomFact(kind: Fact['kind'], random: Random, names: LanguageTexts['names']): Fact {
  switch (kind) {
    case 'count':
      return { kind, value: Math.round(number(random)) + 2 }
    case 'money': {
      const unit = pick(random, CURRENCIES)
      const value = number(random)
      return { kind, unit, value: unit === 'JPY' ? Math.round(value) : round(value, 2) }
    }
    case 'measure':
      return { kind, unit: pick(random, UNITS), value: number(random) }
    case 'percent':
      return { kind, value: round(2 + random() * 97, pick(random, [0, 0, 1])) }
    case 'date':
      return {
        kind,
        value: new Date(
          Date.UTC(between(random, 1985, 2035), between(random, 0, 11), between(random, 1, 28)),
        ),
      }
    case 'email':
      return {
        kind,
        value: `${pick(random, ['info', 'help', 'sales', 'team'])}${between(random, 1, 999)}@${pick(random, ['acme', 'nova', 'beta'])}.com`,
      }
    case 'url':
      return {
        kind,
        value: `https://www.${pick(random, ['acme', 'nova', 'beta'])}.com/p/${between(random, 100, 99_999)}`,
      }
    default:
      return { kind, value: names.map((part) => pick(random, part)).join(names === LATIN ? ' ' : '') }
  }
}

export const ERRORS = ['invented', 'transposed', 'rounded', 'unit', 'date', 'renamed'] as const
type PlantedError = (typeof ERRORS)[number]

/** A false fact in the place of a true one; undefined if this error is impossible here. */
function plant(
  error: PlantedError,
  { kind, value, unit }: Fact,
  random: Random,
  names: LanguageTexts['names'],
): Fact | undefined {
  const isNumber = typeof value === 'number'
  switch (error) {
    case 'invented':
      return randomFact(kind, random, names)
    case 'transposed': {
      if (!isNumber) return undefined
      const digits = [...String(value)]
      const places = digits.flatMap((digit, index) =>
        /\d/.test(digit) && /\d/.test(digits[index + 1] ?? '') && digit !== digits[index + 1] ? [index] : [],
      )
      if (places.length === 0) return undefined
      const at = pick(random, places)
      const swapped = Number(
        [...digits.slice(0, at), digits[at + 1], digits[at], ...digits.slice(at + 2)].join(''),
      )
      return swapped < 2 ? undefined : ({ kind, unit, value: swapped } as Fact)
    }
    case 'rounded': {
      if (!isNumber) return undefined
      const step = value >= 1000 ? 100 : value >= 20 ? 10 : 1
      const rounded = Math.round(value / step) * step
      return rounded === value || rounded < 2 ? undefined : ({ kind, unit, value: rounded } as Fact)
    }
    case 'unit': {
      const others = unit === undefined ? undefined : OTHER_UNITS[unit]
      return others && { kind, value, unit: pick(random, others) }
    }
    case 'date': {
      if (!(value instanceof Date)) return undefined
      const other = new Date(value)
      const part = pick(random, ['day', 'month', 'year'])
      if (part === 'day') other.setUTCDate(((value.getUTCDate() + between(random, 1, 20) - 1) % 28) + 1)
      else if (part === 'month') other.setUTCMonth((value.getUTCMonth() + between(random, 1, 11)) % 12)
      else other.setUTCFullYear(value.getUTCFullYear() + between(random, 1, 9))
      return { kind, value: other }
    }
    default:
      return kind === 'name' || kind === 'email' || kind === 'url'
        ? randomFact(kind, random, names)
        : undefined
  }
}

/** One of the usual spellings of a fact. */
function spell({ kind, value, unit }: Fact, locale: string, random: Random): string {
  const useGrouping = pick(random, [true, true, false])
  const digits = { maximumFractionDigits: 2, useGrouping } as const
  if (typeof value === 'string')
    return kind === 'url' && random() < 0.3 ? value.replace('https://', '') : value
  if (value instanceof Date) {
    const dateStyle = pick(random, ['full', 'long', 'long', 'medium', 'iso', 'numeric'])
    if (dateStyle === 'iso') return value.toISOString().slice(0, 10)
    if (dateStyle === 'numeric')
      return new Intl.DateTimeFormat(locale, {
        timeZone: 'UTC',
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
      }).format(value)
    return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: dateStyle as 'full' }).format(value)
  }
  switch (kind) {
    case 'money': {
      const hasCents = !Number.isInteger(value)
      const format = {
        ...digits,
        style: 'currency',
        currency: unit ?? '',
        minimumFractionDigits: hasCents ? 2 : pick(random, [0, unit === 'JPY' ? 0 : 2]),
      } as const
      return new Intl.NumberFormat(locale, {
        ...format,
        currencyDisplay: pick(random, ['symbol', 'symbol', 'code', 'name']),
      }).format(value)
    }
    case 'measure':
      return new Intl.NumberFormat(locale, {
        ...digits,
        style: 'unit',
        unit: unit ?? '',
        unitDisplay: pick(random, ['long', 'short']),
      }).format(value)
    case 'percent':
      return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(value / 100)
    default:
      return new Intl.NumberFormat(locale, digits).format(value)
  }
}

const LATIN = [
  ['Anna', 'Paula', 'Marco', 'Victor', 'Lena', 'Hugo', 'Clara', 'Oscar'],
  ['Lindqvist', 'Moreau', 'Santoro', 'Kowalski', 'Bergman', 'Ferreira', 'Okafor', 'Petrov', 'Castellan'],
]

export const LANGUAGES: Readonly<Record<string, LanguageTexts>> = {
  en: {
    locales: ['en-US', 'en-GB', 'en-IN'],
    names: LATIN,
    sentences: {
      count: [
        'The box contains {} parts.',
        'More than {} customers use it every day.',
        'It comes with {} accessories and a case.',
      ],
      money: [
        'It costs {} in our shop.',
        'The price is {}, including tax.',
        'Revenue reached {} in that quarter.',
      ],
      measure: ['The value is {} in normal use.', 'Our test gave {}.', 'You can rely on {} at any time.'],
      percent: ['Sales grew by {} compared with the plan.', 'About {} of the users agree.'],
      date: ['It has been available since {}.', 'The contract ends on {}.', 'Date of release: {}.'],
      email: ['Write to {} for help.', 'Questions? Mail {}.'],
      url: ['More at {}.', 'See {} for the details.'],
      name: ['It was designed by {} for the studio.', 'According to {}, the work took long.'],
    },
  },
  de: {
    locales: ['de-DE', 'de-AT', 'de-CH'],
    names: LATIN,
    sentences: {
      count: ['Die Packung enthält {} Teile.', 'Mehr als {} Kunden nutzen das Gerät.'],
      money: [
        'Der Preis beträgt {} inklusive Steuer.',
        'Es kostet {} im Laden.',
        'Der Umsatz stieg auf {} im Quartal.',
      ],
      measure: ['Der Wert liegt bei {} im Betrieb.', 'Unser Test ergab {}.'],
      percent: ['Der Absatz wuchs um {} gegenüber dem Plan.', 'Rund {} der Nutzer stimmen zu.'],
      date: ['Es ist seit dem {} erhältlich.', 'Der Vertrag endet am {}.'],
      email: ['Schreiben Sie an {}.', 'Fragen beantwortet {} gern.'],
      url: ['Mehr unter {}.', 'Siehe {} für die Einzelheiten.'],
      name: ['Entworfen wurde es von {} im Studio.', 'Laut {} dauerte die Arbeit lange.'],
    },
  },
  es: {
    locales: ['es-ES', 'es-MX', 'es-AR'],
    names: LATIN,
    sentences: {
      count: ['La caja contiene {} piezas.', 'Más de {} clientes lo usan.'],
      money: ['Cuesta {} en la tienda.', 'El precio es de {}, con impuestos.'],
      measure: ['El valor es de {} en uso normal.', 'La prueba dio {}.'],
      percent: ['Las ventas crecieron un {} frente al plan.'],
      date: ['Está disponible desde el {}.', 'El contrato termina el {}.'],
      email: ['Escriba a {} para recibir ayuda.'],
      url: ['Más información en {}.'],
      name: ['Fue diseñado por {} en el estudio.', 'Según {}, el trabajo fue largo.'],
    },
  },
  fr: {
    locales: ['fr-FR', 'fr-CH', 'fr-CA'],
    names: LATIN,
    sentences: {
      count: ['La boîte contient {} pièces.', 'Plus de {} clients l’utilisent.'],
      money: ['Il coûte {} en magasin.', 'Le prix est de {}, taxes comprises.'],
      measure: ['La valeur est de {} en usage normal.', 'Notre essai a donné {}.'],
      percent: ['Les ventes ont augmenté de {} par rapport au plan.'],
      date: ['Il est disponible depuis le {}.', 'Le contrat se termine le {}.'],
      email: ['Écrivez à {} pour obtenir de l’aide.'],
      url: ['Plus d’informations sur {}.'],
      name: ['Il a été conçu par {} au studio.', 'Selon {}, le travail a été long.'],
    },
  },
  it: {
    locales: ['it-IT', 'it-CH'],
    names: LATIN,
    sentences: {
      count: ['La scatola contiene {} pezzi.', 'Più di {} clienti lo usano.'],
      money: ['Costa {} in negozio.', 'Il prezzo è di {}, tasse incluse.'],
      measure: ['Il valore è di {} in uso normale.', 'La prova ha dato {}.'],
      percent: ['Le vendite sono cresciute del {} rispetto al piano.'],
      date: ['È disponibile dal {}.', 'Il contratto termina il {}.'],
      email: ['Scrivete a {} per ricevere aiuto.'],
      url: ['Maggiori informazioni su {}.'],
      name: ['È stato progettato da {} nello studio.', 'Secondo {}, il lavoro è stato lungo.'],
    },
  },
  nl: {
    locales: ['nl-NL', 'nl-BE'],
    names: LATIN,
    sentences: {
      count: ['De doos bevat {} onderdelen.', 'Meer dan {} klanten gebruiken het.'],
      money: ['Het kost {} in de winkel.', 'De prijs is {}, inclusief btw.'],
      measure: ['De waarde is {} bij normaal gebruik.', 'Onze test gaf {}.'],
      percent: ['De verkoop groeide met {} ten opzichte van het plan.'],
      date: ['Het is verkrijgbaar sinds {}.', 'Het contract eindigt op {}.'],
      email: ['Schrijf naar {} voor hulp.'],
      url: ['Meer informatie op {}.'],
      name: ['Het is ontworpen door {} in de studio.', 'Volgens {} duurde het werk lang.'],
    },
  },
  pl: {
    locales: ['pl-PL'],
    names: LATIN,
    sentences: {
      count: ['Pudełko zawiera {} części.', 'Ponad {} klientów z niego korzysta.'],
      money: ['Kosztuje {} w sklepie.', 'Cena wynosi {}, z podatkiem.'],
      measure: ['Wartość to {} przy zwykłym użyciu.', 'Nasz test dał {}.'],
      percent: ['Sprzedaż wzrosła o {} w stosunku do planu.'],
      date: ['Jest dostępny od {}.', 'Umowa kończy się {}.'],
      email: ['Napisz na adres {}, aby uzyskać pomoc.'],
      url: ['Więcej na stronie {}.'],
      name: ['Projekt wykonał {} w studiu.', 'Według {} praca trwała długo.'],
    },
  },
  pt: {
    locales: ['pt-BR', 'pt-PT'],
    names: LATIN,
    sentences: {
      count: ['A caixa contém {} peças.', 'Mais de {} clientes usam o produto.'],
      money: ['Custa {} na loja.', 'O preço é de {}, com impostos.'],
      measure: ['O valor é de {} em uso normal.', 'O nosso teste deu {}.'],
      percent: ['As vendas cresceram {} em relação ao plano.'],
      date: ['Está disponível desde {}.', 'O contrato termina em {}.'],
      email: ['Escreva para {} para obter ajuda.'],
      url: ['Mais informações em {}.'],
      name: ['Foi desenhado por {} no estúdio.', 'Segundo {}, o trabalho foi longo.'],
    },
  },
  ja: {
    locales: ['ja-JP'],
    names: [['田中', '鈴木', '高橋', '渡辺', '小林', '加藤', '山本'], ['さん']],
    sentences: {
      count: ['箱には部品が{}個入っています。', '利用者は{}人です。'],
      money: ['価格は{}です。', '店頭では{}で販売しています。'],
      measure: ['通常の値は{}です。', '試験の結果は{}でした。'],
      percent: ['売上は計画より{}増えました。'],
      date: ['発売日は{}です。', '契約は{}に終わります。'],
      email: ['お問い合わせは {} まで。'],
      url: ['詳しくは {} をご覧ください。'],
      name: ['設計は{}が担当しました。'],
    },
  },
  zh: {
    locales: ['zh-CN', 'zh-TW'],
    names: [['王伟', '李娜', '张强', '刘洋', '陈静', '杨磊', '赵敏'], ['先生']],
    sentences: {
      count: ['盒内有{}个零件。', '已有{}名用户使用。'],
      money: ['售价为{}。', '商店里卖{}。'],
      measure: ['正常值为{}。', '测试结果是{}。'],
      percent: ['销量比计划增长了{}。'],
      date: ['上市日期是{}。', '合同于{}到期。'],
      email: ['请发邮件至 {} 咨询。'],
      url: ['详情见 {} 。'],
      name: ['设计者是{}。'],
    },
  },
}

interface ClaimCase {
  readonly language: string
  readonly source: string
  readonly text: string
  /** Undefined if the text is true to its source. */
  readonly error: PlantedError | undefined
  /** Where the sentence with the error begins and ends. */
  readonly errorAt: number
  readonly errorEnd: number
}

const LABELS: Readonly<Record<Fact['kind'], string>> = {
  count: 'parts',
  money: 'price',
  measure: 'value',
  percent: 'growth',
  date: 'date',
  email: 'mail',
  url: 'web',
  name: 'made by',
}
const FACT_KINDS = Object.keys(LABELS) as Fact['kind'][]

/** Endless: a true text and, if possible, one with an error, per language in turn. */
export function* createCases(random: Random): Generator<ClaimCase> {
  for (;;) for (const language of Object.keys(LANGUAGES)) yield* casesOf(language, random)
}

function* casesOf(language: string, random: Random): Generator<ClaimCase> {
  const { locales, sentences, names } = LANGUAGES[language] as LanguageTexts
  const facts = FACT_KINDS.filter(() => random() < 0.6).map((kind) => randomFact(kind, random, names))
  const sentenceOf = (fact: Fact, locale: string) =>
    pick(random, sentences[fact.kind]).replace('{}', spell(fact, locale, random))
  const sourceLocale = pick(random, [...locales, 'en-US'])
  const source =
    random() < 0.5
      ? facts.map((fact) => `${LABELS[fact.kind]}: ${spell(fact, sourceLocale, random)}`).join('\n')
      : facts.map((fact) => sentenceOf(fact, pick(random, locales))).join(' ')
  if (facts.length === 0) return
  const locale = pick(random, locales)
  const glue = names === LATIN ? ' ' : ''
  const text = facts.map((fact) => sentenceOf(fact, locale)).join(glue)
  yield { language, source, text, error: undefined, errorAt: 0, errorEnd: 0 }
  const error = pick(random, ERRORS)
  const index = Math.floor(random() * facts.length)
  const wrong = plant(error, facts[index] as Fact, random, names)
  if (!wrong || facts.some((fact) => isSame(fact, wrong))) return
  const written = facts.map((fact, at) => sentenceOf(at === index ? wrong : fact, locale))
  const errorAt = written.slice(0, index).reduce((sum, each) => sum + each.length + glue.length, 0)
  const errorEnd = errorAt + (written[index] ?? '').length
  yield { language, source, text: written.join(glue), error, errorAt, errorEnd }
}

/** A count equals any number, since it has no unit. */
const isSame = (one: Fact, other: Fact): boolean =>
  String(one.value) === String(other.value) && (one.unit === other.unit || other.unit === undefined)
