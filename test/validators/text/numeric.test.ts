import { expect, it } from 'vitest'
import { findNumbers } from '../../../src/validators/text/numbers.ts'
import { numeric } from '../../../src/validators/text/numeric.ts'
import { validate, validatorOf } from '../validate.ts'

const numbersIn = (text: string): string =>
  [...findNumbers(text)].map(({ kind, value }) => `${kind} ${value}`).join(', ')

it.each([
  ['85% and 85', 'percent 85, number 85'],
  ['10-20 people', 'number 10, number 20'],
  ['10–20%', 'percent 10, percent 20'],
  ['-5 degrees, x = -3.2, 3 - 5', 'number -5, number -3.2, number 3, number 5'],
  ['-10%', 'percent -10'],
  ['100 per cent, 50 percentage points, 12‰', 'percent 100, percent 50, percent 1.2'],
  ['$1,234.56', 'money 1234.56'],
  ['1.234,56 €', 'money 1234.56'],
  ['1 234 567 € or 1.234 €', 'money 1234567, money 1234'],
  ['€ 5 million, US$ 1.5bn, £20k', 'money 5000000, money 1500000000, money 20000'],
  ['$5-10 million, $10-$20', 'money 5000000, money 10000000, money 10, money 20'],
  ['10 to 20 euros', 'money 10, money 20'],
  ['USD 1,000 and 1,000 USD', 'money 1000, money 1000'],
  ['-$5 and $-5, 50 cents', 'money -5, money -5, money 0.5'],
  ['12,34,567 rupees', 'money 1234567'],
  ['10 $20 bills', 'number 10, money 20'],
  ['$3.50/hour', 'money 3.5'],
  ['3.5 and 3,5 and 1,234 and 1,234,567.89', 'number 3.5, number 3.5, number 1234, number 1234567.89'],
  ['1.000.000 and 2 million and 5k and 1e6', 'number 1000000, number 2000000, number 5000, number 1000000'],
  ['10m long, 5kg, a 5-year plan', 'number 10, number 5, number 5'],
  ['12 345', 'number 12, number 345'],
  ['born in 1990, aged 34', 'year 1990, number 34'],
  ['(1990-1995), the 1990s, in 1066', 'year 1990, year 1995, year 1990, year 1066'],
  ['2024 had 366 days', 'year 2024, number 366'],
  ['1500 people, about 2000 words', 'number 1500, number 2000'],
  ['5 January 2024, Jan 5, 2024, May 2024, 2024-01-05T10:30:00Z, 01/02/2024, 1.2.24', ''],
  ['at 10:30 or 5 pm or 10 a.m. or 6 o’clock', ''],
  ['call 555-123-4567, (555) 123-4567 or +49 30 1234567', ''],
  ['version 2.0, v1.2.3, 1.2.3, 192.168.1.1', ''],
  ['1st, 22nd, #5, No. 7, 3/4 cup, 24/7', ''],
  ['1. one\n2. two', ''],
  ['COVID-19, GPT-4, mp3, H2O, a1b2, 3a4f', ''],
  ['ISBN 978-3-16-148410-0 at https://example.com/17?a=4', ''],
  ['我们有１５个苹果。', 'number 15'],
  ['约5000人，共12345個', 'number 5000, number 12345'],
  ['약5000명, 10개', 'number 5000, number 10'],
  ['มี15คน', 'number 15'],
  ['עלה כ-5000 איש', 'number 5000'],
  ['٣٥ كتابا، ١٬٢٣٤٫٥ و ۲۵٪', 'number 35, number 1234.5, percent 25'],
  ['२५ सेब', 'number 25'],
  ['３．５ 和 １０％ 和 百分之15', 'number 3.5, percent 10, percent 15'],
  ['5万人, 3千, 2억, 5千克', 'number 50000, number 3000, number 200000000, number 5'],
  ['3.5亿元、３，０００円、5000원', 'money 350000000, money 3000, money 5000'],
  ['2024年に, 2024년', 'year 2024, year 2024'],
  ['2024年3月15日10时30分, 3月15日, 2024년 3월 15일, １２：３０, 第3章', ''],
  ['3日間 and 3个月 and 2小时', 'number 3, number 3, number 2'],
  ['5 lakh and 2 crore', 'number 500000, number 20000000'],
  ['約-5度', 'number -5'],
])('%j contains %s', (text, expected) => {
  expect(numbersIn(text)).toBe(expected)
})

