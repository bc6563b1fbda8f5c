/** Finds secrets by their names: `api_key = "..."`, `DB_PASSWORD=...`, `<token>...</token>`, `curl -u user:...`. */
import type { SensitiveKind } from './sensitive-data.ts'
import { TOKEN_KINDS } from './secret-tokens.ts'
import { isHash, isKey, isPassword, isRandom } from './secret-values.ts'

/** Excludes names with these prefixes, such as `csrf_token`: their values are not secret. */
const PUBLIC = String.raw`(?<!(?:csrf|xsrf|public|authenticity|cancellation|page|next|start|end)[_.-]?)`

/** Names of secrets that programs create. */
const KEY_NAME = String.raw`${PUBLIC}(?:api[ _.-]?key|secret|(?<!jsonweb)token|access[_-]?key|private[_-]?key|credentials?|client[_-]?s(?:ecret|rt)|(?<=sumo(?:logic)?[_.-]?)access[_-]?id|user_?auth|(?<=sonar[_.-]?)login)(?:[_-]?(?:key|value|string))?\d{0,2}`
const PASSWORD_NAME = String.raw`(?:pass(?:w(?:or)?d|phrase|_?code)?|pwd|passwort|kennwort|contraseña|mot_de_passe)`
/** Names that end in "key", and "clientID". Most of them belong to values that are not secret. */
const ANY_KEY_NAME = String.raw`(?<!(?:[Pp]ublic|[Pp]rimary|[Ff]oreign|[Cc]ache|[Ss]ort|[Pp]artition|[Rr]ow|[Hh]ash|PUBLIC|PRIMARY|CACHE)[_-]?)(?:(?<=[A-Za-z0-9])[_-]key|(?<=[a-z0-9])Key|(?<=[A-Z0-9])_KEY|[Cc]lientID)`

/**
 * What stands between a name and its value: `"name": "value"`, `name := value`, `name string = value`,
 * `setName("name", "value")`, `<name>value`, `name" value="value`, `-Name 'value'`.
 */
const GAP = String.raw`[^\S\n]{0,8}`
const ASSIGNMENT = String.raw`["'\]\x60)]{0,3}(?:${GAP}:?[^\S\n]?\b(?:string|str|String|text|char\[\]|&str|const char\s?\*))?${GAP}(?:=>|[:?]{0,3}=|:|,|\|\|?=?)${GAP}`
const XML = String.raw`(?:>|["']${GAP}value=)`

const quoted = (name: string, length: string): string =>
  `${name}(?:${ASSIGNMENT}|${XML}|${GAP}(?=['"]))(?:"(?<value>[^"\\s]${length})"|'(?<single>[^'\\s]${length})'|\`(?<backtick>[^\`\\s]${length})\`)`

const named = (
  name: string,
  form: string,
  accepts: SensitiveKind['accepts'],
  flags = 'gi',
): SensitiveKind => ({ name, regex: new RegExp(form, flags), accepts })

const BARE = String.raw`(?<value>[A-Za-z0-9_+/.=~-]{16,200})(?![A-Za-z0-9_+/.=~-])`
const BARE_ASSIGNMENT = String.raw`["'\]\x60)]{0,2}${GAP}(?:[:?]{0,3}=|:|>)${GAP}`

/** Specific kinds come first, since the first kind that matches a secret names it. */
export const SECRET_KINDS: readonly SensitiveKind[] = [
  ...TOKEN_KINDS,
  named('password', quoted(PASSWORD_NAME, '{6,200}'), isPassword),
  named(
    'password',
    String.raw`${PASSWORD_NAME}\d{0,2}["'\]]{0,2}${GAP}(?:[:?]{0,3}=|:|>)${GAP}(?<value>[^\s"'\x60<>(){}[\];,|]{6,100})(?=[\s"'\x60<;,|]|$)`,
    isPassword,
  ),
  named('secret', quoted(KEY_NAME, '{8,200}'), isRandom),
  named('secret', KEY_NAME + BARE_ASSIGNMENT + BARE, isRandom),
  named('secret', quoted(ANY_KEY_NAME, '{20,128}'), isHash, 'g'),
  named(
    'password',
    String.raw`BUNDLE_\w{3,40}__COM["']?${GAP}[:=]${GAP}["']?(?<value>[\da-f]{8}:[\da-f]{8})\b`,
    isKey,
  ),
  named(
    'password',
    String.raw`(?<![\w-])(?:-u|--user)[ =]{1,4}["']?[^\s"':$<]{0,80}["']?:["']?(?<value>[^\s"'$<]{8,100})`,
    isPassword,
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
    isRandom,
  ),
  named('bearer token', String.raw`\bBearer (?<value>[A-Za-z0-9_.~+/-]{20,200}=*)`, isRandom, 'g'),
]
