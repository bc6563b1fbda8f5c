/** Rules about groups of people: hatred, contempt, dehumanization and calls for violence. */
import { alternation } from '../expression.ts'
import { DEMEANING, GROUP, HARM, INSULTS } from './toxic-words.ts'

const LIKE_YOU = '(?: like (?:you|her|him|them))?'
const ANYONE = `${GROUP}${LIKE_YOU}`
/** Whom somebody hates. "I hate women's magazines" and "sick of women being ignored" are about something else. */
const WHOM = `(?: ${alternation('all these those the every single_one_of any you being_around seeing for of towards? by with at')}){0,3} ${ANYONE}(?!'s|'| (?:being|getting|having))`
const BE = String.raw`(?:are|is|was|were|'re|'s)`
const DEGREE_OF_HATE = `(?: ${alternation(`
  so such just all simply really truly absolutely utterly clearly always nothing_but without_a_doubt by_nature a an the
  most bunch_of
`)}){0,4}`
const WORST = alternation(`
  (?:absolute_)?worst (?:human_)?(?:garbage|trash|scum|filth) lesser pest virus plague disease cancer less_than_human
  not_(?:even_)?human no_better_than inferior subhuman animals parasites vermin (?:danger|threat|burden)_to
  stupidest dishonest liars criminals terrorists repugnant despicable disgusting sickening repulsive abhorrent vile
`)
const ANGERS = String.raw`makes? (?:me|us)(?: so| want to)? (?:sick|angry|furious|mad|vomit|puke|boil)`
const DEMAND = '(?:should|must|ought to|deserves? to|had better)(?: all| really| just| simply){0,2}'
const SOMEBODY_SHOULD = String.raw`(?:(?:i|we|you|somebody|someone|everybody|everyone)(?:'ll|'m| am| are|'re|'d| would)?(?: (?:want to|going to|gonna|will|should|could|must|have to|love to|like to|just|simply|really|start|keep)){0,4}|let's|how about we|what if we(?: just)?)`

/** Sources of the rules' expressions, and what a match adds to the log-odds. */
export const HATE: readonly (readonly [weight: number, ...sources: readonly string[]])[] = [
  [
    4,
    String.raw`(?:i|we|i'm|we're|i've|so|just)(?: (?!not\b|never\b|don't\b)\p{L}+){0,4} (?:hate|despise|detest|loathe|abhor|can't stand|cannot stand|sick of|fed up|disgusted|contempt|disdain|hatred|pissed off|no (?:compassion|sympathy|respect))${WHOM}`,
    `${ANYONE} (?:(?:disgust|sicken|revolt|infuriate)s? (?:me|us)|${ANGERS})`,
    String.raw`(?:seeing|hearing|smelling) ${ANYONE}(?: \p{L}+){0,4} ${ANGERS}`,
    `i find (?:all |these |those )?${ANYONE} ${DEMEANING}`,
    `typical (?:of )?(?:an? )?${ANYONE}(?: (?:to be|behaviou?r)|$)`,
  ],
  [
    4,
    `${ANYONE} ${BE}${DEGREE_OF_HATE} (?:${WORST}|${DEMEANING}|${INSULTS})`,
    `only ${ANYONE} (?:are|is|can be|could be)(?: (?:so|that|this))? (?:violent|cruel|dishonest|${DEMEANING})`,
    `(?:nothing|no one|nobody)(?: is| else is)? (?:worse than|as ${DEMEANING} as) (?:these |those |the )?${ANYONE}`,
    String.raw`${ANYONE} belongs? (?:in|behind|on) (?:an? |the )?(?:\p{L}+ )?(?:zoo|cages?|kitchen|jail|prison|gutter|landfill|dump|trash|garbage|chains|hell|oven|streets?|bars)`,
    `${ANYONE} (?:(?:have|has) no place (?:here|in)|(?:don't|do not|doesn't) (?:belong (?:here|in)|deserve (?:to (?:live|exist|vote)|rights|respect)))`,
    `(?:${ANYONE} (?:can|will) never|no ${ANYONE} (?:can|could|will) ever) be (?:as |an? )?(?:smart|good|equal|valuable|human|trusted|attractive)`,
    `${ANYONE} (?:are not|aren't|is not|isn't) (?:our |my |your )?(?:equals?|human|people|worth)`,
    `${ANYONE}(?: lives)? (?:are|is|aren't|isn't|are not|is not)(?: absolutely| completely)? (?:worthless|worth (?:absolutely )?(?:nothing|less|shit|anything))`,
    `${GROUP} (?:do not|don't) matter`,
    String.raw`worse than ${GROUP}|(?:rather|sooner) die than (?:\p{L}+ ){0,4}${ANYONE}`,
  ],
  [
    4.5,
    `${ANYONE} ${DEMAND}(?: be)? (?:killed|murdered|executed|shot|hanged|hung|gassed|burned|beaten|raped|deported|locked up|exterminated|eradicated|wiped out|suffer|die|disappear|rot)`,
    `${SOMEBODY_SHOULD} (?:${HARM}|attack(?:ing)?|strangle|execute|eliminate|eradicate|exterminate|get rid of|put an end to|deport)(?: up| off)?(?: (?:all|every|each|these|those|the|one|of|any|you|as many|single)){0,3} ${ANYONE}(?!'s|'| (?:at|in (?:the|this|a|our) (?:\\p{L}+ )?(?:final|game|match|cup|league|series|election|competition)))`,
    `(?:kill|murder|shoot|hang|burn|rape|gas|exterminate|deport) (?:all|every|each of) (?:the |these |those |of )?${ANYONE}`,
    `(?:death to|better off without|get rid of|execution is)(?: (?:all|these|those|the|every|as many|kinds of)){0,3} ${ANYONE}`,
  ],
  [3.5, `too many ${GROUP} (?:in|here|around)`],
]
