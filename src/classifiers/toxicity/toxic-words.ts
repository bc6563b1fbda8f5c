/** The words of toxic sentences: insults, slurs, swearing, and the groups of people that hate is about. */
import { once } from '../../util/once.ts'
import { alternation, wholeWords } from '../expression.ts'

/** Insulting names for a person. */
export const INSULTS = alternation(`
  idiots? morons? imbeciles? cretins? dumb-?ass(?:es)? jackass(?:es)? ass-?holes? ass-?hats? shit-?heads? dick-?heads?
  dicks pricks? bastards? bitch(?:es)? whores? sluts? twats? wankers? tossers? knob-?heads? douche(?:bag)?s? scum(?:bags?)?
  half-?wits? nitwits? dimwits? dunces? buffoons? simpletons? lowli(?:fe|ves) losers? degenerates? parasites? vermin
  maggots? retards? freaks? creeps? bigots? hags? slobs? brats? imbecilic weirdos? perverts? psychos? cowards? scammers?
  motherfuckers? fuck(?:er|wit|head|tard|boi)s? cunts? wretch(?:es)? cocksuckers? pussy pussies incels? libtards?
  shit[-_]heads? dumb-?fucks? son_of_a_bitch ass-?wipes? fag-?boys? dirt-?bags? dip-?shits?
  b\\*+t?ch(?:es)? a\\*+holes? c\\*+nts? d\\*+cks?
`)

/** Nouns that are insults only if they are said of a person: "clown" may mean a clown. */
export const NAMES = alternation(`
  clowns? trolls? jerks? fools? cows? pigs? rats? dogs? snakes? animals? monkeys? apes? trash garbage filth dirt
  liars? hypocrites? failures? jokes? disgrace disease plague cancer nobody nothing criminals? terrorists? rapists?
  sh[i1]ts? dykes? thugs? savages? monsters? devils? leech(?:es)? cockroach(?:es)? sheep worms?
  sack_of_shit piece_of_(?:shit|garbage|trash|crap|filth) waste_of_(?:space|skin|oxygen)
`)

export const SLURS = alternation(`
  n[i1]gg(?:er|a)s? fag(?:got)?s? kikes? chinks?(?!\\sin) spics? wetbacks? trann(?:y|ies) gooks? ragheads? towelheads? pakis?
  coons? retards? retarded spastics? mongoloids? ching_?chong shemales? camel_(?:jockeys?|fuckers?) rapefugees? jihadis? sand_niggers? white_trash
`)

export const DEMEANING = alternation(`
  stupid dumb(?:er|est)? idiotic moronic pathetic worthless disgusting disgraceful ugly useless brainless brain-?dead
  brain_dead miserable filthy ignorant arrogant fat dirty lying sick vile inferior subhuman sub-human retarded mental
  insane crazy evil lazy hopeless despicable repulsive gross spineless gutless clueless delusional greedy worst_kind
  illiterate incompetent fucking bloody goddamn good_for_nothing unwanted disposable nasty rotten savage uncivili[sz]ed
`)

const ATTRIBUTES = alternation(`
  gay lesbian queer trans transgender transsexual black white brown asian african arab jewish muslim christian hindu
  mexican chinese indian disabled handicapped old elderly poor homeless fat young immigrant migrant foreign
`)
const PEOPLE = alternation(
  `people persons folks? men women guys girls boys kids lives life communit(?:y|ies)`,
)
const MEMBERS = alternation(`
  immigrant migrant foreigner refugee muslim jew christian hindu gay lesbian homosexual mexican arab gypsy boomer
  liberal conservative republican democrat feminist
`)

/** Groups of people; an insult of a group is an insult of each member. */
const GROUPS = `(?:(?:those |these )?${ATTRIBUTES} ${PEOPLE}|${alternation(`
  women men girls females males immigrants migrants foreigners refugees blacks whites asians africans jews muslims
  christians hindus gays lesbians homosexuals trans_people transgenders mexicans arabs gypsies romani chinese indians
  the_poor the_homeless the_disabled the_elderly boomers liberals conservatives republicans democrats feminists
  those_people these_people you_people people_like_(?:you|them|her|him) (?:people|persons|men|women)_of_colou?r roma sinti
  arabs turks poles russians ukrainians syrians afghans iranians iraqis pakistanis somalis nigerians albanians romanians
  americans germans italians greeks koreans israelis palestinians kurds japanese atheists catholics sikhs buddhists
  the_(?:french|english|irish|dutch|british|spanish) handicapped transsexuals bisexuals homosexuals dwarfs?
`)})`

/** One person who stands for a group; "a Muslim country" and "this liberal bias" are about something else. */
const KIND = String.raw`(?:${ATTRIBUTES} (?:person|man|woman|guy|girl|boy|kid|life)|${MEMBERS}(?=$|[.,!?;]| (?:is|are|was|should|must|can|could|will|like|who|in|on|ever|today|tomorrow)(?!\p{L})))`

/** What the rules call every group, so that each of them need not contain all names of groups. */
export const GROUP = 'somegroup'

/** Finds groups and persons who stand for them: "women", "gay people", "a Muslim", "no disabled person". */
export const groupNames = once(() =>
  RegExp(
    wholeWords(
      GROUPS,
      `(?:a|an|any|every|another|some|one|this|that) ${KIND}|(?:a|any|every) woman`,
      `(?<=no )(?:${KIND}|woman)`,
    ),
    'giu',
  ),
)

/** Words that may occur between "you are" and the insult. */
export const DEGREE = `(?: ${alternation(`
  a an the all such so really very just too nothing but only another absolute(?:ly)? complete(?:ly)? total(?:ly)?
  utter(?:ly)? fucking bloody god damn goddamn big little real fat old dirty filthy worthless stupid dumb pathetic lying
  ugly miserable ignorant arrogant disgusting bunch of piece and as probably clearly obviously always most biggest
  dumbest worst self-righteous sick
`)}){0,5}`

export const HARM = alternation(`
  kill murder hurt beat stab shoot strangle choke punch slap smash destroy end burn hang drown kick rape bash break
  slaughter butcher hunt skin gut crush cut torture poison
`)

/** Coarse in any context. */
export const SWEARING = alternation(`
  fuck(?:ed|ing|in|s)? f\\*+(?:ck|k)(?:ing)? f[u\\*]ck(?:ing)? fck fcking fcuk fvck phuck motherfucking
`)

/** Coarse words that are often mere exclamations. */
export const MILD_SWEARING = alternation(`shit(?:ty)? sh[i1*]t bullshit crap piss bollocks wtf`)
