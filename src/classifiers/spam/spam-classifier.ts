/**
 * Scores typical features of spam: offers of money, urgency, prizes, shouting, suspicious links, premium numbers and
 * disguised words. The weights are log-odds, chosen by hand.
 */
import { once } from '../../util/once.ts'
import type { Classify } from '../classifier.ts'
import type { Calibration } from '../confidence.ts'
import { classifyByLogOdds } from '../english.ts'
import { wholeWords } from '../expression.ts'
import { excerptOf, straightenQuotes, wordsOf } from '../text.ts'

export const createSpamClassifier = (): Classify =>
  classifyByLogOdds(['spam', 'ham'], CALIBRATIONS, (text) => logOddsOf(straightenQuotes(excerptOf(text))))

/** Measured on half of the SMS Spam Collection (2,910 texts). */
const CALIBRATIONS: Readonly<Record<'spam' | 'ham', Calibration>> = {
  spam: [
    [0.5, 0.88],
    [0.7, 0.95],
    [0.9, 0.97],
  ],
  ham: [
    [0.5, 0.7],
    [0.8, 0.85],
    [0.9, 0.9],
  ],
}

interface Feature {
  /** The first match adds this to the log-odds; each further match adds half of it. */
  readonly weight: number
  /** The maximum number of matches that count; default: 1. */
  readonly max?: number
  readonly regex: () => RegExp
}

const phrases = (weight: Omit<Feature, 'regex'>, ...sources: readonly string[]): Feature => ({
  ...weight,
  regex: once(() => RegExp(wholeWords(...sources), 'giu')),
})

const MONEY = String.raw`(?:[$£€]\s?\d[\d.,]*|\d[\d.,]*\s?(?:k|million|thousand)?\s?(?:dollars|pounds|euros?|usd|gbp|eur|cash|btc))`

