/** Patterns that show the intent of a sentence by its form and its fixed phrases. */
import { alternation, startingWith, wholeWords } from '../expression.ts'

export const GREETING = startingWith(
  'hi|hello|hey(?: there)?|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)',
  String.raw`dear (?:sir|madam|all|team|\p{Lu}?\p{L}+),?|welcome|what's up|whats up|yo|salutations`,
  "nice to (?:see|meet) you|how are you|how do you do|how's it going|pleased to meet you",
  'long time no see',
)
export const SMALL_TALK = wholeWords(
  "how are (?:you|things)|how's it going|nice to (?:see|meet) you|what's up|how do you do",
  'hope (?:you|all|this)',
)
export const GOODBYE = wholeWords(
  'bye|bye-bye|goodbye|farewell|see (?:you|ya)|cheerio|so long|take care|good ?night',
  'until (?:next time|then|tomorrow)|talk (?:to you )?(?:later|soon)|catch you later',
  String.raw`have a (?:great|nice|good|safe|lovely|wonderful|pleasant)(?: \p{L}+)? ?(?:day|night|evening|weekend|trip|week|holiday|journey|one|time)?`,
  '(?:best|kind|warm|kindest|warmest) ?(?:regards|wishes)|regards|sincerely',
  'yours (?:truly|faithfully|sincerely)|i (?:have to|must|need to|gotta) (?:go|run|leave) now',
)
export const REQUEST = wholeWords(
  'please|kindly',
  '(?:could|would|can|will) (?:you|someone|somebody|anyone|anybody|we get|i (?:get|have))',
  'would you mind|may i (?:have|get|ask|see|borrow)',
  "i(?:'d| would) (?:like|love|appreciate|be grateful)|i(?:'m| am) looking for",
  'i (?:need|want|require|request) (?:a|an|the|some|to|your|help|you|my|more|another|two)',
  'would it be possible|is it possible to|i was hoping',
  '(?:help|give|lend|show|send|tell) (?:me|us)|let (?:me|us) know|i wonder if you|do you mind',
  'we (?:need|would like)',
)
export const INDIRECT_QUESTION = wholeWords(
  '(?:wondering|wonder|asking|curious|not sure|unsure|like to know|want to know|need to know|do you know|does anyone know|can you tell me|tell me) (?:whether|if|how|what|when|where|why|which|who|about)',
)
export const QUESTION = startingWith(
  "what|what'?s|who|who'?s|whom|whose|why|when|when's|where|where'?s|which|how|how'?s|is|are|am|was|were",
  "do|does|did|can|could|will|would|shall|should|may|might|has|have (?:you|they|we|i)|had|isn't",
  "aren't|don't|doesn't|didn't|won't|can't|hasn't|haven't|any idea|(?:do you )?know any",
)
/**
 * Matches sentences such as "When it rains ..." and "What I like ...", which begin like a question but are not
 * questions.
 */
export const NOT_A_QUESTION = startingWith(
  '(?:when|where|how|what|who|while|which|why) (?:i|you|we|they|he|she|it|the|this|that|a|an|your|my)',
  'what (?:a|an)|may (?:you|god|all|they|this|your)|how (?:beautiful|lovely|nice|kind|wonderful|dare)',
  String.raw`(?:don't|do not|do) (?!you|we|they|i )\p{L}+|have a|will (?:be|do)`,
)
export const SUBJECT_FIRST = startingWith(
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
  write zoom alert block confirm cross dial dim flip forecast inform iterate locate mute notify pause postpone prioritize
  recite renew reserve resume revert rewind skip spell text track unfreeze freeze
`
export const COMMAND = startingWith(
  String.raw`(?:(?:(?:hey |ok )?(?:alexa|siri|google|ai|computer|assistant|tv),? )|now |then |first,? |next,? |finally,? |just |always |please )?(?:${alternation(IMPERATIVES)}|don't \p{L}+|do not \p{L}+)`,
)
/**
 * Matches a first word that is a noun rather than a command, as the next word shows: "Work is hard", "Order 12 was
 * sent".
 */
export const STARTS_WITH_NOUN = /^\P{L}*\p{L}+\s(?:is|are|was|were|has|have|had|will|can|of|\d+)(?!\p{L})/iu
export const MUST = startingWith(
  '(?:you|everyone|all of you|nobody|no one) (?:must|will|have to|shall|need to|had better|are to|should not|may not)',
)
export const GRIEVANCE = wholeWords(
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
/**
 * Words after "good" or "nice" with which it does not praise: a wish, an exclamation or a plain noun: "Good luck.",
 * "Good grief!"
 */
const NOT_PRAISED = alternation(`
  luck night morning evening afternoon day days weekend week year time grief heavens lord gracious god riddance question
  questions point news faith health birthday christmas holidays holiday trip journey try chance fortune start
`)
export const WISH = startingWith(
  String.raw`(?:good|best(?: of)?|all the|much|lots of|many|happy|merry|safe|bon|get|enjoy|have|break|fingers|god|may|wish(?:ing)?|i wish|we wish|hope|i hope|we hope|congratulations|sweet|speedy)(?: (?:of|the|very|every|a|an|your|you|all|yourself|well|it|fun|crossed|dreams|recovery|bless|health))* (?:luck|best|wishes|birthday|christmas|holidays?|easter|anniversary|new year|travels?|trip|journey|appétit|appetit|voyage|well soon|soon|meal|stay|weekend|success|fun|crossed|bless|dreams|recovery|leg|health|happy returns|speed)`,
)
export const PRAISE = wholeWords(
  'well done',
  String.raw`(?:great|good|excellent|amazing|nice|fantastic|wonderful|brilliant|awesome|impressive|superb|outstanding|lovely|beautiful|fabulous|gorgeous|perfect) (?:job|work|article|post|talk|idea|(?!${NOT_PRAISED}(?!\p{L}))\p{L}+s?[.!]*$)`,
  String.raw`you(?:'re| are| look| have| did|r)\b|what a\b|congratulations|thank you|thanks to`,
  'i (?:really |absolutely |truly )?(?:love|loved|enjoyed|adore|admire|like|appreciate) (?:your|the|this|that|how|it|you)',
  '(?:the|one of the) (?:best|most|nicest|kindest|finest)|your',
  String.raw`so (?:friendly|helpful|kind|delicious|beautiful|good|tasty)|keep up|highly recommend\w*|nice`,
  String.raw`\bis (?:brilliant|great|amazing|fantastic|excellent|wonderful|beautiful|perfect)`,
)
