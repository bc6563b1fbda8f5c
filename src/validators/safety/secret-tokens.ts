/** Finds secrets by their form alone, such as the prefix `sk-`. */
import type { SensitiveKind } from './sensitive-data.ts'
import {
  isEncodedJwt,
  isGoogleKey,
  isKey,
  isKubernetesSecret,
  isNotPlaceholder,
  isPrivateKey,
  isRandomMixed,
  isUrlPassword,
} from './secret-values.ts'

/** After these characters, a token is part of a longer word. */
const START = String.raw`(?<![A-Za-z0-9_-])`
const END = String.raw`(?![A-Za-z0-9_-])`

const token = (name: string, form: string, end = ''): SensitiveKind => ({
  name,
  regex: new RegExp(START + form + end, 'g'),
  accepts: isKey,
})

const HEX = '[0-9a-f]'
const WORD = '[A-Za-z0-9_-]'
const ALNUM = '[A-Za-z0-9]'
const BASE64 = '[A-Za-z0-9+/]'

/** The forms that vendors document, with their lengths. */
export const TOKEN_KINDS: readonly SensitiveKind[] = [
  {
    name: 'private key',
    regex: /-----BEGIN (?:[A-Z]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----(?!-*END)/g,
    accepts: isPrivateKey,
  },
  token('age secret key', 'AGE-SECRET-KEY-1[0-9A-Z]{58}', END),
  token('Anthropic API key', `sk-ant-${WORD}{20,}`),
  token('OpenAI API key', `sk-(?:proj-|svcacct-|admin-|or-v1-)?${WORD}{20,}`),
  token('Groq API key', `gsk_${ALNUM}{20,}`),
  token('xAI API key', `xai-${ALNUM}{60,}`),
  token('Perplexity API key', `pplx-${ALNUM}{40,}`),
  token('Replicate token', `r8_${ALNUM}{37}`, END),
  token('AWS access key', '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}', END),
  token(
    'Amazon Bedrock API key',
    `(?:ABSK${BASE64}{100,}|bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t${BASE64}*)=*`,
  ),
  {
    name: 'Azure client secret',
    regex: /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~-])/g,
    accepts: isNotPlaceholder,
  },
  {
    name: 'Azure access key',
    regex: /(?<=(?:Account|Access)Key=)[A-Za-z0-9+/]{43}(?:[A-Za-z0-9+/]{43}=)?=/g,
    accepts: isNotPlaceholder,
  },
  token('GitHub token', `(?:gh[pousr]_${ALNUM}{30,}|github_pat_[A-Za-z0-9_]{22,})`),
  token('GitLab token', `gl(?:pat|dt|ptt|rt|cbt|agent|oas|soat|imt|ft|ffct)-[A-Za-z0-9_.-]{20,}`),
  {
    name: 'Google API key',
    regex: new RegExp(`${START}AIza${WORD}{35}${END}`, 'g'),
    accepts: isGoogleKey,
  },
  token('Google OAuth secret', `(?:GOCSPX-${WORD}{28}|ya29\\.${WORD}{20,})`),
  token('Slack token', String.raw`xox[abeoprs](?:-\d{8,14}){1,3}-[A-Za-z0-9]{10,}`, END),
  token(
    'Slack token',
    String.raw`(?:xapp-\d-[A-Z0-9]{8,}-\d{8,}-[A-Za-z0-9]{20,}|xoxe(?:\.xox[bp])?-\d-[A-Za-z0-9]{100,}|xox[ar]-(?:\d-)?[0-9a-z]{8,48})`,
  ),
  {
    name: 'Slack webhook',
    regex: /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9/]{20,}/g,
    accepts: isNotPlaceholder,
  },
  {
    name: 'Microsoft Teams webhook',
    regex:
      /\bwebhook\.office\.com\/webhookb2\/[\da-z-]{36}@[\da-z-]{36}\/IncomingWebhook\/[\da-z]{32}\/[\da-z-]{36}/gi,
    accepts: isNotPlaceholder,
  },
  {
    name: 'Discord webhook',
    regex: /https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/\d{15,20}\/[\w-]{60,}/g,
    accepts: isNotPlaceholder,
  },
  token('Stripe key', `(?:[sr]k_(?:live|test|prod)_${ALNUM}{16,}|whsec_${ALNUM}{24,})`),
  token('Square token', `(?:sq0(?:csp|atp|idp)-${WORD}{22,}|EAAA${WORD}{60}$)`),
  token('Facebook access token', `EAA[A-Za-z0-9]{80,}`),
  {
    name: 'Facebook access token',
    regex: /(?<![\w|])\d{13,17}\|[A-Za-z0-9_-]{24,28}(?![\w|-])/g,
  },
  token('npm token', `npm_${ALNUM}{36}`, END),
  token('PyPI token', `pypi-AgEI${WORD}{50,}`),
  token('RubyGems key', `rubygems_${HEX}{48}`, END),
  token('Hugging Face token', `hf_${ALNUM}{34}`, END),
  token('Hugging Face token', `api_org_${ALNUM}{34}`, END),
  token('SendGrid API key', `SG\\.${WORD}{16,}\\.${WORD}{16,}`),
  token('Mailchimp API key', `${HEX}{32}-us\\d{1,2}`, END),
  token('Mailgun key', `key-${HEX}{32}`, END),
  token('Twilio key', `SK${HEX}{32}`, END),
  token('DigitalOcean token', `do[oprt]_v1_${HEX}{64}`, END),
  token('Shopify token', `shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}`, END),
  token('Databricks token', `dapi${HEX}{32}(?:-\\d)?`, END),
  token('Linear API key', `lin_(?:api|oauth)_${ALNUM}{32,}`),
  token('Notion token', `(?:ntn_\\d{11}${ALNUM}{35}|secret_${ALNUM}{43})`, END),
  token('Figma token', `figd_${WORD}{36,}`),
  token('Supabase token', `sb[pv]_${HEX}{40}`, END),
  token('PlanetScale token', `pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.-]{32,}`),
  token('Postman API key', `PMAK-${HEX}{24}-${HEX}{34}`, END),
  token('New Relic key', `NRAK-[A-Z0-9]{27}`, END),
  token(
    'Sentry token',
    `(?:sntrys_(?=\\S{0,250}(?:eyJpYXQi|LCJyZWdpb25fdXJs|InJlZ2lvbl91cmwi|cmVnaW9uX3VybCI6))${BASE64}{40,}=*_${BASE64}{43}(?![A-Za-z0-9+/=])|sntryu_${HEX}{64}(?!${HEX}))`,
  ),
  token('Sourcegraph token', `sgp_(?:(?:local|[0-9a-fA-F]{16})_)?[0-9a-fA-F]{40}`, END),
  token('Grafana token', `(?:glc_[A-Za-z0-9+/]{32,}=*|glsa_${ALNUM}{32}_[0-9a-fA-F]{8})`),
  token('HashiCorp Vault token', `hv[sbr]\\.${WORD}{24,}`),
  token('Terraform token', `${ALNUM}{14}\\.atlasv1\\.[A-Za-z0-9=_-]{60,}`),
  token('Heroku API key', `HRKU-(?:AA)?${WORD}{36,}`),
  token('Fly.io token', `(?:fo1_[\\w-]{43}|fm[12]r?_[A-Za-z0-9+/]{100,}=*)`),
  token('Infracost key', `(?<!\\.)ico-${ALNUM}{32}`, END),
  token('OpenShift token', `sha256~${WORD}{43}`, END),
  token('42 token', `s-s4t2(?:ud|af)-${HEX}{64}`, END),
  token(
    '1Password key',
    `(?:ops_eyJ[A-Za-z0-9+/]{250,}=*|A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3})`,
  ),
  token('Telegram bot token', `\\d{5,16}:A${WORD}{34}`, END),
  token('Adobe client secret', `p8e-[a-zA-Z0-9]{32}`, END),
  token('Alibaba access key', 'LTAI[A-Za-z0-9]{20}', END),
  token('Cloudflare origin CA key', `v1\\.0-${HEX}{24}-${HEX}{146}`, END),
  token('EasyPost API key', `EZ[AT]K${ALNUM}{54}`, END),
  token('Harness API key', `[ps]at\\.${WORD}{22}\\.${ALNUM}{24}\\.${ALNUM}{20}`, END),
  token('Lob API key', `(?:live|test)_(?:pub_)?${HEX}{31,35}`, END),
  token('Mapbox token', `[ps]k\\.(?:eyJ${WORD}{60,}|[a-z0-9]{60})\\.${WORD}{22}`, END),
  {
    name: 'HashiCorp Vault token',
    regex: /(?<![\w.-])s\.(?<value>[A-Za-z0-9]{24})(?![\w.-])/g,
    accepts: isRandomMixed,
  },
  token('Doppler token', `dp\\.(?:pt|st|ct|sa|scim|audit)\\.${ALNUM}{40,}`),
  token('JSON Web Token', `eyJ${WORD}{8,}\\.eyJ${WORD}{8,}\\.(?:${WORD}{8,}|(?![A-Za-z0-9]))`),
  {
    name: 'JSON Web Token',
    regex: /(?<![A-Za-z0-9+/_-])ZXlK[A-Za-z0-9+/_-]{60,}={0,2}/g,
    accepts: isEncodedJwt,
  },
  {
    name: 'Kubernetes secret',
    regex:
      /^[^\S\n]+(?:["']?[\w.-]{1,80}["']?:[^\S\n]*)?["']?(?<value>[A-Za-z0-9+/]{14,}={0,2})(?=["']?,?[^\S\n]*$)/gm,
    accepts: isKubernetesSecret,
  },
  {
    name: 'password in a URL',
    regex:
      /(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}:\/\/[^\s:@/]{0,100}:(?<value>[^\s@/]{1,200})@(?=\S)/g,
    accepts: isUrlPassword,
  },
]