it.each([
  [{ max: 100 }, 'about 85 of 120', 0.5],
  [{ min: 1, max: 100 }, 'about 85', 1],
  [{ max: 100 }, 'nothing', 1],
  [{ of: 'percent', min: 0, max: 100 }, '120% of 300', 0],
  [{ of: 'money', max: 1000 }, '$999.99 and 5000 people', 1],
  [{ of: 'year', min: 1990 }, 'in 1985 and in 1995', 0.5],
  [{ allowed: [[1, 5], '10..20'] }, '3, 12, 7, 21', 0.5],
  [{ forbidden: ['6..9'] }, '5 and 7', 0.5],
  [{ atLeast: 2 }, 'one is 1', 0.5],
  [{ atLeast: 2, max: 5 }, '1 and 2', 1],
])('%j of %j', async (options, text, score) => {
  expect(await validate(numeric, options, text)).toMatchObject({ score, passed: score === 1 })
})

it('85% is not the plain number 85', async () => {
  expect(await validate(numeric, { max: 50 }, '85% of it')).toMatchObject({ passed: true })
  expect(await validate(numeric, { of: 'percent', max: 50 }, '85% of it')).toMatchObject({ passed: false })
})

it('10-20 is a range, not -20', async () => {
  expect(await validate(numeric, { min: 0 }, '10-20 people')).toMatchObject({ passed: true })
})

it('$1,234.56 is one amount', async () => {
  expect(await validate(numeric, { of: 'money', max: 1000 }, 'for $1,234.56')).toMatchObject({
    passed: false,
    message: '$1,234.56 at 1:5, must have all amounts of money at most 1000',
  })
})

it.each([
  ['number', '12,34,567 items', 1_234_567],
  ['number', 'minus 5 degrees', -5],
  ['number', 'минус 5 градусов', -5],
  ['number', '10 minus 5', 10, 5],
  ['number', '½ cup, 2½ cups, 3 ¼ cups', 0.5, 2.5, 3.25],
  ['number', '5 milioni di persone, 5 тыс. человек, 3 milks', 5e6, 5000, 3],
  ['money', '500 руб., 20 zł, 100 Kč, 50 reais, 10 krone', 500, 20, 100, 50, 10],
  ['money', "5 Millionen Euro, 6 millions d'euros, 7 millones de dólares", 5e6, 6e6, 7e6],
  ['percent', '1 Prozent, 2 pour cent, 3 por ciento, 4 процента, 5 procent', 1, 2, 3, 4, 5],
  ['percent', '20 people, 20 pesos, 20 pounds, 20 protons'],
] as const)('finds each %s of %j', (kind, text, ...values) => {
  const found = [...findNumbers(text)].filter((each) => each.kind === kind)
  expect(found.map(({ value }) => value)).toEqual(values)
})

it('"born in 1990" violates no bound on ages', async () => {
  expect(await validate(numeric, { min: 0, max: 150 }, 'born in 1990, now 34')).toMatchObject({
    passed: true,
  })
})

it.each([
  [{ max: 100 }, '85 of 120\nand 300', '120 at 1:7; 300 at 2:5, must have all numbers at most 100'],
  [{ max: 100 }, '85', '85, as required: all numbers at most 100'],
  [
    { of: 'percent', allowed: ['0..100'], forbidden: [[40, 50]] },
    '',
    'no percentages, as required: all percentages in 0..100 and not in 40..50',
  ],
  [{ of: 'money', atLeast: 2 }, '$1', '1 amount of money, must be at least 2 amounts of money'],
])('%j of %j states the numbers and the requirement', async (options, text, message) => {
  expect((await validate(numeric, options, text)).message).toBe(message)
})

it.each([
  ['it is 120', false],
  ['it is 120\n', true],
  ['it is 120 %\n', false],
  ['it is 85\nor 120', false],
])('the unfinished text %j is certain to fail: %s', async (text, certain) => {
  const validator = await validatorOf(numeric, { max: 100, atLeast: 5 })
  expect(validator.validatePrefix?.(text)?.passed).toBe(certain ? false : undefined)
})

it('quotes a number as the text writes it', async () => {
  expect((await validate(numeric, { max: 10 }, '我们有１５个苹果。')).message).toBe(
    '１５ at 1:4, must have all numbers at most 10',
  )
  expect((await validate(numeric, { max: 10 }, 'x 12 345')).message).toContain('12 at 1:3; 345 at 1:6')
})

it('refuses to check a million numbers', async () => {
  await expect(validate(numeric, { max: 5 }, '1 '.repeat(1_000_000))).rejects.toMatchObject({
    code: 'validator-limit',
  })
})

it.each([
  [{}, 'needs at least one of min, max, allowed'],
  [{ min: 5, max: 4 }, 'must be at least min'],
  [{ allowed: ['5..4'] }, 'must be a range whose first bound is not above the second'],
  [{ allowed: ['a..b'] }, 'must be a range such as 1..10'],
  [{ of: 'ages', max: 4 }, 'Invalid option'],
])('refuses %j', (options, problem) => {
  expect(() => numeric.options.parse(options)).toThrow(problem)
})
