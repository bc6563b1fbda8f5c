/**
 * Unwanted mail by its signs: offers of money, urgency, prizes, shouting, doubtful links, premium numbers and
 * words in disguise. The weights are log-odds, set by hand.
 */
import { eitherOf } from './confidence.ts'
import type { ClassifierDefinition } from './definition.ts'
import { knowingEnglish } from './english.ts'
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

const word = (source: string, flags = 'giu') =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${source})(?![\p{L}\p{N}])`, flags)

const MONEY = String.raw`(?:[$£€]\s?\d[\d.,]*|\d[\d.,]*\s?(?:k|million|thousand)?\s?(?:dollars|pounds|euros?|usd|gbp|eur|cash|btc))`

const SIGNS: readonly Sign[] = [
  // Prizes
  {
    weight: 2.4,
    regex: word(
      String.raw`you(?:'ve|\shave|r)?\s?(?:just\s|been\s|are\s|email\s\p{L}+\s)*(?:won|win|selected|chosen|the\swinner|our\s(?:lucky\s)?winner|a\s(?:lucky\s)?winner|entitled|awarded)|has\swon|lucky\swinner|winner!+`,
    ),
    most: 2,
  },
  {
    weight: 1.8,
    regex: word(
      String.raw`claim(?:\s(?:your|it|now|the|ur))|(?:cash|prize|gift|reward)s?\s(?:cards?|prizes?|reward|draw|points)|unclaimed|unredeemed|lottery|jackpots?|sweepstakes?|giveaway|free\s(?:spins?|entry|trial|gift|iphone|cruise|ringtones?|tickets?|bottle|bonus|money|\$)|prize\s(?:now|reward)`,
    ),
    most: 2,
  },
  { weight: 1.6, regex: word(String.raw`(?:to\swin|win)\s(?:a|an|big|cash|the|up|\$|£|€|free|cup|brand)`) },
  // Money from nothing
  {
    weight: 2.2,
    regex: word(
      String.raw`(?:make|earn|earning|get|win|profit\sof)\s(?:up\sto\s|over\s|an?\s)?(?:extra\s|easy\s|passive\s)?(?:${MONEY}|money\s(?:online|fast)|cash|income)|passive\sincome|extra\s(?:cash|income)`,
    ),
    most: 2,
  },
  {
    weight: 2,
    regex: word(
      String.raw`work(?:ing)?\sfrom\shome|from\shome\stoday|be\syour\sown\sboss|(?:get|got)\srich|(?:double|triple)\syour\s\p{L}+|financial\sfreedom|quit\s(?:your|their)\sjobs?|no\sexperience|investment\sopportunit(?:y|ies)|\d+%\s(?:profit|returns?|guaranteed)|guaranteed\s(?:returns?|results?|income|profits?)|results\sguaranteed|(?:zero|no)\srisk|risk[-\s]free|instant\s(?:withdrawal|approval|access|cash)|btc\sback|proven\ssystem|secret\s(?:that|to|of)`,
    ),
    most: 2,
  },
  {
    weight: 2.6,
    regex: word(
      String.raw`next\sof\skin|beneficiary(?!\saccount)|inheritance|million\s(?:us\s)?(?:dollars|usd|pounds)|(?:usd|\$|£|€)\s?[\d.]+\smillion|(?:a|nigerian)\sprince|unclaimed\s\p{L}+|trusted\spartner|transfer\s(?:of\s)?(?:the\s)?(?:fund|sum|[$\d]+)s?|late\s(?:mr|mrs)`,
    ),
    most: 2,
  },
  {
    weight: 1.7,
    regex: word(
      String.raw`pre-?approved|no\scredit\scheck|bad\scredit|(?:consolidate|eliminate)\s(?:your\s)?(?:debts?|bills)|mortgage\srates?|low(?:est)?\s(?:rates?|prices?)|no\sobligation|cash\sbonus|no\sdeposit|online\s(?:casino|slots|pharmacy|lottery)|casino\sbonus|best\sprices?`,
    ),
    most: 2,
  },
  // Wares
  {
    weight: 2.4,
    regex: word(
      String.raw`v[i1!]agra|c[i1!]al[i1!]s|replica|no\sprescription|weight\sloss|(?:lose|melts?)\s(?:\d+\s\p{L}+|belly|weight)|miracle|manhood|enlarge\s\p{L}+|diet\spills?|university\sdegrees|your\sdiploma|discreet\sshipping|(?:buy|get)\s(?:\p{L}+\s)?followers|followers\s(?:cheap|for)|first\spage|rank(?:ing)?\s#?\d|seo\sservices|website\straffic`,
    ),
    most: 2,
  },
  {
    weight: 2.4,
    regex: word(
      String.raw`(?:hot|sexy|single|beautiful)\s(?:singles?|girls?|pics|women|babes?|chat)|singles\sin\syour|secret\sadmirer|xxx\s\p{L}+s|18\+|no\sstrings|adult\s\p{L}+|babe,?\s(?:i\s(?:saw|like)|see)|date-\S+|dating\sservice|horny|naughty`,
    ),
  },
  {
    weight: 1.4,
    regex: word(
      String.raw`(?:up\sto\s)?\d{2}%\soff|buy\s(?:one|1)\sget|while\s(?:stocks|supplies)\slast|exclusive\s(?:offer|deal)s?|special\s(?:offer|price|promotion)|limited\s(?:time|offer|spots|stock)|cheap(?:est)?|free\s(?:shipping\sworldwide|registration|video)|100%\s(?:free|guaranteed)|bonus|discounts?\sof`,
    ),
    most: 2,
  },
  // Urgency
  {
    weight: 1.6,
    regex: word(
      String.raw`act\s(?:now|fast|immediately)|(?:buy|order|call|apply|join|click|shop|play|sign\sup|download|reply|text|register|visit|start\s\p{L}+)\s?(?:it\s)?(?:now|today|urgently)|don't\s(?:miss|wait)|miss\sout|(?:final|last)\s(?:notice|warning|chance)|expires?\s(?:tonight|soon|today)|before\sit\sexpires|only\stoday|today\sonly|hurry|within\s(?:24|48)\shours|once\sin\sa\slifetime`,
    ),
    most: 3,
  },
  {
    weight: 1.2,
    regex: word(
      String.raw`click\s(?:here|below|the\slink|this\slink)|(?:link|button)\sbelow|this\slink\b|attention:|log\sin\shere|here\sto\s(?:receive|claim|restore|get|unlock)`,
    ),
  },
  // Phishing
  {
    weight: 2.4,
    regex: word(
      String.raw`(?:account|paypal|iphone|computer|card|netflix|parcel|package)\s(?:has\sbeen|is|will\sbe|was|could)\s(?:temporarily\s)?(?:suspended|limited|locked|blocked|infected|on\shold|held|at\srisk|not\sbe\sdelivered|deactivated|disabled)`,
    ),
  },
  {
    weight: 1.8,
    regex: word(
      String.raw`(?:verify|confirm|update|submit|validate)\syour\s(?:password|account|bank|card|payment|billing|address\sand\spay|identity|details|information)(?:\s(?:details|information|number))?|card\sdetails|unusual\s(?:activity|sign-in)|lose\saccess|restore\saccess|customs\sfee|tax\srefund|(?:pay|paying)\sthe\s(?:\S+\s)?fee|viruses|call\smicrosoft`,
    ),
    most: 2,
  },
  // Premium numbers and short codes
  {
    weight: 2.2,
    regex: word(
      String.raw`(?:text|txt|send|reply)\s(?:\p{Lu}+|\p{L}+\sto)\s?(?:to\s)?\d{4,6}|\d{2,3}p(?:\s?\/?\s?(?:per\s)?(?:min(?:ute)?|msg|text|day|week))?|(?:txt|text)\s(?:stop|back)|per\s(?:min|msg)|to\s\d{5}|0[89]\d{2}[\d\s]{6,9}|reply\s(?:stop|yes|end|\p{L}+\sto)|(?:16|18)\+?\s?only|[12]-8(?:00|88|77|66)-[\d-]+|ringtones?|polyphonic|txts?|ur\s(?:mob|phone|prize|award|number|chance)`,
    ),
    most: 3,
  },
  { weight: 1.1, regex: word(String.raw`whatsapp\s\+?\d|call\s(?:\p{L}+\s)?[01]?[\d\s-]{9,}`) },
  {
    weight: 1,
    regex: word(
      String.raw`dear\s(?:friend|beneficiary|valued|winner|sir)|valued\scustomer|congratulations|100\spercent|guaranteed?|u\shave|ur|4u|2\s(?:claim|win|chat)`,
    ),
    most: 2,
  },
  // Links
  {
    weight: 1.5,
    regex: word(
      String.raw`(?:https?:\/\/)?[\w-]+(?:\.[\w-]+)*\.(?:ru|xyz|top|biz|click|win|loan|info|cn|tk|online|site|club)(?:\/\S*)?|bit\.ly\/\S+|tinyurl\.\S+|https?:\/\/\d+\.\d+\.\d+\.\d+\S*`,
    ),
    most: 2,
  },
  { weight: 0.6, regex: word(String.raw`https?:\/\/\S+|www\.\S+`), most: 1 },
  // Shouting
  { weight: 0.7, regex: /!{2,}/g, most: 2 },
  { weight: 0.5, regex: /(?<!\p{Lu})\p{Lu}{4,}(?!\p{Lu})/gu, most: 3 },
  { weight: 1, regex: word(String.raw`free(?![-\s](?:of|from|to|software|memory|time))`), most: 1 },
  { weight: 0.7, regex: new RegExp(MONEY, 'giu'), most: 2 },
  { weight: 1.2, regex: />>>|={4,}|\*{4,}|\${2,}/g },
  // What strangers do not write.
  {
    weight: -1.3,
    regex: word(
      String.raw`attached|invoice|agenda|meeting|minutes|colleagues?|lunch|dinner|tomorrow|yesterday|mum|mom|dad|love\syou|sorry|see\syou|thanks|thank\syou|pull\srequest|documentation|npm|function|api|appointment|homework|lecture`,
    ),
    most: 2,
  },
  {
    weight: -0.8,
    regex: word(
      String.raw`i'm|i'll|i\s(?:am|will|have|think|was|would)|are\syou|do\syou|can\syou|could\syou|let\sme\sknow`,
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
