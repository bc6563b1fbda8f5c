/** Rules that recognize a toxic sentence by its words and by the person or group that they are about. */
import { once } from '../util/once.ts'
import { alternation, wholeWords } from './expression.ts'

/** Insulting names for a person. */
const INSULTS = alternation(`
  idiots? morons? imbeciles? cretins? dumb-?ass(?:es)? jackass(?:es)? ass-?holes? ass-?hats? shit-?heads? dick-?heads?
  dicks pricks? bastards? bitch(?:es)? whores? sluts? twats? wankers? tossers? knob-?heads? douche(?:bag)?s? scum(?:bags?)?
  half-?wits? nitwits? dimwits? dunces? buffoons? simpletons? lowli(?:fe|ves) losers? degenerates? parasites? vermin
  maggots? retards? freaks? creeps? bigots? hags? slobs? brats? imbecilic weirdos? perverts? psychos? cowards? scammers?
  motherfuckers? fuck(?:er|wit|head|tard|boi)s? cunts? wretch(?:es)? cocksuckers? pussy pussies incels? libtards?
  dumb-?fucks? son_of_a_bitch
`)

/** Nouns that are insults only if they are said of a person: "clown" may mean a clown. */
const NAMES = alternation(`
  clowns? trolls? jerks? fools? cows? pigs? rats? dogs? snakes? animals? monkeys? apes? trash garbage filth dirt
  liars? hypocrites? failures? jokes? disgrace disease plague cancer nobody nothing criminals? terrorists? rapists?
  sh[i1]ts? dykes? thugs? savages? monsters? devils? leech(?:es)? cockroach(?:es)? sheep worms?
  sack_of_shit piece_of_(?:shit|garbage|trash|crap|filth) waste_of_(?:space|skin|oxygen)
`)

const SLURS = alternation(`
  n[i1]gg(?:er|a)s? fag(?:got)?s? kikes? chinks?(?!\\sin) spics? wetbacks? trann(?:y|ies) gooks? ragheads? towelheads? pakis?
  coons? retards? retarded spastics? mongoloids? ching_?chong shemales? camel_jockeys? sand_niggers? white_trash
`)

const DEMEANING = alternation(`
  stupid dumb(?:er|est)? idiotic moronic pathetic worthless disgusting disgraceful ugly useless brainless brain-?dead
  brain_dead miserable filthy ignorant arrogant fat dirty lying sick vile inferior subhuman sub-human retarded mental
  insane crazy evil lazy hopeless despicable repulsive gross spineless gutless clueless delusional greedy worst_kind
  illiterate incompetent fucking bloody goddamn good_for_nothing unwanted disposable nasty rotten savage uncivili[sz]ed
`)

/** Groups of people; an insult of a group is an insult of each member. */
const GROUPS = alternation(`
  women men girls females males immigrants migrants foreigners refugees blacks whites asians africans jews muslims
  christians hindus gays lesbians homosexuals trans_people transgenders mexicans arabs gypsies romani chinese indians
  black_people white_people gay_people old_people poor_people fat_people disabled_people young_people homeless_people
  the_poor the_homeless the_disabled the_elderly boomers liberals conservatives republicans democrats feminists
  those_people these_people you_people people_like_(?:you|them|her|him)
`)

/** Words that may occur between "you are" and the insult. */
const DEGREE = `(?: ${alternation(`
  a an the all such so really very just too nothing but only another absolute(?:ly)? complete(?:ly)? total(?:ly)?
  utter(?:ly)? fucking bloody god damn goddamn big little real fat old dirty filthy worthless stupid dumb pathetic lying
  ugly miserable ignorant arrogant disgusting bunch of piece and as probably clearly obviously always most biggest
  dumbest worst self-righteous sick
`)}){0,5}`

const HARM = alternation(`
  kill murder hurt beat stab shoot strangle choke punch slap smash destroy end burn hang drown kick rape bash break
  slaughter butcher hunt skin gut crush cut torture poison
`)

/** Coarse in any context. */
export const SWEARING = alternation(`
  fuck(?:ed|ing|in|s)? f\\*+(?:ck|k)(?:ing)? f[u\\*]ck(?:ing)? fck fcking motherfucking
`)

/** Coarse words that are often mere exclamations. */
const MILD_SWEARING = alternation(`shit(?:ty)? sh[i1]t bullshit crap piss bollocks wtf`)

export interface ToxicRule {
  /** What a match of the rule adds to the log-odds that the sentence is toxic. */
  readonly weight: number
  readonly regex: () => RegExp
}

const BE = String.raw`(?:are|r|is|was|were|be|being|'re|'s)`
const YOU = String.raw`(?:you|u|ya|yall|y'all)`
const THEY = String.raw`(?:he|she|they|(?:the|this|that|your) (?:guy|man|woman|boss|agent|\p{L}+(?:er|or))|${GROUPS})`
const SOMEBODY = String.raw`(?:he|she|they|it|this|that|these|those|who|every(?:one|body)(?: here)?|(?:the|this|your) \p{L}+)`
const I_WILL = String.raw`(?:i|we)(?:'ll| will|'m gonna|'m going to| am going to| am gonna| gonna|'re going to| want to| should| swear i'll| would love to)`
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
  rule(3, `(?:${DEMEANING} ){1,2}${INSULTS}`, `${INSULTS}[.!]*$`),
  rule(1.5, String.raw`your (?:\p{L}+ )?${DEMEANING} \p{L}+`),
  rule(3.5, `your ${KIN} ${BE} (?:a|as|so|an) (?:${INSULTS}|${DEMEANING}|${NAMES})`),
  rule(0.8, INSULTS),
  // Hate
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
    'kill (?:your|ur)self|kys|go (?:and )?die|drop dead|die in a fire|(?:rot|burn) in hell|nobody would miss you',
    '(?:hope|wish) (?:that )?(?:you|they|he|she|someone)(?: all)? (?:dies?|rots?|suffers?|burn|gets? (?:cancer|hit)|kills)',
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
    2.4,
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

/** Rules for self-criticism, quoted words, denials and jokes. Their weights are subtracted from the log-odds. */
export const MITIGATING_RULES: readonly ToxicRule[] = [
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
    'kys|stfu|gtfo|kills|dies?|dead|rots?|suffers?|hell|nobody|crawl|cancer|hit|screw|shut|lost|disgust|suck',
    'shot|hanged|hung|killed|exterminated|gassed|wiped|beaten|lynched|raped|burned|punched|slapped|put down',
    'go back (?:to|under)|find you|come for you|make you|where you|your back|before i|pay for|regret this',
    'bugger off|sod off|bite me|kiss my|always be|never be|is tiny|yourself',
    String.raw`f\*+\S{0,9}|fu+c*k+`,
  ),
)
