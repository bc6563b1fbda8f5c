/**
 * What the writer of an English text wants by it, by the form of its sentences: how they begin, how they end, and
 * for complaints and compliments what VADER makes of them. Greetings and farewells count only where there is
 * nothing else.
 */
import type { Classification } from './classifier.ts'
import { confidenceOf } from './confidence.ts'
import type { ClassifierDefinition } from './definition.ts'
import { knowingEnglish } from './english.ts'
import { loadPolarity, type Polarity } from './sentiment.ts'
import { oneOf, startingWith, wholeWords } from './expression.ts'
import { excerptOf, prose, sentencesOf } from './text.ts'

const LABELS = [
  'question',
  'statement',
  'request',
  'greeting',
  'goodbye',
  'complaint',
  'compliment',
  'command',
] as const
type Intent = (typeof LABELS)[number]

export const intent: ClassifierDefinition = {
  name: 'intent',
  summary:
    'What an English text is meant to do: ask, state, request, command, complain, praise, greet or part',
  labels: LABELS,
  async create() {
    const polarity = await loadPolarity()
    const inEnglish = knowingEnglish('statement', (text) => classify(text, polarity))
    return { name: intent.name, labels: intent.labels, classify: inEnglish }
  },
}

const start = (...sources: readonly string[]) => startingWith('iu', ...sources)
const anywhere = (...sources: readonly string[]) => wholeWords('iu', ...sources)

