/** What makes a sentence toxic: what is said, and of whom. */
import { wholeWords } from './expression.ts'
import {
  DEGREE,
  DEMEANING,
  GROUPS,
  HARM,
  INSULTS,
  KIN,
  MILD_SWEARING,
  NAMES,
  SLURS,
  SWEARING,
} from './toxic-words.ts'

export interface Rule {
  /** What it adds to the log-odds that the sentence is toxic. */
  readonly weight: number
  readonly regex: RegExp
}

const BE = String.raw`(?:are|r|is|was|were|be|being|'re|'s)`
const YOU = String.raw`(?:you|u|ya|yall|y'all)`
const THEY = String.raw`(?:he|she|they|(?:the|this|that|your) (?:guy|man|woman|boss|agent|\p{L}+(?:er|or))|${GROUPS})`
const SOMEBODY = String.raw`(?:he|she|they|it|this|that|these|those|who|every(?:one|body)(?: here)?|(?:the|this|your) \p{L}+)`
const I_WILL = String.raw`(?:i|we)(?:'ll| will|'m gonna|'m going to| am going to| am gonna| gonna|'re going to| want to| should| swear i'll| would love to)`
const DEATH = String.raw`(?:shot|hanged|hung|killed|wiped out|exterminated|gassed|beaten|beat|lynched|raped|burned|put down)`

const rule = (weight: number, ...sources: readonly string[]): Rule => ({
  weight,
  regex: wholeWords('iu', ...sources),
})

const INSULTING = [
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
  rule(3, `(?:${DEMEANING} ){1,2}${INSULTS}`, `${INSULTS}[.!]*$`),
  rule(1.5, String.raw`your (?:\p{L}+ )?${DEMEANING} \p{L}+`),
  rule(3.5, `your ${KIN} ${BE} (?:a|as|so|an) (?:${INSULTS}|${DEMEANING}|${NAMES})`),
  rule(0.8, INSULTS),
]

const HATEFUL = [
  rule(4, SLURS),
  rule(4, `${GROUPS} ${BE}${DEGREE} (?:${INSULTS}|${NAMES}|${DEMEANING})`),
  rule(
    4,
    String.raw`\p{L}+ (?:should|must|need to|ought to|deserve to)(?: all| just| really)? (?:be ${DEATH}|(?:just )?die|drop dead|rot|burn|suffer)(?: (?!of|in the game)|[.!]|$)`,
  ),
  rule(
    3.5,
    'go back (?:to (?:your|their) (?:own )?(?:country|jungle|cave)|to where (?:you|they) came|under your)',
    'crawl back',
  ),
]

const THREATENING = [
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
    'kill (?:your|ur)self|kys|go (?:and )?die|drop dead|die in a fire|(?:rot|burn) in hell|nobody would miss you',
    '(?:hope|wish) (?:that )?(?:you|they|he|she|someone)(?: all)? (?:dies?|rots?|suffers?|burn|gets? (?:cancer|hit)|kills)',
    'love to see (?:you|them|him|her) (?:suffer|die|burn|bleed)',
    'you (?:deserve|need|should get|ought) (?:to )?(?:be )?(?:die|beaten|shot|cancer|rot|suffer|raped|hurt|punched|slapped)',
  ),
]

const HARASSING = [
  rule(
    3,
    'stfu|gtfo|go to hell|screw (?:you|off)|piss off|bugger off|sod off|bite me|kiss my ass|eat (?:shit|a dick)',
    String.raw`suck (?:my|a) \p{L}+`,
    String.raw`f+u+c*k+ (?:you|u|off|yourself|them|him|her)|f\*+(?:c?k)? (?:you|off)|go f\S{2,3} yourself`,
  ),
  rule(
    2.4,
    String.raw`shut (?:the \p{L}+ )?up|shut your \p{L}+|get lost|you (?:make me sick|disgust me)`,
    String.raw`nobody (?:likes|cares (?:about|what)|asked (?:for|you)|wants) (?:you|your)\b`,
    String.raw`${YOU} (?:will always be|'ll never be) (?:a \p{L}+|anything)`,
    'your (?:brain is tiny|opinion is (?:garbage|trash|worthless))',
  ),
]

const COARSE = [
  rule(2.6, SWEARING),
  rule(1.2, MILD_SWEARING),
  rule(1.6, 'the (?:fuck|hell) (?:is wrong with|do you (?:think|want))'),
]

export const RULES: readonly Rule[] = [...INSULTING, ...HATEFUL, ...THREATENING, ...HARASSING, ...COARSE]

/** What makes it the speaker's own self, somebody else's words, a denial or a joke. */
export const SOFTENERS: readonly Rule[] = [
  rule(
    3,
    String.raw`(?:i|i'm|me|myself|we) (?:\p{L}+ ){0,3}(?:like |such )?an? (?:\p{L}+ )?(?:idiot|moron|fool|loser|jerk|failure)`,
    "i(?:'m| am| was| felt| feel) (?:so |such a )?(?:stupid|dumb)",
  ),
  rule(
    2.5,
    'said|says|told|claim(?:s|ed)|accused|alleged(?:ly)?|report(?:s|ed)|quoted|convicted|sentenced|charged|police|court',
    'trial|investigators|prosecutors|joked|jokingly|called|threatened|novel|article|study|character|lyrics',
    'hate speech|moderation|slurs?',
  ),
  rule(
    5,
    String.raw`(?:you|they|he|she|women|men|people)(?:'re| are| is|'s)? (?:are |is )?(?:not|never|no) (?:an? |at all )?\p{L}+`,
    String.raw`(?:isn't|aren't|ain't) (?:an? )?\p{L}+`,
  ),
  rule(
    2.5,
    String.raw`my (?:cat|dog|puppy|kitten|own)|lol|haha|just kidding|die of|laugh\p{L}*|love (?:him|her|you) so`,
  ),
]

/**
 * Every sentence that breaks a rule has one of these, so that only such sentences need be looked at: five megabytes
 * are searched for them in a blink.
 */
export const TRIGGER = wholeWords(
  'giu',
  INSULTS,
  SLURS,
  SWEARING,
  MILD_SWEARING,
  NAMES,
  DEMEANING,
  HARM,
  'kys|stfu|gtfo|kills|dies?|dead|rots?|suffers?|hell|nobody|crawl|cancer|hit|screw|shut|lost|disgust|suck',
  'shot|hanged|hung|killed|exterminated|gassed|wiped|beaten|lynched|raped|burned|punched|slapped|put down',
  'go back (?:to|under)|find you|come for you|make you|where you|your back|before i|pay for|regret this',
  'bugger off|sod off|bite me|kiss my|always be|never be|is tiny|yourself',
  String.raw`f\*+\S{0,9}|fu+c*k+`,
)
