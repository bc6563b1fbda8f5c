/** Rules that recognize a toxic sentence by its words and by the person or group that they are about. */
import { once } from '../../util/once.ts'
import { wholeWords } from '../expression.ts'
import { HATE } from './hate-rules.ts'
import {
  DEMEANING,
  DEGREE,
  GROUP,
  HARM,
  INSULTS,
  MILD_SWEARING,
  NAMES,
  SLURS,
  SWEARING,
} from './toxic-words.ts'

export interface ToxicRule {
  /** What a match of the rule adds to the log-odds that the sentence is toxic. */
  readonly weight: number
  readonly regex: () => RegExp
}

const BE = String.raw`(?:are|r|is|was|were|be|being|'re|'s)`
const YOU = String.raw`(?:you|u|ya|yall|y'all)`
const THEY = String.raw`(?:he|she|they|(?:the|this|that|your) (?:guy|man|woman|boss|agent|\p{L}+(?:er|or))|${GROUP})`
const SOMEBODY = String.raw`(?:he|she|they|it|this|that|these|those|who|every(?:one|body)(?: here)?|(?:the|this|your) \p{L}+)`
const I_WILL = String.raw`(?:(?:i|we)(?:'ll| will|'m gonna|'m going to| am going to| am gonna| gonna|'re going to| want to| should| swear i'll| would love to)|ill|imma|im gonna)`
const KIN = '(?:mother|mom|sister|wife|kid|son|daughter|face|family)'
const DEATH = String.raw`(?:shot|hanged|hung|killed|wiped out|exterminated|gassed|beaten|beat|lynched|raped|burned|put down)`

const rule = (weight: number, ...sources: readonly string[]): ToxicRule => ({
  weight,
  // The expression is compiled on first use, since every command that validates loads these rules.
  regex: once(() => wholeWords(...sources)),
})