const GREETING = start(
  'hi|hello|hey(?: there)?|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)',
  String.raw`dear (?:sir|madam|all|team|\p{Lu}?\p{L}+),?|welcome|what's up|whats up|yo|salutations`,
  "nice to (?:see|meet) you|how are you|how do you do|how's it going|pleased to meet you",
  'long time no see',
)
const SMALL_TALK = anywhere(
  "how are (?:you|things)|how's it going|nice to (?:see|meet) you|what's up|how do you do",
  'hope (?:you|all|this)',
)
const GOODBYE = anywhere(
  'bye|bye-bye|goodbye|farewell|see (?:you|ya)|cheerio|so long|take care|good ?night',
  'until (?:next time|then|tomorrow)|talk (?:to you )?(?:later|soon)|catch you later',
  String.raw`have a (?:great|nice|good|safe|lovely|wonderful|pleasant)(?: \p{L}+)? ?(?:day|night|evening|weekend|trip|week|holiday|journey|one|time)?`,
  '(?:best|kind|warm|kindest|warmest) ?(?:regards|wishes)|regards|sincerely',
  'yours (?:truly|faithfully|sincerely)|i (?:have to|must|need to|gotta) (?:go|run|leave) now',
)
const REQUEST = anywhere(
  'please|kindly',
  '(?:could|would|can|will) (?:you|someone|somebody|anyone|anybody|we get|i (?:get|have))',
  'would you mind|may i (?:have|get|ask|see|borrow)',
  "i(?:'d| would) (?:like|love|appreciate|be grateful)|i(?:'m| am) looking for",
  'i (?:need|want|require|request) (?:a|an|the|some|to|your|help|you|my|more|another|two)',
  'would it be possible|is it possible to|i was hoping',
  '(?:help|give|lend|show|send|tell) (?:me|us)|let (?:me|us) know|i wonder if you|do you mind',
  'we (?:need|would like)',
)
const INDIRECT_QUESTION = anywhere(
  '(?:wondering|wonder|asking|curious|not sure|unsure|like to know|want to know|need to know|do you know|does anyone know|can you tell me|tell me) (?:whether|if|how|what|when|where|why|which|who|about)',
)
const QUESTION = start(
  "what|what's|who|who's|whom|whose|why|when|where|where's|which|how|how's|is|are|am|was|were",
  "do|does|did|can|could|will|would|shall|should|may|might|has|have (?:you|they|we|i)|had|isn't",
  "aren't|don't|doesn't|didn't|won't|can't|hasn't|haven't|any idea",
)
/** "When it rains ..." and "What I like ..." only begin like a question. */
const NO_QUESTION = start(
  '(?:when|where|how|what|who|while|which|why) (?:i|you|we|they|he|she|it|the|this|that|a|an|your|my)',
  'what (?:a|an)|how (?:beautiful|lovely|nice|kind|wonderful|dare)',
  String.raw`(?:don't|do not|do) (?!you|we|they|i )\p{L}+|have a|will (?:be|do)`,
)
const SUBJECT_FIRST = start(
  'i|you|he|she|it|we|they|this|that|these|those|there|the|a|an|my|your|his|her|its|our|their',
  'some|many|most|all|each|every|no|one|nobody|everybody|here|in|on|at|for|from|with|after',
  'before|since|because|if|although|though|as|while|by|to|of|and|but|or|so|not',
)
const IMPERATIVES = `
  accept activate add adjust agree answer apply arrange ask attach avoid bake be begin bind book break
  bring browse build buy calculate call cancel carry catch change charge check choose clean clear click
  climb close collect combine come compare complete configure connect consider contact continue convert
  cook copy correct count cover create cut decide define delete deploy describe design disable disconnect
  discover do download draft drag draw drink drive drop dry eat edit email empty enable ensure enter erase
  evaluate examine execute exit expand explain export extract file fill find finish fix focus fold follow
  format forward gather generate get give go grab hand handle hang hide hold hurry identify ignore
  implement import improve include increase insert install introduce invite join jump keep kill knock
  launch lay lead learn leave let lie lift list listen load lock log look lower make mark measure meet
  merge mix move name never note notice open order organize outline pack paint park pass paste pay pick
  place plan plant play plug point pour practice practise prepare press print proceed provide publish pull
  push put query quit raise reach read reboot rebuild record reduce refer refresh register release
  remember remind remove rename repair repeat replace reply report reset resolve respond restart restore
  return review rewrite rinse roll rotate run save scan schedule scroll search select send separate serve
  set shake share show shut sign simplify sit sleep slice solve sort speak spell spend spread stack stand
  start stay step stir stop store study submit subscribe summarize summarise swap swipe switch take talk
  tap taste teach tell test think throw tie touch train transfer translate treat trim try turn type undo
  unlock unplug update upgrade upload use verify view visit wait wake walk wash watch wear wipe work wrap
  write zoom
`
const COMMAND = start(
  String.raw`(?:now |then |first,? |next,? |finally,? |just |always |please )?(?:${oneOf(IMPERATIVES)}|don't \p{L}+|do not \p{L}+)`,
)
/** After a verb's stem these make a noun or a statement of it: "Work is hard", "Order 12 was sent". */
const NOUN_AFTER_ALL = /^\P{L}*\p{L}+\s(?:is|are|was|were|has|have|had|will|can|of|\d+)(?!\p{L})/iu
const MUST = start(
  '(?:you|everyone|all of you|nobody|no one) (?:must|will|have to|shall|need to|had better|are to|should not|may not)',
)
const GRIEVANCE = anywhere(
  String.raw`complain\w*|complaint|unacceptable|ridiculous|outrageous|disgrace\w*|fed up|sick of`,
  String.raw`disappointed|unhappy|dissatisfied|frustrat\w+|annoy\w+`,
  "still (?:waiting|no|not|haven't|hasn't|have not|has not|broken)",
  '(?:has|have|had) (?:been (?:waiting|leaking|broken|down|trying)|not arrived)',
  'never (?:arrived|came|received|got)',
  'no ?(?:body| one) (?:has )?(?:called|answers?|answered|came|come|helps?|helped|replied|replies|responds?|responded)',
  "hasn't (?:arrived|worked|come)|haven't (?:received|heard|got)",
  String.raw`keeps? (?:crashing|freezing|breaking|failing|\p{L}+ing)`,
  '(?:was|were|been) (?:promised|charged twice|overcharged|ignored|damaged|cancelled)',
  String.raw`(?:charged|billed) (?:me|us) twice|(?:stopped|not|n't|isn't) work\w*|fell apart|falls apart`,
  'broken|damaged|defective|faulty|missing|late again',
  'wrong (?:item|size|order|product|colour|color|address|one)|impossible to|your mistake',
  "drops? every|every time i|doesn't (?:work|open|load|fit)|does not (?:work|open|load|fit)",
  'crash(?:es|ed|ing)|too (?:slow|loud|expensive)|again and again|terrible|awful|horrible|worst',
  'rude|cold and|ignored (?:us|me)',
)
const PRAISE = anywhere(
  'well done',
  String.raw`(?:great|good|excellent|amazing|nice|fantastic|wonderful|brilliant|awesome|impressive|superb|outstanding|lovely|beautiful|fabulous|gorgeous|perfect) (?:job|work|article|post|talk|idea|\p{L}+s?[.!]*$)`,
  String.raw`you(?:'re| are| look| have| did|r)\b|what a\b|congratulations|thank you|thanks to`,
  'i (?:really |absolutely |truly )?(?:love|loved|enjoyed|adore|admire|like|appreciate) (?:your|the|this|that|how|it|you)',
  '(?:the|one of the) (?:best|most|nicest|kindest|finest)|your',
  String.raw`so (?:friendly|helpful|kind|delicious|beautiful|good|tasty)|keep up|highly recommend\w*|nice`,
  String.raw`\bis (?:brilliant|great|amazing|fantastic|excellent|wonderful|beautiful|perfect)`,
)