const FEATURES: readonly Feature[] = [
  // Prizes
  phrases(
    { weight: 2.4, max: 2 },
    String.raw`(?<!(?:when|if|until|unless|once|after|before) )you(?:'ve| have|r)? ?(?:just |been |are |email \p{L}+ )*(?:won|win|selected|chosen|the winner|our (?:lucky )?winner|a (?:lucky )?winner|entitled|awarded)`,
    'has won|lucky winner|winner!+',
  ),
  phrases(
    { weight: 1.8, max: 2 },
    'claim(?: (?:your|it|now|the|ur))',
    '(?:cash|prize|gift|reward)s? (?:cards?|prizes?|reward|draw|points)|unclaimed|unredeemed',
    'lottery|jackpots?|sweepstakes?|giveaway',
    String.raw`(?<!the )free (?:spins?|entry|trial|gift|iphone|cruise|ringtones?|tickets?|bottle|bonus|money|\$)`,
    'prize (?:now|reward)',
  ),
  phrases({ weight: 1.6 }, String.raw`(?:to win|win) (?:a|an|big|cash|the|up|\$|£|€|free|cup|brand)`),
  // Easy money
  phrases(
    { weight: 2.2, max: 2 },
    `(?:make|earn|earning|get|win|profit of) (?:up to |over |an? )?(?:extra |easy |passive )?(?:${MONEY}|money (?:online|fast)|cash|income)`,
    'passive income|extra (?:cash|income)',
  ),
  phrases(
    { weight: 2, max: 2 },
    'work(?:ing)? from home|from home today|be your own boss|(?:get|got) rich',
    String.raw`(?:double|triple) your \p{L}+|financial freedom|quit (?:your|their) jobs?|no experience`,
    String.raw`investment opportunit(?:y|ies)|\d+% (?:profit|returns?|guaranteed)`,
    'guaranteed (?:returns?|results?|income|profits?)|results guaranteed|(?:zero|no) risk',
    'risk[- ]free|instant (?:withdrawal|approval|access|cash)|btc back|proven system',
    'secret (?:that|to|of)',
  ),
  phrases(
    { weight: 2.6, max: 2 },
    'next of kin|beneficiary(?! account)|inheritance|million (?:us )?(?:dollars|usd|pounds)',
    String.raw`(?:usd|\$|£|€) ?[\d.]+ million|(?:a|nigerian) prince|unclaimed \p{L}+|trusted partner`,
    String.raw`transfer (?:of )?(?:the )?(?:fund|sum|[$\d]+)s?|late (?:mr|mrs)`,
  ),
  phrases(
    { weight: 1.7, max: 2 },
    'pre-?approved|no credit check|bad credit',
    '(?:consolidate|eliminate) (?:your )?(?:debts?|bills)|mortgage rates?',
    'low(?:est)? (?:rates?|prices?)|no obligation|cash bonus|no deposit',
    'online (?:casino|slots|pharmacy|lottery)|casino bonus|best prices?',
  ),
  // Goods and services
  phrases(
    { weight: 2.4, max: 2 },
    'v[i1!]agra|c[i1!]al[i1!]s|replica|no prescription|weight loss',
    String.raw`(?:lose|melts?) (?:\d+ \p{L}+|belly|weight)|miracle|manhood|enlarge \p{L}+|diet pills?`,
    String.raw`university degrees|your diploma|discreet shipping|(?:buy|get) (?:\p{L}+ )?followers`,
    String.raw`followers (?:cheap|for)|first page|rank(?:ing)? #?\d|seo services|website traffic`,
  ),
  phrases(
    { weight: 2.4 },
    '(?:hot|sexy|single|beautiful) (?:singles?|girls?|pics|women|babes?|chat)|singles in your',
    String.raw`secret admirer|xxx \p{L}+s|18\+|no strings|adult \p{L}+|babe,? (?:i (?:saw|like)|see)`,
    String.raw`date-\S+|dating service|horny|naughty`,
  ),
  phrases(
    { weight: 1.4, max: 2 },
    String.raw`(?:up to )?\d{2}% off|buy (?:one|1) get|while (?:stocks|supplies) last`,
    'exclusive (?:offer|deal)s?|special (?:offer|price|promotion)',
    'limited (?:time|offer|spots|stock)|cheap(?:est)?',
    'free (?:shipping worldwide|registration|video)|100% (?:free|guaranteed)|bonus|discounts? of',
  ),
  // Urgency
  phrases(
    { weight: 1.6, max: 3 },
    'act (?:now|fast|immediately)',
    String.raw`(?:buy|order|call|apply|join|click|shop|play|sign up|download|reply|text|register|visit|start \p{L}+) ?(?:it )?(?:now|today|urgently)`,
    "don't (?:miss|wait)|miss out|(?:final|last) (?:notice|warning|chance)",
    'expires? (?:tonight|soon|today)|before it expires|only today|today only|hurry',
    '(?:with)?in (?:24|48) hours|once in a lifetime',
  ),
  phrases(
    { weight: 1.2 },
    String.raw`click (?:here|below|the link|this link)|(?:link|button) below|this link\b|attention:`,
    'log in here|here to (?:receive|claim|restore|get|unlock)',
  ),
  // Phishing
  phrases(
    { weight: 2.4 },
    '(?:account|paypal|iphone|computer|card|netflix|parcel|package) (?:has been|is|will be|was|could) (?:temporarily )?(?:suspended|limited|locked|blocked|infected|on hold|held|at risk|not be delivered|deactivated|disabled)',
  ),
  phrases(
    { weight: 1.8, max: 2 },
    '(?:verify|confirm|update|submit|validate) your (?:password|account|bank|card|payment|billing|address and pay|identity|details|information)(?: (?:details|information|number))?',
    'payment (?:has |was )?(?:failed|declined)|card details|unusual (?:activity|sign-in)|lose access|restore access|customs fee|tax refund',
    String.raw`(?:pay|paying) the (?:\S+ )?fee|viruses|call microsoft`,
  ),
  // Premium-rate numbers and short codes
  phrases(
    { weight: 2.2, max: 3 },
    String.raw`(?:text|txt|send|reply) (?:\p{Lu}+|\p{L}+ to) ?(?:to )?\d{4,6}`,
    String.raw`\d{2,3}p(?: ?\/? ?(?:per )?(?:min(?:ute)?|msg|text|day|week))?|(?:txt|text) (?:stop|back)`,
    String.raw`per (?:min|msg)|to \d{5}|0[89]\d{2}[\d ]{6,9}|reply (?:stop|yes|end|\p{L}+ to)`,
    String.raw`(?:16|18)\+? ?only|[12]-8(?:00|88|77|66)-[\d-]+|ringtones?|polyphonic|txts?`,
    'ur (?:mob|phone|prize|award|number|chance)',
  ),
  phrases({ weight: 1.1 }, String.raw`whatsapp \+?\d|call (?:\p{L}+ )?[01]?[\d -]{9,}`),
  phrases(
    { weight: 1, max: 2 },
    'wants? to (?:meet|chat with) (?:you|u)|dear (?:customer|friend|beneficiary|valued|winner|sir)|valued customer|congratulations|100 percent',
    'guaranteed?|u have|ur|4u|2 (?:claim|win|chat)',
  ),
  // Links
  phrases(
    { weight: 1.5, max: 2 },
    String.raw`(?:https?:\/\/)?[\w-]+(?:\.[\w-]+)*\.(?:ru|xyz|top|biz|click|win|loan|info|cn|tk|online|site|club)(?:\/\S*)?`,
    String.raw`bit\.ly\/\S+|tinyurl\.\S+|https?:\/\/\d+\.\d+\.\d+\.\d+\S*`,
  ),
  phrases({ weight: 0.6 }, String.raw`https?:\/\/\S+|www\.\S+`),
  // Shouting
  { weight: 0.7, max: 2, regex: () => /!{2,}/g },
  { weight: 0.5, max: 3, regex: () => /(?<!\p{Lu})\p{Lu}{4,}(?!\p{Lu})/gu },
  phrases({ weight: 1 }, '(?<!the )free(?![- ](?:of|from|to|software|memory|time))'),
  { weight: 0.7, max: 2, regex: once(() => new RegExp(MONEY, 'giu')) },
  { weight: 1.2, regex: () => />>>|={4,}|\*{4,}|\${2,}/g },
  // Words of mail between acquaintances, which count against spam
  phrases(
    { weight: -1.3, max: 2 },
    'attached|invoice|agenda|meeting|minutes|colleagues?|lunch|dinner|tomorrow|yesterday|mum|mom',
    'dad|love you|sorry|see you|thanks|thank you|pull request|documentation|npm|function|api',
    'appointment|homework|lecture',
  ),
  phrases(
    { weight: -0.8, max: 2 },
    "i'm|i'll|i (?:am|will|have|think|was|would)|are you|do you|can you|could you|let me know",
  ),
]

/** The log-odds that a text without any of the features is spam. */
const BASE = -2.6
/** The log-odds of a longer text are lowered, since it contains more features by chance. */
const LONG_TEXT_WORDS = 120

function logOddsOf(text: string): number {
  const sum = FEATURES.reduce((odds, { weight, regex, max = 1 }) => {
    const matches = Math.min(max, text.match(regex())?.length ?? 0)
    return odds + (matches === 0 ? 0 : (weight * (1 + matches)) / 2)
  }, BASE)
  return sum - 1.5 * Math.log2(Math.max(1, wordsOf(text).length / LONG_TEXT_WORDS))
}
