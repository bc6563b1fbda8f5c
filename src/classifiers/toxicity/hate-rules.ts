/** Rules about groups of people: hatred, contempt, dehumanization and calls for violence. */
import { alternation } from '../expression.ts'
import { DEMEANING, GROUP, HARM, INSULTS } from './toxic-words.ts'

const LIKE_YOU = '(?: like (?:you|her|him|them))?'
const ANYONE = `${GROUP}${LIKE_YOU}`
/**
 * The group that an author hates. "I hate women's magazines" and "sick of women being ignored" are about something
 * else.
 */
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
/** What a contemptuous author calls a group. */
const CONTEMPT = alternation(`
  burdens? smelly thie(?:f|ves) deviants? abominations? sinners pa?edophiles perverts nazis rapists murderers killers
  liars cheats crooks leeches invaders plagues? unwelcome weak primitive backwards? unclean unnatural second[-_]class
  bloodsuckers demons devils property slaves unfit unintelligent untrustworthy violent aggressive dangerous corrupt
  cunning mentally_ill brainwashed not_welcome(?:_here)? not_wanted(?:_here)? not_normal not_real sickos dogs sheep
`)
const DEMAND = '(?:should|must|ought to|deserves? to|had better)(?: all| really| just| simply){0,2}'
const SOMEBODY_SHOULD = String.raw`(?:(?:i|we|you|somebody|someone|everybody|everyone)(?:'ll|'m| am| are|'re|'d| would)?(?: (?:want to|going to|gonna|will|should|could|must|have to|love to|like to|just|simply|really|start|keep)){0,4}|let's|how about we|what if we(?: just)?)`

/** Words between an author and the author's hatred, which they neither deny nor oppose. */
const OWN_WORDS = String.raw`(?: (?!(?:not|never|don't|stop|end|fight|prevent|condemn|reject|oppose|against)\b)\p{L}+)`

/** Sources of the rules' expressions, and what a match adds to the log-odds. */
export const HATE: readonly (readonly [weight: number, ...sources: readonly string[]])[] = [
  [
    4,
    String.raw`(?:i|we|i'm|we're|i've|so|just)${OWN_WORDS}{0,4} (?:hate|despise|detest|loathe|abhor|can't stand|cannot stand|sick of|fed up|disgusted|contempt|disdain|hatred|pissed off|no (?:compassion|sympathy|respect))${WHOM}`,
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
  [
    3.5,
    `no ${GROUP}(?: are| is)? (?:welcome|wanted|allowed)`,
    `${ANYONE} ${BE}${DEGREE_OF_HATE} less (?:intelligent|smart|capable|human|worthy|evolved|civili[sz]ed|valuable|moral)(?: than|[.!]|$)`,
    `${ANYONE} ${BE}${DEGREE_OF_HATE} ${CONTEMPT}(?! (?:in|at|of|to)(?!\\p{L}))`,
    `${ANYONE} ${DEMAND} (?:(?:not|never) (?:be (?:allowed|permitted)|vote|exist|breed|reproduce|have (?:rights|jobs|children|kids))(?!\\p{L})|(?:be )?(?:banned|kicked out|thrown out|expelled|sterili[sz]ed|enslaved|removed|stopped|silenced|castrated)|go (?:back(?: to|[.!]|$)|home(?:[.!]|$))|get out(?: of (?:our|this|the) country|[.!]|$)|stay (?:in the kitchen|silent|out|away)|know their place|obey (?:men|us|their husbands?))`,
    `^(?:please )?(?:kill|murder|shoot|hang|burn|rape|gas|lynch|exterminate|eliminate|slaughter|behead|ban|deport|expel|stop|kick|throw|boycott|eradicate)(?: all| every| each| any| these| those| the| out| of){0,3} ${ANYONE}(?!'s|')(?: out| now| forever| away| from \\p{L}+)*[.!]*$`,
    `^${GROUP},? (?:out|go home|get out|go away|are not wanted|not welcome)(?: of (?:our|my|this|the) \\p{L}+)?[.!]*$`,
    `(?:no one|nobody) (?:likes|wants|needs|loves|respects) (?:the )?${ANYONE}(?! to(?!\\p{L}))`,
    `(?:never|(?:you|one) (?:can't|cannot|can not|can never|should never|must never|shouldn't)) (?:ever )?trust ${ANYONE}`,
    `${GROUP}(?:'s|') place is (?:in the kitchen|at home|in jail|behind|beneath|below)`,
    `${ANYONE} (?:can't|cannot|can not|don't know how to) (?:drive|think|lead|be trusted|do math|reason|behave|control themselves)(?:[.!]|$)`,
    `${ANYONE} ${BE} (?:just |simply |far |way )?too (?:emotional|stupid|weak|dumb|lazy|hysterical|irrational|sensitive|primitive) to`,
    `(?:better|safer|happier|nicer|cleaner)(?: off| place)? without(?: the| all| any| these| those){0,2} ${ANYONE}`,
    `(?:(?:i|we)(?: \\p{L}+){0,2} (?:wish|hope|want)|^(?:hope|wish)|if only)(?: that)?(?: all| the| every| these| those){0,2} ${ANYONE} (?:would |will |to |could |should )?(?:all |just )?(?:die|dies|died|disappear|vanish|burn|rot|suffer|get (?:killed|hit|shot|cancer)|be (?:shot|killed|dead|gone|eradicated|beaten))`,
    `(?:send|deport|ship) (?:all |the |these |those )?${ANYONE}(?: all)? (?:back|home|away)(?: (?:to|where|now)(?: \\p{L}+){0,4})?[.!]*$`,
    `swarms? of ${ANYONE}|${ANYONE}(?: \\p{L}+){0,4} (?:are|is) an? (?:threat|danger|menace|burden) to`,
    `in ${GROUP}(?:'s|') nature to be|(?:my|our|i|i'm|we)${OWN_WORDS}{0,5} (?:hatred|contempt|scorn|loathing|disgust)(?: (?:i|we) (?:feel|have))? (?:for|of|towards?) ${ANYONE}`,
    `(?:disgusted|sickened|revolted) by (?:all )?(?:the )?${ANYONE}`,
    `${ANYONE}(?: \\p{L}+){0,8} (?:makes? me boil|fills? me with(?: so much)? (?:rage|disgust|hatred|hate|anger|contempt))`,
    `cut (?:their |those |these |the )?(?:female |male )?(?:throats?|${GROUP} throats?)|(?:raping|murdering|killing|beating) ${ANYONE} should (?:not be illegal|be (?:legal|decriminali[sz]ed|allowed))`,
  ],
  [3.5, `too many ${GROUP} (?:in|here|around)`],
]