type Votes = Record<Intent, number>

function classify(text: string, polarity: Polarity): Classification {
  const votes = Object.fromEntries(LABELS.map((label) => [label, 0])) as Votes
  const sentences = sentencesOf(prose(excerptOf(text)))
  for (const [index, sentence] of sentences.entries()) {
    const { label, strength } = intentOf(sentence, polarity)
    // The first and the last sentence say what a letter is about more often than those between.
    votes[label] += strength * (index === 0 || index === sentences.length - 1 ? 1.2 : 1)
  }
  const substance = LABELS.some((label) => !isFrame(label) && votes[label] > 0)
  if (substance) for (const label of LABELS) if (isFrame(label)) votes[label] = 0
  // "Why is it so slow? It crashes all the time!" asks for no answer.
  if (votes.complaint > 0) votes.question /= 2
  // What is told between complaint, request and question is their story.
  if (votes.complaint + votes.request + votes.question + votes.compliment > 0 && sentences.length < LONG)
    votes.statement /= 3
  const [first, second] = LABELS.toSorted((a, b) => votes[b] - votes[a])
  if (first === undefined || second === undefined || votes[first] === 0)
    return { label: 'statement', confidence: confidenceOf(0, 1) }
  const total = LABELS.reduce((sum, label) => sum + votes[label], 0)
  const margin = (votes[first] - votes[second]) / total
  return {
    label: first,
    confidence: confidenceOf(margin * Math.min(1.5, votes[first] / sentences.length), 1.2),
  }
}

/** Sentences from which on a text is a text, not a message. */
const LONG = 12
const isFrame = (label: Intent): boolean => label === 'greeting' || label === 'goodbye'

interface Vote {
  readonly label: Intent
  readonly strength: number
}

/** The polarity from which a sentence is praise. */
const LIKED = 0.3
const PERSONAL = /\b(?:your?|i|my|we|our)\b/i

/** The first rule that holds; its strength is how seldom it errs. */
function intentOf(sentence: string, polarity: Polarity): Vote {
  const length = sentence.split(/\s+/).length
  const asked = /\?["')\]]*$/.test(sentence)
  const vote = (label: Intent, strength: number): Vote => ({ label, strength })
  if (GREETING.test(sentence) && (length <= 5 || SMALL_TALK.test(sentence)) && !REQUEST.test(sentence))
    return vote('greeting', 1.2)
  const parting = GOODBYE.test(sentence)
  if (parting && length <= 12 && !asked) return vote('goodbye', 1.2)
  if (GRIEVANCE.test(sentence) && !asked && !COMMAND.test(sentence)) {
    const opinion = polarity(sentence)
    if (opinion < LIKED) return vote('complaint', opinion < 0 ? 1.5 : 1)
  }
  if (INDIRECT_QUESTION.test(sentence)) return vote('question', 1)
  if (REQUEST.test(sentence)) return vote('request', 1.2)
  if (asked) return vote('question', 1.5)
  if (QUESTION.test(sentence) && !NO_QUESTION.test(sentence)) return vote('question', 1)
  if (PRAISE.test(sentence) && polarity(sentence) > LIKED) return vote('compliment', 1.3)
  if (MUST.test(sentence)) return vote('command', 1)
  if (COMMAND.test(sentence) && !NOUN_AFTER_ALL.test(sentence)) return vote('command', 1.2)
  if (PERSONAL.test(sentence) && polarity(sentence) < -LIKED) return vote('complaint', 0.8)
  return vote('statement', SUBJECT_FIRST.test(sentence) ? 1 : 0.7)
}
