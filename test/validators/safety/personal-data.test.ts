import { expect, it } from 'vitest'
import { personalData } from '../../../src/validators/safety/personal-data.ts'
import { validate, validatorOf } from '../validate.ts'

const ALL_KINDS = { kinds: ['email', 'phone', 'card', 'iban', 'ssn', 'ip'] }

it.each([
  ['Write to ann.b+x@sub.example.co.uk.', 'e-mail address at 1:10'],
  ['jürgen@müller.de', 'e-mail address at 1:1'],
  ['user@2x.com', 'e-mail address at 1:1'],
  ['info@3m.com', 'e-mail address at 1:1'],
  ['ann@example.com: hello', 'e-mail address at 1:1'],
  ['<a href="mailto:ann@example.com">', 'e-mail address at 1:17'],
  ['4111 1111 1111 1111', 'card number at 1:1'],
  ['5500-0000-0000-0004', 'card number at 1:1'],
  ['378282246310005', 'card number at 1:1'],
  ['DE89 3704 0044 0532 0130 00', 'IBAN at 1:1'],
  ['GB82WEST12345698765432 AND MORE', 'IBAN at 1:1'],
  ['123-45-6789', 'US social security number at 1:1'],
  ['+49 30 1234567', 'phone number at 1:1'],
  ['+1 (555) 234-5678', 'phone number at 1:1'],
  ['(555) 234-5678', 'phone number at 1:1'],
  ['555-234-5678 or 555.234.5678', 'phone number at 1:1; phone number at 1:17'],
  ['020 7946 0958', 'phone number at 1:1'],
  ['01 23 45 67 89', 'phone number at 1:1'],
  ['030/1234567', 'phone number at 1:1'],
  ['call 5551234567', 'phone number at 1:6'],
  ['Phone: 555-1234', 'phone number at 1:8'],
  ['212 555 0147', 'phone number at 1:1'],
  ['電話+8613800138000', 'phone number at 1:3'],
  ['电话：13800138000', 'phone number at 1:4'],
  ['致电+86 138 0013 8000。', 'phone number at 1:3'],
  ['電話は03-1234-5678です', 'phone number at 1:4'],
  ['мой телефон 89161234567', 'phone number at 1:13'],
  ['اتصل ٠٥٠١٢٣٤٥٦٧', 'phone number at 1:6'],
  ['携帯 ０９０-１２３４-５６７８', 'phone number at 1:4'],
  ['전화+82 10 1234 5678', 'phone number at 1:3'],
  ['at 192.168.1.1', 'IP address at 1:4'],
  ['2001:db8::8a2e:370:7334', 'IP address at 1:1'],
])('finds in %j: %s, without revealing the value', async (text, measured) => {
  const result = await validate(personalData, ALL_KINDS, text)
  expect(result).toMatchObject({ passed: false, measured })
  expect(JSON.stringify(result)).not.toContain(text.slice(0, 9))
})

it.each([
  '@handle and user@localhost',
  'git clone git@github.com:a/b.git, git@gitlab.example.com:group/name',
  'scp x root@web1.example.com:/var/www, ssh://git@example.com/a',
  'icon@2x.png, hero@3x.webp, x@1.5x.png, logo@dark.svg, lodash@4.17.21.tgz, react@18.2.0-beta.rc',
  '4111111111111112 fails the check digit',
  '1234 5678 9012 3456',
  'ISBN 978-3-16-148410-0, ISBN 0-306-40615-2',
  'DE89 3704 0044 0532 0130 01',
  '000-12-3456 and 900-12-3456',
  '2024-01-05, 05-01-2024, 01.02.2024, 12:34:56',
  'version 1.2.3.4 on 127.0.0.1 and ::1',
  '$1,234,567.89 or 10 000 000 000',
  'order 302-456-7890, invoice no. 555-234-5678',
  '1234567890 and 1,234,567,890 and 3.14159265358979',
  '+5 points, +10 000 people, 1990-1995-2000',
  'call me at 10:30 or in 2024',
  'price 300 500 2000',
  'take 300 500 2000 of them',
  'the sizes are 250 300 4000',
  'values: 212 555 1234',
  'from 212 555 1234 5000',
  'x+15551234567',
  'tracking 1Z999AA10123456784, lat 40.712776, -74.005974',
])('finds nothing in %j', async (text) => {
  expect((await validate(personalData, ALL_KINDS, text)).measured).toMatch(/^no /)
})

it('finds only the chosen kinds', async () => {
  const text = 'ann@example.com, 555-234-5678, 8.8.8.8'
  expect((await validate(personalData, {}, text)).measured).toBe(
    'e-mail address at 1:1; phone number at 1:18',
  )
  expect((await validate(personalData, { kinds: ['phone'] }, text)).message).toBe('phone number at 1:18')
})

it('accepts allowed values, however they are grouped, and allowed domains', async () => {
  const text = 'ann@example.com, 555-234-5678'
  expect(await validate(personalData, { allow: ['@example.com', '5552345678'] }, text)).toMatchObject({
    passed: true,
  })
  expect(await validate(personalData, { allow: ['@ample.com'] }, text)).toMatchObject({ passed: false })
})

it('reports personal data of an unfinished text as soon as their line is complete', async () => {
  const validator = await validatorOf(personalData, {})
  expect(validator.validatePrefix?.('4111 1111 1111 1111')).toBeUndefined()
  expect(validator.validatePrefix?.('4111 1111 1111 1111 11\n')).toBeUndefined()
  expect(validator.validatePrefix?.('4111 1111 1111 1111\n')).toMatchObject({ passed: false })
})
