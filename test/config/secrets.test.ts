import { expect, it } from 'vitest'
import { secretsIn } from '../../src/config/secrets.ts'
import { createRedactor } from '../../src/providers/redact.ts'

it.each([
  ['a key', { OPENAI_API_KEY: 'sk-very-secret' }, '401 for sk-very-secret', '401 for ***'],
  ['a key of any name that the settings give', { TEAM: 'sk-very-secret' }, 'sk-very-secret', '***'],
  ['an address with a password', { REDIS_URL: 'redis://:hunter2hunter@h:1' }, 'no hunter2hunter', 'no ***'],
  ['a short password in its address', { X: '' }, 'redis://me:pw@h:1 is down', 'redis://***@h:1 is down'],
  ['a password with special characters', {}, 'not "redis://me:p@/#?w@h:1"', 'not "redis://***@h:1"'],
  ['a password after a user with @', {}, 'postgres://me@t:pw@h/db', 'postgres://***@h/db'],
  ['a password with quotes', {}, `not "redis://me:p'a<s@h"`, 'not "redis://***@h"'],
  ['a long password', {}, `redis://me:${'a'.repeat(900)}@h`, 'redis://***@h'],
  ['digits and signs', {}, 'redis://me:123456#pw@h', 'redis://***@h'],
  ['no address in brackets', {}, 'http://[::1]:8080/a@b', 'http://[::1]:8080/a@b'],
  ['no port and path', {}, 'http://h:80/a?to=me@h', 'http://h:80/a?to=me@h'],
  ['a password that makes its address invalid', { X: 'redis://me:hunter#2@h' }, 'no hunter#2', 'no ***'],
  ['an encoded password', { DATABASE_URL: 'postgres://me:p%40ss-word@h/d' }, 'p@ss-word', '***'],
  ['a connection string', { DATABASE: 'Server=h;Password=hunter2hunter;' }, 'hunter2hunter', '***'],
  [
    'headers of telemetry',
    { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abcdefgh1,x-key=ijklmnop2' },
    'sent Bearer abcdefgh1, abcdefgh1 and ijklmnop2',
    'sent ***, *** and ***',
  ],
  [
    'the password of an address in its parameters',
    {},
    'not "redis://example.com/y?password=s3cretpw&db=1"',
    'not "redis://example.com/y?password=***&db=1"',
  ],
  [
    'keys in its parameters',
    {},
    'https://example.com/x?api_key=s3&a=b',
    'https://example.com/x?api_key=***&a=b',
  ],
  ['no short word', { SOME_TOKEN: 'key' }, 'a socket', 'a socket'],
  ['no folder', { PWD: '/home/writer', HOME: '/home/writer' }, '/home/writer', '/home/writer'],
])('messages hide %s', (_, env, text, expected) => {
  const { redact, add } = createRedactor()
  add(secretsIn(env, ['TEAM']))
  expect(redact(text)).toBe(expected)
})

it('a secret that contains another one is hidden whole', () => {
  const { redact, add } = createRedactor()
  add(['abcdefgh'])
  add(['abcdefgh-ijkl'])
  expect(redact('abcdefgh-ijkl')).toBe('***')
})

it('texts of models lose known secrets only', () => {
  const { redactSecrets, add } = createRedactor()
  add(['sk-very-secret'])
  const text = 'Write postgres://user:password@localhost/db or http://HOST:PORT/users/@me'
  expect(redactSecrets(`${text} sk-very-secret`)).toBe(`${text} ***`)
})
