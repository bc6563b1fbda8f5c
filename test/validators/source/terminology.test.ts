import { describe, expect, it } from 'vitest'
import { terminology } from '../../../src/validators/source/terminology.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'
import { expectLinearTime } from '../../helpers/linear-time.ts'
import { validate, validatorOf } from '../validate.ts'

const CART = 'source,required,forbidden\ncart|basket,Warenkorb,Einkaufswagen|Korb\n'

const failuresOf = async (glossary: unknown, text: string, options: object = {}) => {
  const { passed, message } = await validate(terminology, { glossary, ...options }, text)
  return passed ? '' : message
}

describe('a text', () => {
  it.each<[reason: string, glossary: unknown, options: object, text: string, message: string]>([
    ['with the required term passes', CART, { source: 'Your cart' }, 'Ihr Warenkorb', ''],
    [
      'without the required term fails',
      CART,
      { source: 'Your cart' },
      'Ihre Auswahl',
      '"Warenkorb" for "cart" is missing',
    ],
    ['whose source lacks the term needs no term', CART, { source: 'Your order' }, 'Ihre Bestellung', ''],
    [
      'is compared with any of the source terms',
      CART,
      { source: 'The BASKET' },
      'x',
      '"Warenkorb" for "BASKET" is missing',
    ],
    [
      'with a forbidden term fails',
      CART,
      { source: 'x' },
      'Ihr Einkaufswagen',
      '"Einkaufswagen" instead of "Warenkorb" at 1:5',
    ],
    [
      'with a forbidden term of any characters fails',
      'forbidden,preferred\n"low-cost & C++ (v1.0), #1: a/b@c!",x\n',
      {},
      'low-cost & C++ (v1.0), #1: a/b@c!',
      '"low-cost & C++ (v1.0), #1: a/b@c!" instead of "x" at 1:1',
    ],
    ['may have a forbidden term in a name with signs', 'forbidden\nC', {}, 'C# and C++', ''],
    ['may have a forbidden term within a longer word', CART, { source: 'x' }, 'Korbball', ''],
    [
      'may have a forbidden term within an allowed one',
      'required,forbidden\nKorb des Kunden,Korb',
      {},
      'der Korb des Kunden',
      '',
    ],
    ['matches line breaks and no-break spaces', 'required\nnet price', {}, 'the net\u00a0price', ''],
    ['matches a decomposed accent', 'required\ncafé', {}, 'cafe\u0301', ''],
    ['matches typographic marks', "required\nuser's guide", {}, 'the user’s guide', ''],
    ['matches in any case', 'required\nWarenkorb', {}, 'WARENKORB', ''],
    [
      'matches the case if it matters',
      'required,case\niPhone,yes',
      {},
      'the Iphone is new',
      '"Iphone" instead of "iPhone" at 1:5',
    ],
    ['may begin a sentence with a capital', 'required,case\niPhone,yes', {}, 'IPhone. And an iPhone.', ''],
    ['matches declared inflections', 'required,forms\nVertrag,Vertrags|Verträge', {}, 'die Verträge', ''],
    [
      'does not match inflections that are not declared',
      'required\nVertrag',
      {},
      'die Verträge',
      '"Vertrag" is missing',
    ],
    ['matches a declared stem', 'required\nDatenschutz*', {}, 'Datenschutzes', ''],
    [
      'matches a German compound with a declared beginning',
      'required\nDatenschutz*',
      {},
      'die Datenschutzerklärung',
      '',
    ],
    ['matches a German compound with a declared end', 'required\n*vertrag', {}, 'ein Kaufvertrag', ''],
    [
      'matches stems within a phrase',
      'required\nelektrisch* Zahnbürste*',
      {},
      'elektrischen Zahnbürsten',
      '',
    ],
    [
      'fails for each declared form of a forbidden term',
      'preferred,forbidden\nLogin,Anmeld*',
      {},
      'Anmeldung',
      '"Anmeldung" instead of "Login" at 1:1',
    ],
    [
      'of Chinese needs no gaps',
      'source,required\nserver,服务器',
      { source: 'the server' },
      '请重启服务器。',
      '',
    ],
    [
      'of Japanese needs no gaps',
      'source,required,forbidden\nuser,ユーザー,ユーザ',
      { source: 'user' },
      'ユーザーの名前',
      '',
    ],
    ['of Thai needs no gaps', 'required\nเซิร์ฟเวอร์', {}, 'รีสตาร์ทเซิร์ฟเวอร์ใหม่', ''],
    ['with a Latin name next to Chinese passes', 'required\nPhotoshop', {}, '请打开Photoshop软件', ''],
    ['in Russian declares its stem', 'required\nкорзин*', {}, 'в корзине', ''],
    ['in Turkish matches its letters', 'required\nışık', {}, 'Işık yandı'.toLowerCase(), ''],
    ['in French matches after an elided article', 'required\nutilisateur', {}, "l'utilisateur", ''],
    ['may have a forbidden term in code', CART, { source: 'x' }, 'Run `Korb --help`', ''],
    ['may have a forbidden term in an address', CART, { source: 'x' }, 'https://a.example/Korb/1', ''],
    ['needs no term for code of its source', CART, { source: 'Run `cart`' }, 'Starten Sie `cart`', ''],
    ['with the required term in emphasis passes', CART, { source: 'Your cart' }, 'Ihr _Warenkorb_', ''],
    ['fails in emphasis', CART, { source: 'x' }, 'Ihr _Korb_', '"Korb" instead of "Warenkorb" at 1:6'],
    ['may have a forbidden term within a name', CART, { source: 'x' }, 'mein_Korb_neu', ''],
    ['matches full-width letters', 'required\nAPI', {}, 'ＡＰＩ経由', ''],
    [
      'matches hyphens of any kind and soft hyphens',
      'required,forbidden\nemail,e-mail',
      {},
      'an e\u2011ma\u00adil',
      '"e\u2011ma\u00adil" instead of "email"',
    ],
    ['matches Greek and German capitals', 'required\nΟδός|Straße', {}, 'η ΟΔΌΣ', ''],
    [
      'in Arabic matches forms',
      'preferred,forbidden\nسلة,عربة|العربة',
      {},
      'العربة',
      '"العربة" instead of "سلة"',
    ],
    ['in Turkish matches stems', 'forbidden\nsepet*', {}, 'Sepetiniz boş', '"Sepetiniz" is forbidden'],
    ['may have a forbidden term as a placeholder', CART, { source: 'x' }, '{Korb}', ''],
    ['without an entry that applies passes', 'source,required\na1,b1', { source: 'c' }, 'd', ''],
    [
      'is always compared with entries without a source',
      'required\nKlimaneutralität',
      {},
      'x',
      '"Klimaneutralität" is missing',
    ],
  ])('%s', async (_, glossary, options, text, message) => {
    expect(await failuresOf(glossary, text, options)).toMatch(message === '' ? /^$/ : message)
  })
})

