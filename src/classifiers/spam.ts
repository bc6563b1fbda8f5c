/**
 * Unwanted mail by its signs: offers of money, urgency, prizes, shouting, doubtful links, premium numbers and
 * words in disguise. The weights are log-odds, set by hand.
 */
import { eitherOf } from './confidence.ts'
import type { ClassifierDefinition } from './definition.ts'
import { knowingEnglish } from './english.ts'
import { wholeWords } from './expression.ts'
import { excerptOf, straight, wordsOf } from './text.ts'

export const spam: ClassifierDefinition = {
  name: 'spam',
  summary: 'Unwanted advertising, phishing and scams in English, told from ordinary mail (ham)',
  labels: ['spam', 'ham'],
  unwanted: 'spam',
  create: () => ({
    name: spam.name,
    labels: spam.labels,
    classify: knowingEnglish('ham', (text) =>
      eitherOf(evidenceIn(straight(excerptOf(text))), ['spam', 'ham']),
    ),
  }),
}

interface Sign {
  readonly weight: number
  readonly regex: RegExp
  /** How often it counts at most; default 1. */
  readonly most?: number
}

const MONEY = String.raw`(?:[$£€]\s?\d[\d.,]*|\d[\d.,]*\s?(?:k|million|thousand)?\s?(?:dollars|pounds|euros?|usd|gbp|eur|cash|btc))`

