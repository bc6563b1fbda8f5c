import { expect, it } from 'vitest'
import { Ground } from '../../../src/validators/source/claims/ground.ts'
import { findClaims } from '../../../src/validators/source/claims/find-claims.ts'
const rules = { rounding: false, conversions: false, derived: [] }
const missing = (source: string, text: string) => {
  const found = findClaims(text)
  const ground = new Ground(
    source,
    findClaims(source, [...(found.language ? [found.language] : []), 'en']),
    rules,
  )
  return found.claims.filter((c) => !ground.has(c)).map((c) => text.slice(c.at, c.end))
}
const source =
  'Price 1299.50 EUR. Weight: 2.5 kg. Launch 2026-05-03. Warranty 24 months. Discount 15 %. Mail help@acme.com'
it.each([
  [
    'en',
    'It costs €1,299.50, weighs 2.5 kilograms and arrives on 3 May 2026 with a 24-month warranty and 15 percent off.',
    [],
  ],
  [
    'de',
    'Es kostet 1.299,50 € und wiegt 2,5 Kilogramm; ab dem 3. Mai 2026, mit 24 Monaten Garantie und 15 Prozent Rabatt.',
    [],
  ],
  [
    'es',
    'Cuesta 1.299,50 euros y pesa 2,5 kg; desde el 3 de mayo de 2026, con veinticuatro meses de garantía y 15 por ciento.',
    [],
  ],
  [
    'fr',
    'Il coûte 1 299,50 € et pèse 2,5 kilogrammes, dès le 3 mai 2026, avec vingt-quatre mois de garantie et 15 pour cent.',
    [],
  ],
  [
    'it',
    'Costa 1.299,50 € e pesa 2,5 chilogrammi, dal 3 maggio 2026, con 24 mesi di garanzia e il 15 per cento.',
    [],
  ],
  [
    'nl',
    'Het kost € 1.299,50 en weegt 2,5 kilo, vanaf 3 mei 2026, met vierentwintig maanden garantie en 15 procent.',
    [],
  ],
  ['pl', 'Kosztuje 1299,50 euro i waży 2,5 kg, od 3 maja 2026, z gwarancją na 24 miesiące i 15 procent.', []],
  [
    'pt',
    'Custa 1.299,50 euros e pesa 2,5 quilos, a partir de 3 de maio de 2026, com 24 meses de garantia e 15 por cento.',
    [],
  ],
  ['ja', '価格は1,299.50ユーロ、重さは2.5キログラム、2026年5月3日発売、保証は24か月、15パーセント引き。', []],
  ['zh', '售价1299.5欧元，重2.5公斤，2026年5月3日上市，保修二十四个月，优惠百分之十五。', []],
  [
    'errors',
    'It costs €1,929.50, weighs 2.5 lb, from 4 May 2026, with a 12-month warranty; mail sales@acme.com.',
    ['sales@acme.com', '4 May 2026', '€1,929.50', '2.5 lb', '12-month'],
  ],
])('%s', (_, text, expected) => {
  expect(missing(source, text)).toEqual(expected)
})