it('finds the place of a forbidden term and what replaces it', async () => {
  const { findings } = await validate(terminology, { glossary: CART, source: 'x' }, 'Der\nKorb und korb')
  expect(findings).toEqual([
    expect.objectContaining({
      line: 2,
      column: 1,
      endColumn: 5,
      replacement: 'Warenkorb',
      rule: 'terminology',
    }),
    expect.objectContaining({ line: 2, column: 10, endColumn: 14 }),
  ])
})

it('has no certain correction if the right term is a stem', async () => {
  const { findings } = await validate(
    terminology,
    { glossary: 'preferred,forbidden\nKund*,Käufer' },
    'Käufer',
  )
  expect(findings?.[0]).not.toHaveProperty('replacement')
})

describe('a glossary', () => {
  const TBX = `<?xml version="1.0"?><tbx><text><body><conceptEntry id="1">
    <langSec xml:lang="en"><termSec><term>cart</term></termSec></langSec>
    <langSec xml:lang="de"><termSec><term>Warenkorb</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec>
    <termSec><term>Korb</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec></langSec>
    </conceptEntry></body></text></tbx>`
  const OLD_TBX = `<martif><text><body><termEntry><langSet xml:lang="en-US"><tig><term>cart</term></tig></langSet>
    <langSet xml:lang="de-DE"><tig><term>Warenkorb</term></tig><tig><term>Korb</term><termNote type="administrativeStatus">supersededTerm</termNote></tig></langSet></termEntry></body></text></martif>`

  it.each<[format: string, glossary: unknown, options?: object]>([
    ['CSV', CART],
    ['CSV with semicolons', 'source;target;forbidden;Part of Speech\ncart;Warenkorb;Korb;noun'],
    ['TSV', 'source\ttarget\tavoid\tnote\ncart\tWarenkorb\tKorb\t"in shops"'],
    [
      'CSV with languages as columns',
      'en,de,forbidden\ncart,Warenkorb,Korb',
      { sourceLanguage: 'en', targetLanguage: 'de' },
    ],
    ['JSON entries', '[{"source":"cart","required":["Warenkorb"],"forbidden":["Korb"]}]'],
    ['a JSON object', '{"cart":{"required":"Warenkorb","forbidden":"Korb"}}'],
    ['a list in the settings', [{ source: 'cart', required: 'Warenkorb', forbidden: 'Korb' }]],
    ['TBX', TBX],
    ['TBX of its first version', OLD_TBX],
    ['TBX with given languages', OLD_TBX, { sourceLanguage: 'en', targetLanguage: 'de' }],
  ])('may be %s', async (_, glossary, options = {}) => {
    const given = { source: 'the cart', ...options }
    expect(await failuresOf(glossary, 'der Warenkorb', given)).toBe('')
    expect(await failuresOf(glossary, 'der Korb', given)).toContain('"Korb" instead of "Warenkorb"')
    expect(await failuresOf(glossary, 'x', given)).toContain('"Warenkorb" for "cart" is missing')
  })

  it.each<[fault: string, glossary: string, message: string, options?: object]>([
    ['an unknown column', 'source,requird\na,b', 'no column "requird"'],
    ['an entry without terms', 'source,required\na,', 'requires and forbids nothing in row 1'],
    ['invalid JSON', '[{', 'not valid JSON'],
    ['invalid XML', '<tbx><a></tbx>', 'not valid XML'],
    ['a language that it does not have', TBX, 'has no terms in "fr"', { targetLanguage: 'fr' }],
  ])('with %s is an error', async (_, glossary, message, options = {}) => {
    await expect(validatorOf(terminology, { glossary, ...options })).rejects.toThrow(message)
  })
})

it('tells the model the entries of a short glossary', async () => {
  expect((await validatorOf(terminology, { glossary: CART })).requirement).toContain(
    'for "cart", "basket" "Warenkorb" not "Einkaufswagen", "Korb"',
  )
})

it('does not pass a text if the source of the row is missing', async () => {
  const validator = await validatorOf(terminology, { glossary: CART })
  expect(() => validator.validate({ prompt: prompt(), text: 'x' }, testScope())).toThrow('has no source')
})

it.each(['Datenschutz', 'Korb ', '-', 'a*'])('takes linear time for many %s', async (piece) => {
  expect.hasAssertions()
  const glossary = 'source,required,forbidden\nx,Datenschutz*,*korb\ny,*schutz*,Korb'
  const validator = await validatorOf(terminology, { glossary, source: 'x y' })
  await expectLinearTime({
    name: piece,
    textOf: (length) => piece.repeat(Math.ceil(length / piece.length)),
    maxLength: 100_000,
    work: (text) => validator.validate({ prompt: prompt(), text }, testScope()),
  })
})