const SIGNS: readonly Sign[] = [
  // Prizes
  {
    weight: 2.4,
    regex: wholeWords(
      'giu',
      String.raw`you(?:'ve| have|r)? ?(?:just |been |are |email \p{L}+ )*(?:won|win|selected|chosen|the winner|our (?:lucky )?winner|a (?:lucky )?winner|entitled|awarded)`,
      'has won|lucky winner|winner!+',
    ),
    most: 2,
  },
  {
    weight: 1.8,
    regex: wholeWords(
      'giu',
      'claim(?: (?:your|it|now|the|ur))',
      '(?:cash|prize|gift|reward)s? (?:cards?|prizes?|reward|draw|points)|unclaimed|unredeemed',
      'lottery|jackpots?|sweepstakes?|giveaway',
      String.raw`free (?:spins?|entry|trial|gift|iphone|cruise|ringtones?|tickets?|bottle|bonus|money|\$)`,
      'prize (?:now|reward)',
    ),
    most: 2,
  },
  {
    weight: 1.6,
    regex: wholeWords('giu', String.raw`(?:to win|win) (?:a|an|big|cash|the|up|\$|£|€|free|cup|brand)`),
  },
  // Money from nothing
  {
    weight: 2.2,
    regex: wholeWords(
      'giu',
      `(?:make|earn|earning|get|win|profit of) (?:up to |over |an? )?(?:extra |easy |passive )?(?:${MONEY}|money (?:online|fast)|cash|income)`,
      'passive income|extra (?:cash|income)',
    ),
    most: 2,
  },
  {
    weight: 2,
    regex: wholeWords(
      'giu',
      'work(?:ing)? from home|from home today|be your own boss|(?:get|got) rich',
      String.raw`(?:double|triple) your \p{L}+|financial freedom|quit (?:your|their) jobs?|no experience`,
      String.raw`investment opportunit(?:y|ies)|\d+% (?:profit|returns?|guaranteed)`,
      'guaranteed (?:returns?|results?|income|profits?)|results guaranteed|(?:zero|no) risk',
      'risk[- ]free|instant (?:withdrawal|approval|access|cash)|btc back|proven system',
      'secret (?:that|to|of)',
    ),
    most: 2,
  },
  {
    weight: 2.6,
    regex: wholeWords(
      'giu',
      'next of kin|beneficiary(?! account)|inheritance|million (?:us )?(?:dollars|usd|pounds)',
      String.raw`(?:usd|\$|£|€) ?[\d.]+ million|(?:a|nigerian) prince|unclaimed \p{L}+|trusted partner`,
      String.raw`transfer (?:of )?(?:the )?(?:fund|sum|[$\d]+)s?|late (?:mr|mrs)`,
    ),
    most: 2,
  },
  {
    weight: 1.7,
    regex: wholeWords(
      'giu',
      'pre-?approved|no credit check|bad credit',
      '(?:consolidate|eliminate) (?:your )?(?:debts?|bills)|mortgage rates?',
      'low(?:est)? (?:rates?|prices?)|no obligation|cash bonus|no deposit',
      'online (?:casino|slots|pharmacy|lottery)|casino bonus|best prices?',
    ),
    most: 2,
  },
  // Wares
  {
    weight: 2.4,
    regex: wholeWords(
      'giu',
      'v[i1!]agra|c[i1!]al[i1!]s|replica|no prescription|weight loss',
      String.raw`(?:lose|melts?) (?:\d+ \p{L}+|belly|weight)|miracle|manhood|enlarge \p{L}+|diet pills?`,
      String.raw`university degrees|your diploma|discreet shipping|(?:buy|get) (?:\p{L}+ )?followers`,
      String.raw`followers (?:cheap|for)|first page|rank(?:ing)? #?\d|seo services|website traffic`,
    ),
    most: 2,
  },
  {
    weight: 2.4,
    regex: wholeWords(
      'giu',
      '(?:hot|sexy|single|beautiful) (?:singles?|girls?|pics|women|babes?|chat)|singles in your',
      String.raw`secret admirer|xxx \p{L}+s|18\+|no strings|adult \p{L}+|babe,? (?:i (?:saw|like)|see)`,
      String.raw`date-\S+|dating service|horny|naughty`,
    ),
  },
  {
    weight: 1.4,
    regex: wholeWords(
      'giu',
      String.raw`(?:up to )?\d{2}% off|buy (?:one|1) get|while (?:stocks|supplies) last`,
      'exclusive (?:offer|deal)s?|special (?:offer|price|promotion)',
      'limited (?:time|offer|spots|stock)|cheap(?:est)?',
      'free (?:shipping worldwide|registration|video)|100% (?:free|guaranteed)|bonus|discounts? of',
    ),
    most: 2,
  },
  // Urgency
  {
    weight: 1.6,
    regex: wholeWords(
      'giu',
      'act (?:now|fast|immediately)',
      String.raw`(?:buy|order|call|apply|join|click|shop|play|sign up|download|reply|text|register|visit|start \p{L}+) ?(?:it )?(?:now|today|urgently)`,
      "don't (?:miss|wait)|miss out|(?:final|last) (?:notice|warning|chance)",
      'expires? (?:tonight|soon|today)|before it expires|only today|today only|hurry',
      'within (?:24|48) hours|once in a lifetime',
    ),
    most: 3,
  },
  {
    weight: 1.2,
    regex: wholeWords(
      'giu',
      String.raw`click (?:here|below|the link|this link)|(?:link|button) below|this link\b|attention:`,
      'log in here|here to (?:receive|claim|restore|get|unlock)',
    ),
  },
  // Phishing
  {
    weight: 2.4,
    regex: wholeWords(
      'giu',
      '(?:account|paypal|iphone|computer|card|netflix|parcel|package) (?:has been|is|will be|was|could) (?:temporarily )?(?:suspended|limited|locked|blocked|infected|on hold|held|at risk|not be delivered|deactivated|disabled)',
    ),
  },
  {
    weight: 1.8,
    regex: wholeWords(
      'giu',
      '(?:verify|confirm|update|submit|validate) your (?:password|account|bank|card|payment|billing|address and pay|identity|details|information)(?: (?:details|information|number))?',
      'card details|unusual (?:activity|sign-in)|lose access|restore access|customs fee|tax refund',
      String.raw`(?:pay|paying) the (?:\S+ )?fee|viruses|call microsoft`,
    ),
    most: 2,
  },
  // Premium numbers and short codes
  {
    weight: 2.2,
    regex: wholeWords(
      'giu',
      String.raw`(?:text|txt|send|reply) (?:\p{Lu}+|\p{L}+ to) ?(?:to )?\d{4,6}`,
      String.raw`\d{2,3}p(?: ?\/? ?(?:per )?(?:min(?:ute)?|msg|text|day|week))?|(?:txt|text) (?:stop|back)`,
      String.raw`per (?:min|msg)|to \d{5}|0[89]\d{2}[\d ]{6,9}|reply (?:stop|yes|end|\p{L}+ to)`,
      String.raw`(?:16|18)\+? ?only|[12]-8(?:00|88|77|66)-[\d-]+|ringtones?|polyphonic|txts?`,
      'ur (?:mob|phone|prize|award|number|chance)',
    ),
    most: 3,
  },
  { weight: 1.1, regex: wholeWords('giu', String.raw`whatsapp \+?\d|call (?:\p{L}+ )?[01]?[\d -]{9,}`) },
  {
    weight: 1,
    regex: wholeWords(
      'giu',
      'dear (?:friend|beneficiary|valued|winner|sir)|valued customer|congratulations|100 percent',
      'guaranteed?|u have|ur|4u|2 (?:claim|win|chat)',
    ),
    most: 2,
  },
  // Links
  {
    weight: 1.5,
    regex: wholeWords(
      'giu',
      String.raw`(?:https?:\/\/)?[\w-]+(?:\.[\w-]+)*\.(?:ru|xyz|top|biz|click|win|loan|info|cn|tk|online|site|club)(?:\/\S*)?`,
      String.raw`bit\.ly\/\S+|tinyurl\.\S+|https?:\/\/\d+\.\d+\.\d+\.\d+\S*`,
    ),
    most: 2,
  },
  { weight: 0.6, regex: wholeWords('giu', String.raw`https?:\/\/\S+|www\.\S+`), most: 1 },
  // Shouting
  { weight: 0.7, regex: /!{2,}/g, most: 2 },
  { weight: 0.5, regex: /(?<!\p{Lu})\p{Lu}{4,}(?!\p{Lu})/gu, most: 3 },
  { weight: 1, regex: wholeWords('giu', 'free(?![- ](?:of|from|to|software|memory|time))'), most: 1 },
  { weight: 0.7, regex: new RegExp(MONEY, 'giu'), most: 2 },
  { weight: 1.2, regex: />>>|={4,}|\*{4,}|\${2,}/g },
  // What strangers do not write.
  {
    weight: -1.3,
    regex: wholeWords(
      'giu',
      'attached|invoice|agenda|meeting|minutes|colleagues?|lunch|dinner|tomorrow|yesterday|mum|mom',
      'dad|love you|sorry|see you|thanks|thank you|pull request|documentation|npm|function|api',
      'appointment|homework|lecture',
    ),
    most: 2,
  },
  {
    weight: -0.8,
    regex: wholeWords(
      'giu',
      "i'm|i'll|i (?:am|will|have|think|was|would)|are you|do you|can you|could you|let me know",
    ),
    most: 2,
  },
]

const BASE = -2.6
/** Words from which on a text is long: more is said in it, so that more signs come together by chance. */
const LONG = 120

function evidenceIn(text: string): number {
  const found = SIGNS.reduce((sum, { weight, regex, most = 1 }) => {
    const times = Math.min(most, text.match(regex)?.length ?? 0)
    // The second of a kind says less than the first.
    return sum + weight * (times === 0 ? 0 : 1 + (times - 1) / 2)
  }, BASE)
  const length = wordsOf(text).length
  return found - (length > LONG ? 1.5 * Math.log2(length / LONG) : 0)
}
