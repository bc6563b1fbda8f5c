import type { SensitiveKind } from './sensitive-data.ts'

const TOKEN_START = String.raw`(?<![A-Za-z0-9_-])`
const token = (name: string, form: string, accepts?: SensitiveKind['accepts']): SensitiveKind => ({
  name,
  regex: new RegExp(TOKEN_START + form, 'g'),
  accepts,
})

const hasLettersAndDigits = (value: string): boolean => /\d/.test(value) && /[A-Za-z]/.test(value)

/** Whether a value is not a phrase: a phrase, unlike a key, consists of lower-case words joined by hyphens. */
const isNotPhrase = (value: string): boolean => /[\dA-Z]/.test(value) || !/-.*[-_]/.test(value)

/** Whether a value is not a placeholder such as `<password>`, `${PASSWORD}`, `{{password}}`, `***` or `xxxx`. */
const isNotPlaceholder = (value: string): boolean =>
  !/^(?:<.*>|\$?\{.*\}|\[.*\]|%.*%|\$\w+|[*•.x…]+|your[_-].*)$/i.test(value)

/** The minimum entropy of a random value, in bits per character. */
const MIN_ENTROPY = 3
const isRandom = (value: string): boolean =>
  isNotPlaceholder(value) && hasLettersAndDigits(value) && entropyOf(value) >= MIN_ENTROPY

function entropyOf(value: string): number {
  const counts = new Map<string, number>()
  for (const letter of value) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  const shares = [...counts.values()].map((count) => count / value.length)
  return -shares.reduce((sum, share) => sum + share * Math.log2(share), 0)
}

const SECRET_NAME = String.raw`(?:api[_-]?key|apikey|secret|token|passw(?:or)?d|pwd|access[_-]?key|private[_-]?key|credentials?)`

/** Specific kinds come first, since the first kind that matches a secret names it. */
export const SECRET_KINDS: readonly SensitiveKind[] = [
  { name: 'private key', regex: /-----BEGIN (?:[A-Z]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g },
  token('Anthropic API key', String.raw`sk-ant-[A-Za-z0-9_-]{20,}`),
  token('OpenAI API key', String.raw`sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}`, isNotPhrase),
  token('Groq API key', String.raw`gsk_[A-Za-z0-9]{20,}`),
  token('AWS access key', String.raw`(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9_-])`),
  token('GitHub token', String.raw`(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{22,})`),
  token('GitLab token', String.raw`glpat-[A-Za-z0-9_-]{20,}`),
  token('Google API key', String.raw`AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])`),
  token('Slack token', String.raw`xox[abeoprs]-[A-Za-z0-9-]{10,}`, isNotPhrase),
  { name: 'Slack webhook', regex: /https:\/\/hooks\.slack\.com\/services\/[A-Za-z0-9/]{20,}/g },
  token('Stripe key', String.raw`[sr]k_(?:live|test)_[A-Za-z0-9]{16,}`),
  token('npm token', String.raw`npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_-])`),
  token('Hugging Face token', String.raw`hf_[A-Za-z0-9]{30,}`),
  token('SendGrid API key', String.raw`SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}`),
  token('JSON Web Token', String.raw`eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}`),
  {
    name: 'password in a URL',
    regex:
      /(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}:\/\/[^\s:@/]{0,100}:(?<value>[^\s@/]{1,200})@(?=\S)/g,
    accepts: isNotPlaceholder,
  },
  {
    name: 'secret',
    regex: new RegExp(
      `${SECRET_NAME}["']?[^\\S\\n]{0,4}(?:=>|:=|[:=])[^\\S\\n]{0,4}(?:"(?<value>[^"\\s]{8,200})"|'(?<single>[^'\\s]{8,200})')`,
      'gi',
    ),
    accepts: isRandom,
  },
  {
    name: 'secret',
    regex: new RegExp(
      `${SECRET_NAME}[^\\S\\n]{0,4}(?:=|:)[^\\S\\n]{0,4}(?<value>[A-Za-z0-9_+/.=-]{16,200})(?![A-Za-z0-9_+/.=-])`,
      'gi',
    ),
    accepts: isRandom,
  },
  { name: 'bearer token', regex: /\bBearer (?<value>[A-Za-z0-9_.~+/-]{20,200}=*)/g, accepts: isRandom },
]
