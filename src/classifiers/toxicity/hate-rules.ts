/** Rules about groups of people: hatred, contempt, dehumanization and calls for violence. */
import { alternation } from '../expression.ts'
import { DEMEANING, GROUPS, HARM, INSULTS, KIND, MEMBER, NAMES, SLURS } from './toxic-words.ts'

const ANYONE = `(?:${GROUPS}|${MEMBER})`
const WHOM = `(?: ${alternation('all these those the every single_one_of any you being_around seeing for of towards? by with at from that')}){0,3} ${ANYONE}(?!'s|')`
const BE = String.raw`(?:are|is|was|were|being|'re|'s)`
const ADVERBS = String.raw`(?: (?!not\b|never\b)\p{L}+){0,3}`
const DEMAND = '(?:should|must|needs? to|ought to|deserves? to|will|had better|have to)'
const WORST = alternation(`
  the_(?:absolute_)?worst (?:human_)?(?:garbage|trash|scum|filth) lesser (?:a_|just_a_)?(?:pest|virus|plague|disease|cancer)
  less_than_human not_(?:even_)?human no_better_than inferior subhuman animals parasites vermin
  a_(?:danger|threat|burden)_to the_stupidest all_(?:dishonest|liars|criminals|stupid|terrorists) violent
  repugnant despicable disgusting sickening sicken repulsive abhorrent vile
`)

const ANGERS = String.raw`makes? (?:me|us)(?: so| want to)? (?:sick|angry|furious|mad|vomit|puke|boil)`

/** Sources of the rules' expressions: the first match adds the weight. */
export const HATE: readonly (readonly [weight: number, ...sources: readonly string[]])[] = [
  [
    4,
    String.raw`(?:i|we|i'm|i am|we're|i've|i have|so|just)(?: (?!not\b|never\b|don't\b)\p{L}+){0,4} (?:hate|despise|detest|loathe|abhor|can't stand|cannot stand|sick of|fed up|disgusted|contempt|disdain|hatred|pissed off|no (?:compassion|sympathy|respect))${WHOM}`,
    String.raw`${GROUPS}(?: like (?:you|her|him|them))? (?:(?:disgust|sicken|revolt|infuriate)s? (?:me|us)|${ANGERS})`,
    String.raw`(?:seeing|hearing|smelling) ${ANYONE}(?: \p{L}+){0,4} ${ANGERS}`,
    String.raw`i find (?:all |these |those )?${ANYONE} ${DEMEANING}`,
    String.raw`typical (?:of )?(?:an? )?(?:${ANYONE}|${SLURS})(?: (?:to be|behaviou?r)|$)`,
  ],
  [
    4,
    String.raw`${ANYONE}(?: like (?:you|her|him|them))?(?: \p{L}+){0,2} ${BE}${ADVERBS} (?:${WORST}|${DEMEANING}|${INSULTS})`,
    String.raw`only ${ANYONE}(?: like you)? (?:are|is|can be|could be)(?: (?:so|that|this))? (?:violent|cruel|dishonest|${DEMEANING})`,
    `(?:nothing|no one|nobody)(?: is| else is)? (?:worse than|as ${DEMEANING} as) (?:these |those |the )?${ANYONE}`,
    String.raw`${ANYONE}(?: like you)? (?:belongs? (?:in|behind|on) (?:an? |the )?(?:\p{L}+ )?(?:zoo|cages?|kitchen|jail|prison|gutter|landfill|dump|trash|garbage|chains|hell|oven|streets?|bars)|(?:have|has) no place|(?:don't|do not|doesn't) (?:belong|deserve)|can never|will never be)`,
    String.raw`no (?:${KIND}|woman) (?:can|could|will|should) ever`,
    String.raw`${ANYONE} (?:are not|aren't|is not|isn't) (?:our |my |your )?(?:equals?|human|people|worth)`,
    `(?:lives|life|${GROUPS}|${MEMBER})(?: like you)? (?:are|is)(?: absolutely| completely)? (?:worthless|worth (?:absolutely )?(?:nothing|less|shit))`,
    `(?:lives|life|${GROUPS}|${MEMBER}) (?:aren't|isn't|are not|is not) worth|(?:lives|life) (?:do not|don't|does not|doesn't) matter`,
    String.raw`no better than (?:${NAMES}|${INSULTS})|worse than an? ${MEMBER}|(?:rather|sooner) (?:die|have cancer) than \p{L}+`,
  ],
  [
    4.5,
    String.raw`${ANYONE}(?: like (?:you|her|him|them))? ${DEMAND}(?: all| really| just| simply)*(?: be)? (?:killed|murdered|executed|shot|hanged|hung|gassed|burned|beaten|raped|deported|locked up|exterminated|eradicated|wiped out|suffer|die|disappear|rot)`,
    String.raw`(?:want to|going to|gonna|will|'ll|should|let's|to|would|could|just|must|somebody|someone)(?: (?:just|simply|all|really|go|start))* (?:${HARM}|attack|attacking|strangle|execute|eliminate|eradicate|exterminate|get rid of|put an end to|deport)(?: up| off)?(?: (?:all|every|each|these|those|the|one|of|any|you|as many|single)){0,3} ${ANYONE}`,
    `(?:kill|murder|shoot|hang|burn|rape|gas|exterminate|deport) (?:all|every|each of) (?:the |these |those |of )?${ANYONE}`,
    String.raw`(?:death to|better off without|get rid of|execution is)(?: (?:all|these|those|the|every)){0,2} (?:\p{L}+ ){0,4}${ANYONE}`,
    String.raw`(?:world|country|we|place) (?:would|'d) be (?:a )?better(?: off| place)? (?:without|if)(?: \p{L}+){0,4} ${ANYONE}`,
  ],
  [3.5, `too many (?:${SLURS}|${GROUPS}) (?:in|here|around)`, `just (?:another|a) (?:common )?${SLURS}`],
]
