/** What toxic speech is made of, as parts of regular expressions. */

import { oneOf } from './expression.ts'

/** Names for a person that are meant to hurt. */
export const INSULTS = oneOf(`
  idiots? morons? imbeciles? cretins? dumb-?ass(?:es)? jackass(?:es)? ass-?holes? ass-?hats? shit-?heads? dick-?heads?
  dicks pricks? bastards? bitch(?:es)? whores? sluts? twats? wankers? tossers? knob-?heads? douche(?:bag)?s? scum(?:bags?)?
  half-?wits? nitwits? dimwits? dunces? buffoons? simpletons? lowli(?:fe|ves) losers? degenerates? parasites? vermin
  maggots? retards? freaks? creeps? bigots? hags? slobs? brats? imbecilic weirdos? perverts? psychos? cowards? scammers?
  motherfuckers? fuck(?:er|wit|head|tard|boi)s? cunts? wretch(?:es)? cocksuckers? pussy pussies incels? libtards?
  dumb-?fucks? son_of_a_bitch
`)

/** Insults only when somebody is called that: a clown may be a clown. */
export const NAMES = oneOf(`
  clowns? trolls? jerks? fools? cows? pigs? rats? dogs? snakes? animals? monkeys? apes? trash garbage filth dirt
  liars? hypocrites? failures? jokes? disgrace disease plague cancer nobody nothing criminals? terrorists? rapists?
  sh[i1]ts? dykes? thugs? savages? monsters? devils? leech(?:es)? cockroach(?:es)? sheep worms?
  sack_of_shit piece_of_(?:shit|garbage|trash|crap|filth) waste_of_(?:space|skin|oxygen)
`)

export const SLURS = oneOf(`
  n[i1]gg(?:er|a)s? fag(?:got)?s? kikes? chinks?(?!\\sin) spics? wetbacks? trann(?:y|ies) gooks? ragheads? towelheads? pakis?
  coons? retards? retarded spastics? mongoloids? ching_?chong shemales? camel_jockeys? sand_niggers? white_trash
`)

export const DEMEANING = oneOf(`
  stupid dumb(?:er|est)? idiotic moronic pathetic worthless disgusting disgraceful ugly useless brainless brain-?dead
  brain_dead miserable filthy ignorant arrogant fat dirty lying sick vile inferior subhuman sub-human retarded mental
  insane crazy evil lazy hopeless despicable repulsive gross spineless gutless clueless delusional greedy worst_kind
  illiterate incompetent fucking bloody goddamn good_for_nothing unwanted disposable nasty rotten savage uncivili[sz]ed
`)

/** Whole groups of people; what is said of all of them is said of each. */
export const GROUPS = oneOf(`
  women men girls females males immigrants migrants foreigners refugees blacks whites asians africans jews muslims
  christians hindus gays lesbians homosexuals trans_people transgenders mexicans arabs gypsies romani chinese indians
  black_people white_people gay_people old_people poor_people fat_people disabled_people young_people homeless_people
  the_poor the_homeless the_disabled the_elderly boomers liberals conservatives republicans democrats feminists
  those_people these_people you_people people_like_(?:you|them|her|him)
`)

/** What may stand between "you are" and the insult. */
export const DEGREE = `(?: ${oneOf(`
  a an the all such so really very just too nothing but only another absolute(?:ly)? complete(?:ly)? total(?:ly)?
  utter(?:ly)? fucking bloody god damn goddamn big little real fat old dirty filthy worthless stupid dumb pathetic lying
  ugly miserable ignorant arrogant disgusting bunch of piece and as probably clearly obviously always most biggest
  dumbest worst self-righteous sick
`)}){0,5}`

export const KIN = oneOf('mother mom sister wife kid son daughter face family')

export const HARM = oneOf(`
  kill murder hurt beat stab shoot strangle choke punch slap smash destroy end burn hang drown kick rape bash break
  slaughter butcher hunt skin gut crush cut torture poison
`)

/** Coarse whoever hears it. */
export const SWEARING = oneOf(`
  fuck(?:ed|ing|in|s)? f\\*+(?:ck|k)(?:ing)? f[u\\*]ck(?:ing)? fck fcking motherfucking
`)

/** Coarse, and as often a sigh. */
export const MILD_SWEARING = oneOf(`shit(?:ty)? sh[i1]t bullshit crap piss bollocks wtf`)

/** Obscenity's words that are medical, legal or everyday ones as often as abuse, or that are told apart here. */
export const NOT_ABUSE: ReadonlySet<string> = new Set(
  (
    'abo,anal,anus,arse,ass,bastard,bestiality,blowjob,bollocks,boob,buttplug,chink,cock,cum,deepthroat,dick,dildo,' +
    'doggystyle,double penetration,dyke,ejaculate,fag,felch,fellatio,finger bang,fisting,gangbang,handjob,hentai,' +
    'hooker,incest,jerk off,jizz,lubejob,masturbate,negro,orgasm,orgy,penis,piss,porn,prick,pussy,rape,retard,scat,' +
    'semen,sex,shit,spastic,tit,turd,vagina,wank'
  ).split(','),
)