export const RULES: readonly ToxicRule[] = [
  // Insults
  rule(4, `${YOU}\\s?${BE}?${DEGREE} (?:${INSULTS}|${NAMES})`),
  rule(4, `${YOU}\\s?${BE}${DEGREE} ${DEMEANING}`),
  rule(3.5, String.raw`${YOU}(?: ${DEMEANING}){1,3} \p{L}+`),
  rule(3.5, String.raw`(?:how can \p{L}+ be (?:this|so|that)|are (?:you|they)${DEGREE}) ${DEMEANING}`),
  rule(3.5, String.raw`${SOMEBODY}\s?${BE}(?: (?!not\b)\p{L}+){0,3} ${INSULTS}`),
  rule(3.5, String.raw`${THEY}\s?${BE}${DEGREE} ${NAMES}`),
  rule(
    3,
    `(?:what|such|only) (?:a|an)${DEGREE} ${INSULTS}`,
    `(?:hey|listen|oi|yo|ok|okay|shut up|bye|enough),? ${INSULTS}`,
  ),
  rule(3, `(?:${DEMEANING} ){1,2}${INSULTS}`, `${INSULTS}[.!]*$`, `^(?:${DEMEANING},? ){2,3}${NAMES}[.!]*$`),
  rule(1.5, String.raw`your (?:\p{L}+ )?${DEMEANING} \p{L}+`),
  rule(3.5, `your ${KIN} ${BE} (?:a|as|so|an) (?:${INSULTS}|${DEMEANING}|${NAMES})`),
  rule(0.8, INSULTS),
  // Hate
  rule(4, SLURS),
  rule(4, `${GROUP} ${BE}${DEGREE} (?:${INSULTS}|${NAMES}|${DEMEANING})`),
  rule(
    4,
    String.raw`\p{L}+ (?:should|must|need to|ought to|deserve to)(?: all| just| really)? (?:be ${DEATH}|(?:just )?die|drop dead|rot|burn|suffer)(?: (?!of|in the game)|[.!]|$)`,
  ),
  rule(
    3.5,
    'go back (?:to (?:your|their) (?:own )?(?:country|jungle|cave)|to where (?:you|they) came|under your)',
    'crawl back',
    '(?:send|deport|ship) (?:them|these people|those people)(?: all)?(?: right)? back (?:to )?(?:where|their)',
    "deport (?:them|'em) all|(?:islam|judaism|homosexuality|transgenderism) is (?:an? |like )?(?:cancer|disease|plague|sickness|abomination|filth|poison|mental illness|satanic)",
  ),
  rule(
    4,
    `no better than (?:${NAMES}|${INSULTS})|(?:your|their) lives (?:are|aren't|are not) (?:worthless|worth)`,
    `too many ${SLURS} (?:in|here|around)|just (?:another|a) (?:common )?${SLURS}`,
  ),
  // Threats
  rule(
    4.5,
    String.raw`${I_WILL}(?: (?:fucking|just|come|over|and|personally|hunt|find|see)){0,3} ${HARM}(?: the \p{L}+ out of| up)? (?:you|him|her|them|your|his|u)(?! (?:at|with kindness|in the (?:final|game|match|next)))`,
  ),
  rule(
    4,
    "(?:i|we)(?:'ll| will|'m going to| am going to) (?:find you|come for you|make you (?:pay|regret|suffer|sorry))",
    'i know where you (?:live|sleep)',
    'watch your back',
    'before i (?:shut|make|break|hit|punch)',
    "you(?:'re| are) dead(?: meat)?[.!]",
    "you(?:'ll| will) (?:pay for|regret) this",
  ),
  rule(
    4.5,
    'kill (?:your|ur)self|kys|go (?:and )?die|get cancer and die(?=[.!]|$)|drop dead|die in a fire|(?:rot|burn) in hell|nobody would miss you',
    '(?:hope|wish) (?:that )?(?:you|they|he|she|someone)(?: all)? (?:dies?|rots?|suffers?|burn|gets? (?:cancer|hit)|kills)',
    `(?:hang|shoot|gas|lynch|exterminate) (?:all )?(?:the |these |those |of (?:them|these|those) )?(?:${GROUP}|traitors|infidels|politicians)`,
    'love to see (?:you|them|him|her) (?:suffer|die|burn|bleed)',
    'you (?:deserve|need|should get|ought) (?:to )?(?:be )?(?:die|beaten|shot|cancer|rot|suffer|raped|hurt|punched|slapped)',
  ),
  // Harassment
  rule(
    3,
    'stfu|gtfo|go to hell|screw (?:you|off)|piss off|bugger off|sod off|bite me|kiss my ass|eat (?:shit|a dick)',
    String.raw`suck (?:my|a) \p{L}+`,
    String.raw`f+u+c*k+ (?:you|u|off|yourself|them|him|her)|f\*+(?:c?k)? (?:you|off)|go f\S{2,3} yourself`,
  ),
  rule(
    2.9,
    String.raw`i (?:\p{L}+ )?(?:hate|despise|detest|loathe) (?:you|u)(?! (?:for|when|lol))|(?:you|he|she) (?:really |all |just |totally )?sucks?(?: at|[.!]|$)`,
    'stick it up your (?:ass|arse)|suck it(?! up)|shutup|eat my shit|get a life[.!]',
    String.raw`shut (?:the \p{L}+ )?up|shut your \p{L}+|get lost|you (?:make me sick|disgust me)`,
    String.raw`nobody (?:likes|cares (?:about|what)|asked (?:for|you)|wants) (?:you|your)\b`,
    String.raw`${YOU} (?:will always be|'ll never be) (?:a \p{L}+|anything)`,
    'your (?:brain is tiny|opinion is (?:garbage|trash|worthless))',
  ),
  // Coarse language
  rule(2.6, SWEARING),
  rule(1.2, MILD_SWEARING),
  rule(1.6, 'the (?:fuck|hell) (?:is wrong with|do you (?:think|want))'),
]

/** Rules for sentences that name a group. */
export const HATE_RULES: readonly ToxicRule[] = HATE.map(([weight, ...sources]) => rule(weight, ...sources))

