/** Finds secrets by their names: `api_key = "..."`, `DB_PASSWORD=...`, `<token>...</token>`, `curl -u user:...`. */
import type { SensitiveKind } from './sensitive-data.ts'
import { TOKEN_KINDS } from './secret-tokens.ts'
import {
  isChosenPassword,
  isCommandPassword,
  isHash,
  isHeaderToken,
  isKey,
  isPassword,
  isRandom,
  isShortRandom,
  isVeryRandom,
} from './secret-values.ts'

/** Names of secrets that programs create. */
const KEY = String.raw`(?:api[ _.-]?key|secret|token|access[_-]?key|private[_-]?key|cred(?:s\b|entials?)|client[_-]?s(?:ecret|rt)|sumo(?:logic)?[_.-]?access[_-]?id|user_?auth|sonar[_.-]?login)`

/** The names after these words, such as `csrf_token`, have values that are not secret. */
const PUBLIC = String.raw`(?:csrf|xsrf|public|authenticity|cancellation|page|next|start|end|jsonweb)[_.-]?`

/**
 * The name comes before the check for PUBLIC, since an expression that begins with a lookbehind is ten times slower.
 */
const KEY_NAME = String.raw`${KEY}(?<!${PUBLIC}${KEY})(?:[_-]?(?:key|value|string))?(?:[_-]?\d{1,3})?`
const PASSWORD_NAME = String.raw`(?:pass(?:w(?:or)?d|phrase|_?code)?|pwd|(?<=[A-Za-z][_-])pw|passwort|kennwort|contraseña|mot_de_passe)`
/** Chinese, Japanese and Korean characters. They may follow a value without a space. */
const CJK = '\u3000-\u9fff\uac00-\ud7af\uff00-\uffef'
/** Names of passwords in prose of other languages. */
const FOREIGN_PASSWORD = String.raw`(?:mots? de passe|senha|wachtwoord|hasło|lösenord|adgangskode|heslo|salasana|parola|şifre|jelszó|парол[ья]|κωδικός|密[码碼]|口令|パスワード|비밀번호|암호|كلمة (?:المرور|السر)|סיסמה|पासवर्ड|รหัสผ่าน)`
/** Names that end in "key", and "clientID". Most of them belong to values that are not secret. */
const ANY_KEY = String.raw`(?:(?:[_-]key|(?<=[a-z0-9])Key|_KEY)(?<=[A-Za-z0-9][_-]?[Kk](?:ey|EY))|[Cc]lientID)`
const PUBLIC_KEY = String.raw`(?:[Pp]ublic|[Pp]rimary|[Ff]oreign|[Cc]ache|[Ss]ort|[Pp]artition|[Rr]ow|[Hh]ash|PUBLIC|PRIMARY|CACHE)[_-]?`
const ANY_KEY_NAME = String.raw`${ANY_KEY}(?<!${PUBLIC_KEY}${ANY_KEY})`

/**
 * What stands between a name and its value: `"name": "value"`, `name := value`, `name string = value`,
 * `setName("name", "value")`, `<name>value`, `name" value="value`, `-Name 'value'`.
 */
const GAP = String.raw`[^\S\n]{0,8}`
const ASSIGNMENT = String.raw`\\?["'[\]\x60)]{0,3}(?:${GAP}:?[^\S\n]?(?:\b(?:string|str|String|text|char\[\]|const char\s?\*)|&str))?${GAP}(?:=>|[:?.+]{0,3}=|:|,|\|\|?=?|\bis:?)${GAP}`
const XML = String.raw`(?:(?:["'][^<>\n]{0,60})?>|["'],?\s{0,40}["']?value["']?${GAP}[:=]${GAP})`

const quoted = (name: string, length: string): string =>
  `${name}(?:${ASSIGNMENT}|${XML}|${GAP}(?=['"\`]))(?:\\\\?"(?<value>[^"\\s]${length}?)\\\\?"|'(?<single>[^'\\s]${length})'|\`(?<backtick>[^\`\\s]${length})\`)`

const named = (
  name: string,
  form: string,
  accepts: SensitiveKind['accepts'],
  flags = 'gi',
): SensitiveKind => ({ name, regex: new RegExp(form, flags), accepts })

const BARE = String.raw`(?<value>[A-Za-z0-9_+/.=~-]{16,200})(?![A-Za-z0-9_+/.=~-])`
const SHORT = String.raw`(?<value>[A-Za-z0-9]{10,15})(?![A-Za-z0-9_+/.=~(-])`
const BARE_ASSIGNMENT = String.raw`(?:["'\]\x60)]{0,2}${GAP}(?:[:?.+]{0,3}=|:|\|)${GAP}|(?:["'][^<>\n]{0,60})?>(?:<!\[CDATA\[)?)`

/** Names in commands whose values follow without a sign: `--api-key VALUE`, `ENV API_KEY VALUE`. */
const COMMAND = String.raw`(?:--|\b(?:ENV|setenv)[^\S\n]{1,8})[\w-]{0,40}?`

/** A value on the line after its name: `<apiToken>`, or `api_token: |` in YAML. */
const NEXT_LINE = String.raw`(?:["']?${GAP}:${GAP}[|>][+-]?|>)${GAP}\n[^\S\n]{0,40}`

