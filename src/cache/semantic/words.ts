/** Words by their frequency in prompts, and words that decide which prompts may share a draft. */
import { wordSet } from '../../util/text/word-set.ts'

/** Words that do not change what a prompt is about. */
export const STOP_WORDS = wordSet(`
  a an the and or of to in on at by for from with as is are was were be been being it its this that these those there
  i me my we our you your he she they them their his her us do does did can could would should will shall may might must
  have has had what which who whom whose how why when where some any all each every about into over under than then so
  such also just very please up out if but let make sure want need like way ways more most much many lot bit kind
  following using use used based one's own own`)

/** Words that say what kind of text is wanted, and how. */
export const GENERIC_WORDS = wordSet(`
  write create compose draft produce generate prepare give provide tell show explain describe discuss outline present
  summarize summarise summary offer deliver craft develop text piece passage paragraph essay article post blog story
  note description explanation overview introduction guide report work works working function functions main key
  important short brief concise quick simple clear detailed long topic subject matter regarding concerning words help
  understand people someone readers reader content information general good best nice tips advice hints instructions
  directions dialogue conversation newspaper look looks looking appear appears seem seems offer suggest propose`)

/** Words with which prompts begin: there, their capital letter does not show a name. They say nothing about the topic. */
export const INSTRUCTION_WORDS = wordSet(`
  hello hi hey thanks bitte list name compare analyse analyze translate suggest recommend design plan build find define
  argue convince persuade rewrite edit imagine share review evaluate answer state identify illustrate highlight introduce
  teach advise invite announce cover address think pen put talk walk come pick choose propose recount narrate elaborate
  in covering about`)

/** Whether the word says something about the topic of a prompt. */
export const isTopicWord = (word: string): boolean =>
  !STOP_WORDS.has(word) && !GENERIC_WORDS.has(word) && !INSTRUCTION_WORDS.has(word)

/** Words that negate or limit what follows them. */
export const NEGATIONS = wordSet(`
  not no never none nothing nobody nowhere neither nor without avoid avoiding except excluding exclude omit
  lacking lack hardly barely scarcely seldom rarely almost nearly fail fails failed failing ban banned prohibit
  prohibited forbidden apart despite although instead stop skip leave ignore prevent refuse unless`)

const OPPOSITE_PAIRS = wordSet(`
  more/less most/least many/few increase/decrease advantages/disadvantages pros/cons benefits/risks benefits/drawbacks
  benefits/harms before/after first/last with/without include/exclude always/never best/worst good/bad buy/sell
  start/stop open/close formal/informal for/against high/low long/short large/small old/new hot/cold summer/winter
  positive/negative success/failure cause/effect rise/fall win/lose allow/forbid legal/illegal true/false left/right
  up/down early/late inside/outside push/pull accept/reject love/hate strengths/weaknesses cheap/expensive
  beginner/expert indoor/outdoor day/night men/women support/oppose past/future past/present add/remove
  encrypt/decrypt upload/download enable/disable gain/lose import/export imports/exports presence/absence
  children/adults mother/father mothers/fathers boy/girl boys/girls male/female north/south east/west top/bottom
  minimum/maximum input/output rich/poor next/last yesterday/tomorrow question/answer supply/demand better/worse
  here/there funny/serious easy/hard easy/difficult full/empty strong/weak raise/lower raise/cut pro/anti plus/minus
  teacher/student doctor/patient seller/buyer client/server increase/reduction private/public to/from in/out into/out
  on/off over/under above/below`)

/** Words and their opposites, in both directions. */
export const OPPOSITES: ReadonlyMap<string, string> = new Map(
  [...OPPOSITE_PAIRS].flatMap((pair) => {
    const words = pair.split('/')
    return [words, words.toReversed()].map(([one = '', other = '']) => [one, other] as const)
  }),
)

/** Each word stands for its position in its list. */
const COUNTS = `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
  seventeen eighteen nineteen twenty`
const ORDINALS = `zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
  fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth`
const OTHER_NUMBERS = {
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
  thousand: 1000,
  million: 1e6,
  billion: 1e9,
  dozen: 12,
  half: 0.5,
  quarter: 0.25,
  double: 2,
  twice: 2,
  once: 1,
  triple: 3,
  couple: 2,
  pair: 2,
  single: 1,
}

export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  ...[COUNTS, ORDINALS].flatMap((list) => [...wordSet(list)].map((word, value) => [word, value] as const)),
  ...Object.entries(OTHER_NUMBERS),
])

/** Whether the token begins with a digit or is the word for a number. */
export const isNumber = (token = ''): boolean => /^\d/.test(token) || NUMBER_WORDS.has(token.toLowerCase())