/** Rules for self-criticism, quoted words, denials and jokes. Their weights are subtracted from the log-odds. */
export const MITIGATING_RULES: readonly ToxicRule[] = [
  rule(
    3,
    String.raw`\p{L}+ (?:said|says|claimed|claims|thinks|thought|believes|believed|wrote|argues|argued) that|(?:people|they|many|some|who) (?:think|believe|say|claim) that`,
  ),
  rule(
    3,
    String.raw`(?:i|i'm|me|myself|we) (?:\p{L}+ ){0,3}(?:like |such )?an? (?:\p{L}+ )?(?:idiot|moron|fool|loser|jerk|failure)`,
    "i(?:'m| am| was| felt| feel) (?:so |such a )?(?:stupid|dumb)",
  ),
  rule(
    2.5,
    'said|says|told|claim(?:s|ed)|accused|alleged(?:ly)?|report(?:s|ed)|quoted|convicted|sentenced|charged|police|court',
    'trial|investigators|prosecutors|joked|jokingly|called|threatened|novel|article|study|character|lyrics',
    'hate speech|moderation|slurs?|bigot(?:s|ed|ry)?|racist|sexist|homophobic|hateful|dehumani[sz]ing',
  ),
  rule(
    5,
    String.raw`(?:you|they|he|she|people|${GROUP})(?:'re| are| is|'s)? (?:are |is )?(?:not|never|no) (?!better|human|our|my|worth|place|equal|different|welcome|wanted|normal|real)(?:an? |at all )?\p{L}+`,
    "(?:never|not|n't) (?:say|said|think|thought|believe|believed|claim|claimed) (?:that )?(?:all )?\\p{L}+",
    "(?:seriously|really|honestly) (?:believe|think) that|(?:not|n't|never) (?:okay|ok|right|acceptable|fine)|okay to|(?:hurts|sad|sickening) to (?:see|hear|read)",
    String.raw`no (?:\p{L}+ )?(?:contempt|hatred|disdain)|(?:no \p{L}+(?: \p{L}+)?|nobody|not|n't) deserves? to|not worth any less`,
    String.raw`(?:isn't|aren't|ain't) (?!worth|real)(?:an? )?\p{L}+`,
    `no ${GROUP} (?:is|are|was|were) (?!better|equal|welcome|wanted|allowed)\\p{L}+`,
    String.raw`(?:stop|(?:it's|it is|that's) (?:\p{L}+ )?(?:wrong|hateful|offensive|transphobic|false|hurtful|unacceptable) to) (?:say|saying|claim|claiming|think|thinking)(?: that)?`,
  ),
  rule(
    2.5,
    String.raw`my (?:cat|dog|puppy|kitten|own)|lol|haha|just kidding|die of|laugh\p{L}*|love (?:him|her|you) so`,
  ),
]

/**
 * Matches a word in every sentence that a rule can match. Searching for such words is fast even in five megabytes, so
 * the rules run only on the few sentences with a match.
 */
export const trigger = once(() =>
  wholeWords(
    INSULTS,
    SLURS,
    SWEARING,
    MILD_SWEARING,
    NAMES,
    DEMEANING,
    HARM,
    'people|persons?|m[ae]n|wom[ae]n|girls?|guys?|boys?|kids?|females|males|life|lives|folks?|communit(?:y|ies)',
    '(?:im|e|)migrants?|foreigners?|refugees?|blacks|whites|asians|africans|jews?|muslims?|christians?|hindus?|gays?',
    'lesbians?|homosexuals?|transgenders|mexicans?|arabs?|gyps(?:y|ies)|romani|chinese|indians|the (?:poor|homeless|disabled|elderly)',
    'boomers?|liberals?|conservatives?|republicans?|democrats?|feminists?|no better|too many|just (?:another|a)',
    'hate|despise|detest|loathe|sucks|shutup|life|worth(?:less)?|rather|typical',
    'kys|stfu|gtfo|kills|dies?|dead|rots?|suffers?|hell|nobody|crawl|cancer|hit|screw|shut|lost|disgust|suck',
    'shot|hanged|hung|killed|exterminated|gassed|wiped|beaten|lynched|raped|burned|punched|slapped|put down',
    'send|deport|ship|islam|judaism|homosexuality|transgenderism|disgusted|throats|swarms?|gas|lynch|eliminate|ban|without|trust',
    'colou?r|roma|sinti|turks|poles|russians|ukrainians|syrians|afghans|iranians|iraqis|pakistanis|somalis|nigerians|albanians',
    'romanians|americans|germans|italians|greeks|koreans|israelis|palestinians|kurds|japanese|atheists|catholics|sikhs',
    'buddhists|the (?:french|english|irish|dutch|british|spanish)|handicapped|transsexuals|bisexuals',
    'go back (?:to|under)|find you|come for you|make you|where you|your back|before i|pay for|regret this',
    'bugger off|sod off|bite me|kiss my|always be|never be|is tiny|yourself',
    String.raw`f\*+\S{0,9}|fu+c*k+`,
  ),
)