/** Words after the name of a secret: `API_KEY_PROD`, `secret_do_not_commit`. */
const SUFFIX = String.raw`(?<!_)[_-]?[A-Za-z][\w-]{1,20}(?<!(?:id|ids|name|type|ur[il]|path|file|hash|sha|version|count|format|field|header|param|prefix))`

/** Vendors whose keys have no form of their own. After the name of one, a long random value is a key. */
const VENDOR = String.raw`\b(?:cloudflare|sourcegraph|artifactory|jfrog|sonar|datadog|newrelic|heroku|dropbox|algolia|mailgun|twilio|sendbird|okta|adobe|alibaba)`

/** Specific kinds come first, since the first kind that matches a secret names it. */
export const SECRET_KINDS: readonly SensitiveKind[] = [
  ...TOKEN_KINDS,
  named('password', quoted(PASSWORD_NAME, '{6,200}'), isPassword),
  named(
    'password',
    String.raw`${PASSWORD_NAME}\d{0,2}["'\]]{0,2}${GAP}(?:[:?]{0,3}=|:|>|\|)${GAP}(?<value>[^\s"'\x60<>(){}[\];,|]{6,100})(?=[\s"'\x60<;,|]|$)`,
    isPassword,
  ),
  named(
    'password',
    String.raw`${FOREIGN_PASSWORD}${GAP}(?:[:：=|]|是|は)${GAP}["'\x60“「]?(?<value>[^\s"'\x60<>(){}[\];,|”」${CJK}]{6,100})`,
    isPassword,
  ),
  named(
    'password',
    String.raw`\b(?:mysql(?:dump|admin|import)?|mariadb|sshpass)[^\S\n](?:[^\n|;]{0,200}[^\S\n])?-p[^\S\n]?(?<value>[^\s"'$<-][^\s"'<]{5,100})`,
    isPassword,
  ),
  named('secret', quoted(KEY_NAME, '{8,200}'), isRandom),
  named('secret', KEY_NAME + BARE_ASSIGNMENT + BARE, isRandom),
  named('secret', KEY_NAME + BARE_ASSIGNMENT + SHORT, isShortRandom),
  named('secret', KEY_NAME + NEXT_LINE + BARE, isRandom),
  named('secret', `${COMMAND + KEY_NAME}[^\\S\\n]{1,8}${BARE}`, isRandom),
  named(
    'secret',
    String.raw`${KEY_NAME}[^\S\n]{1,2}is:?[^\S\n](?<value>[\w+/=-]{16,200})(?=\.?(?:\s|$))`,
    isVeryRandom,
  ),
  named(
    'password',
    String.raw`(?:${COMMAND}${PASSWORD_NAME}|${PASSWORD_NAME}[^\S\n]{1,2}is:?)[^\S\n]{1,8}(?<value>[^\s"'\x60<>(){}[\];,|]{7,100}?)(?=\.?(?:\s|$))`,
    isChosenPassword,
  ),
  named(
    'password',
    PASSWORD_NAME + NEXT_LINE + String.raw`(?<value>[^\s"'\x60<>(){}[\];,|]{6,100})`,
    isPassword,
  ),
  named('secret', quoted(KEY_NAME + SUFFIX, '{20,200}'), isVeryRandom),
  named('secret', KEY_NAME + SUFFIX + BARE_ASSIGNMENT + BARE, isVeryRandom),
  named('secret', quoted(VENDOR, '{32,128}'), isHash),
  named(
    'secret',
    String.raw`(?<=[A-Z])_KEY(?<!${PUBLIC_KEY}${ANY_KEY})` + BARE_ASSIGNMENT + BARE,
    isHash,
    'g',
  ),
  named('secret', VENDOR + BARE_ASSIGNMENT + BARE, isHash),
  named('secret', quoted(ANY_KEY_NAME, '{20,128}'), isHash, 'g'),
  named(
    'password',
    String.raw`BUNDLE_\w{3,40}?__COM(?:_?TOKEN)?(?:${ASSIGNMENT}|${NEXT_LINE})["'\x60]?(?<value>[\da-f]{8}:[\da-f]{8})\b`,
    isKey,
  ),
  named(
    'password',
    String.raw`(?<![\w-])(?:-u|--user)[ =]{1,4}["']?[^\s"':$<]{0,80}["']?:["']?(?<value>[^\s"'$<]{8,100})`,
    isCommandPassword,
  ),
  named(
    'password',
    String.raw`(?<![\w-])(?:-u|--user)[ =]{1,4}["'](?<value>[^\s"':$<]{8,100}):["']`,
    isPassword,
  ),
  named(
    'authorization',
    String.raw`\bAuthorization["']?:${GAP}["']?(?:Basic|Bearer|Token|Api-Token|ApiKey)?${GAP}(?<value>[A-Za-z0-9_.~+/@-]{11,400}=*)`,
    isRandom,
  ),
  named(
    'token',
    String.raw`(?<=["'](?:[\w-]{0,20}-)?)Token:${GAP}(?<value>[A-Za-z0-9_.~+/-]{10,400}=*)`,
    isHeaderToken,
  ),
  named('bearer token', String.raw`\bBearer (?<value>[A-Za-z0-9_.~+/-]{20,200}=*)`, isRandom, 'g'),
]
