import { expect, it } from 'vitest'
import { secrets } from '../../../src/validators/safety/secrets.ts'
import { validate, validatorOf } from '../validate.ts'

// Assembled at run time, so that secret scanners do not report the tests.
const key = (start: string, rest = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0') => `${start}${rest}`

it.each([
  [key('sk-'), 'OpenAI API key'],
  [key('sk-', 'proj-a1B2c3D4e5F6g7H8i9J0'), 'OpenAI API key'],
  [key('sk-', 'abcdefghijklmnopqrstuvwxyz'), 'OpenAI API key'],
  [key('sk-', 'ant-api03-a1B2c3D4e5F6g7H8i9J0'), 'Anthropic API key'],
  [key('gsk_'), 'Groq API key'],
  [key('AKIA', 'Q3EGRZT7MXKW2LPB'), 'AWS access key'],
  [key('ghp_'), 'GitHub token'],
  [key('github_', 'pat_11ABCDEFG0a1B2c3D4e5F6'), 'GitHub token'],
  [key('glpat-'), 'GitLab token'],
  [key('AIza', 'SyA1234567890abcdefghijklmnopqrstuv'), 'Google API key'],
  [key('xoxb-', '123456789012-abcdefghij'), 'Slack token'],
  [key('sk_', 'live_4eC39HqLyjWDarjtT1zdp7dc'), 'Stripe key'],
  [key('eyJ', 'hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N'), 'JSON Web Token'],
  [key('-----BEGIN', ' RSA PRIVATE KEY-----'), 'private key'],
  [key('-----BEGIN', ' PGP PRIVATE KEY BLOCK-----'), 'private key'],
  [key('postgres://', 'user:pw@db.example.com/x'), 'password in a URL'],
  [key('redis://', ':pw@host'), 'password in a URL'],
  [key('api_key = ', '"Zx81kQp0aTg74Lw2"'), 'secret'],
  [key('"token": ', '"Zx81kQp0aTg74Lw2"'), 'secret'],
  [key('MY_API_KEY=', 'Zx81kQp0aTg74Lw2'), 'secret'],
  [key('Bearer '), 'bearer token'],
  [key('DB_PASS', 'WORD=Sommer2024!'), 'password'],
  [key('password: ', '"Winter2023"'), 'password'],
  [key('<password>', 'Sommer2024!</password>'), 'password'],
  [key('curl -u ann:', 'pRf7vG2h1L8n'), 'password'],
  [key('`sk-', 'a1B2c3D4e5F6g7H8i9J0k1`'), 'OpenAI API key'],
  [key('api_key = ', '`Zx81kQp0aTg74Lw2`'), 'secret'],
  [key('var apiToken string = ', '"Zx81kQp0aTg74Lw2"'), 'secret'],
  [key('const apiToken: string = ', '"Zx81kQp0aTg74Lw2"'), 'secret'],
  [key('<apiToken>', 'Zx81kQp0aTg74Lw2</apiToken>'), 'secret'],
  [key('<add key="ApiKey" value=', '"Zx81kQp0aTg74Lw2" />'), 'secret'],
  [key('API_KEY ::= ', '"Zx81kQp0aTg74Lw2"'), 'secret'],
  [key('env("API_TOKEN", ', '"dafa7817-e246-48f3-91a7-e87653d587b8")'), 'secret'],
  [key('Authorization: Basic ', 'djJlNEpYa0NJUHZ5a2FWT0VR'), 'authorization'],
  [key('ADMIN_PW', '=Sommer2024!'), 'password'],
  [key('The password', ' is Sommer2024!'), 'password'],
  [key('password ', '`Sommer2024!`'), 'password'],
  [key('--password ', 'Sommer2024!'), 'password'],
  [key('curl -u developer:', 'yqDVtkqPECriaLRi'), 'password'],
  [key('Your API key', ' is `Zx81kQp0aTg74Lw2`'), 'secret'],
  [key('The token', ' is Zx81kQp0aTg74Lw2.'), 'secret'],
  [key('$apiToken', ' .= "Zx81kQp0aTg74Lw2";'), 'secret'],
  [key('let api_token:', ' &str = "Zx81kQp0aTg74Lw2";'), 'secret'],
  [key('char apiToken', '[] = "Zx81kQp0aTg74Lw2";'), 'secret'],
  [key('ENV API_TOKEN ', 'Zx81kQp0aTg74Lw2'), 'secret'],
  [key('--api-key ', 'Zx81kQp0aTg74Lw2'), 'secret'],
  [key('<param name="apiToken" type="string">', 'Zx81kQp0aTg74Lw2</param>'), 'secret'],
  [key('<apiToken><![CDATA[', 'Zx81kQp0aTg74Lw2]]></apiToken>'), 'secret'],
  [key('Senha: ', 'Verao#2024'), 'password'],
  [key('Le mot de passe : ', 'Soleil!2024'), 'password'],
  [key('пароль: ', 'Лето2024!'), 'password'],
  [key('密码：', 'Xk9#mP2q。'), 'password'],
  [key('パスワードは', 'Haru2024!です'), 'password'],
  [key('| password | ', 'Sommer2024! |'), 'password'],
  [key('mysql -u root -p', 'Sommer2024! shop'), 'password'],
  [key('AccountKey=', `${'a1B2c3D4e5F6g7H8i9J0'.repeat(4)}k1L2m3==`), 'Azure access key'],
  [key('DISCORD_TOKEN="', 'MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"'), 'secret'],
  [key('<apiToken>\n  ', 'Zx81kQp0aTg74Lw2\n</apiToken>'), 'secret'],
  [key('api_token: |\n  ', 'Zx81kQp0aTg74Lw2'), 'secret'],
  [key('"name": "api_token", "value": ', '"Zx81kQp0aTg74Lw2"'), 'secret'],
  [key('{\\"api_key\\":', '\\"Zx81kQp0aTg74Lw2\\"}'), 'secret'],
  [key('API_KEY_PROD=', 'Zx81kQp0aTg74Lw2Rb59cXy'), 'secret'],
  [key('SNYK_TOKEN = ', '"12345678-ABCD-ABCD-ABCD-1234567890AB"'), 'secret'],
  [key('linkedinToken=', 'jej71zzsfcf4oj'), 'secret'],
  [key('cloudflare: ', '"oj9Yoyq0zmOyWmPPob1aoY5YSNNuJ0fbZSOURBlX"'), 'secret'],
  [key('token: s.', 'ZC9Ecf4M5g9o34Q6RkzGsj0z'), 'HashiCorp Vault token'],
  [key('telegram 68305550:', 'Aw9dv7iyg5xro7_l3id0towcrvdt9z84qzr'), 'Telegram bot token'],
  [
    Buffer.from(`eyJhbGciOiJIUzI1NiJ9.${key('eyJ', 'zdWIiOiIxMjM0NTY3ODkwIn0')}.dozjgNryP4`).toString(
      'base64',
    ),
    'JSON Web Token',
  ],
  [key('  extra: ', 'YWRtaW46cGFzc3dvcmQ=\nkind: Secret\nmetadata:'), 'Kubernetes secret'],
])('finds %j without revealing it', async (text, kind) => {
  const result = await validate(secrets, {}, `One line.\n${text} and more.`)
  expect(result).toMatchObject({ passed: false, measured: expect.stringMatching(`^${kind} at 2:\\d+$`) })
  expect(JSON.stringify(result)).not.toContain(text.slice(-8))
})

it.each([
  'api_key = "YOUR_API_KEY"',
  'api_key = "<your key here>"',
  'postgres://user:${PASSWORD}@host',
  'https://example.com/a:b@c and user@example.com',
  'The secret: keep going, and the password is to be changed.',
  'sk-learn-is-a-nice-library-for-you',
  'token: https://example.com/path',
  '-----BEGIN PUBLIC KEY-----',
  'password=correct-horse-battery-staple',
  'commit 3f786850e387550fdab836ed7e6dc881de23001b',
  '123e4567-e89b-12d3-a456-426614174000',
  'AKIA and ghp_ are prefixes',
  key('AKIA', 'IOSFODNN7EXAMPLE'),
  key('AKIA', 'XXXXXXXXXXXXXXXX'),
  key('ghp_', 'x'.repeat(36)),
  key('glpat-', 'XXXXXXXXXXX-XXXXXXXX'),
  key('hf_', 'x'.repeat(34)),
  key('aws_secret_access_key = ', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
  'sk-your-api-key-here-12345',
  'export TOKEN=abc123def456ghi7...',
  'password = getPassword1()',
  'password = config.db.password2',
  'PASSWORD=${DB_PASS1}',
  'csrf-token=Mj2qykJO5rELyHgezQ69nzUX0i3OH67V7',
  'public_key = "9Cnzj4p4WGeKLs1Pt8QuKUpRKfFLfRYC9AIKjbJTWit"',
  'docker run -u 1000:1000 image',
  'redis://:PASSWORD@queue.example.com and postgres://someuser:somepassword@host',
  '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
  'if (text.startsWith("-----BEGIN PRIVATE KEY-----")) return',
  'secret_key => "sk_abcdefghijklmnopqrstuvwxyz123"',
  'model_token: gpt-4o-mini-2024-07-18',
  'The password is SHA256-hashed and the token is base64-encoded',
  'api_key_id = "abc123def456ghi789jkl012"',
  '  extra: YWRtaW46cGFzc3dvcmQ=\nkind: ConfigMap\nmetadata:',
  key('AIza', 'SyAnLA7NfeLquW1tJFpx_eQCxoX-oo6YyIs'),
  key('sk-', 'x'.repeat(40)),
  key('AKIA', '0000000000000000'),
  '密码：至少8个字符, and Mot de passe : 8 caractères minimum',
  '| password | varchar(255) |',
  'docker run -p 3306:3306 mysql, and mysql -u root -p shop',
])('accepts %j', async (text) => {
  expect(await validate(secrets, {}, text)).toMatchObject({ passed: true, score: 1 })
})

it('names a key by its format rather than by its variable', async () => {
  const text = `api_key = "${key('sk-', 'ant-api03-a1B2c3D4e5F6g7H8i9J0')}"`
  expect((await validate(secrets, {}, text)).measured).toBe('Anthropic API key at 1:12')
})

it('accepts allowed values', async () => {
  const text = key('AKIA', 'Q3EGRZT7MXKW2LPB')
  expect(await validate(secrets, { allow: [text] }, text)).toMatchObject({ passed: true })
})

it('reports a secret of an unfinished text as soon as its line is complete', async () => {
  const validator = await validatorOf(secrets, {})
  const text = `See ${key('AKIA', 'Q3EGRZT7MXKW2LPB')}`
  expect(validator.validatePrefix?.(text)).toBeUndefined()
  expect(validator.validatePrefix?.(`${text}ABC`)).toBeUndefined()
  expect(validator.validatePrefix?.(`${text}\nAnd`)).toMatchObject({
    passed: false,
    measured: 'AWS access key at 1:5',
  })
})

it.each([
  ['MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g', false],
  ['MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK\n9JLsLMREScVpezJpGXA7rAMcrn9g', false],
  ['X'.repeat(64), true],
  ['your key', true],
  ['MIIE...', true],
])('tells a key of one line from an example: %s', async (body, passed) => {
  const text = `${key('-----BEGIN', ' PRIVATE KEY-----')}\n${body}\n-----END PRIVATE KEY-----`
  expect(await validate(secrets, {}, text)).toMatchObject({ passed })
})

it('waits for the end of a private key, which can be that of an example', async () => {
  const validator = await validatorOf(secrets, {})
  const header = key('-----BEGIN', ' PRIVATE KEY-----')
  expect(validator.validatePrefix?.(`${header}\nyour key\n`)).toBeUndefined()
  expect(validator.validatePrefix?.(`${header}\n${'MIIEvQIBADANBgkqhkiG9w0BAQ\n'.repeat(9)}`)).toMatchObject({
    passed: false,
  })
})
