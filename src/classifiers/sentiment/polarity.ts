/** Scores the sentiment of one sentence with VADER, after it rewords what VADER misreads. */
import { alternation } from '../expression.ts'
import { EMPTY_WORDS, PHRASES, SYNONYMS, WEAK_SYNONYMS, WEAK_WORDS } from './sentiment-words.ts'

/** The compound score of one sentence, -1..1. */
export type Polarity = (sentence: string) => number

/**
 * Matches pronouns, emphasis and words of complaint: they show that "error" or "fast" in the same sentence is a
 * judgement.
 */
const OPINIONATED =
  /\b(?:i|i'm|i've|me|my|we|us|our|very|really|so|too|extremely|incredibly|absolutely|totally|constantly|always|never|again|keeps?|honestly|sadly|unfortunately|every time|all the time|but now|at first)\b|!/i
const NEGATED_OPINION =
  /\b(?:do|don|did|didn|would|wouldn|can|could)(?:'?t| not) (?:think|believe|feel|find|consider|call|say)\b/i
const NEGATION = /^(?:not|never|nothing|without|hardly|nor|neither|none|cannot|\w+n't)$/

/** Loads VADER. Its lexicon lacks many words, so the returned function rewords a sentence before it scores it. */
export async function loadPolarity(): Promise<Polarity> {
  const vader = (await import('vader-sentiment')).default.SentimentIntensityAnalyzer
  const scoreOf = (text: string): number => vader.polarity_scores(text).compound
  return (sentence) => {
    let text = separateMarks(sentence)
    for (const [synonym, ...phrases] of PHRASES)
      for (const phrase of phrases) text = text.replace(phrase, synonym)
    const weakSynonym = OPINIONATED.test(sentence)
      ? (word: string) => WEAK_SYNONYMS.get(word)
      : (word: string) => (WEAK_WORDS.has(word) ? NO_OPINION : undefined)
    const score = scoreOf(reword(reverseDeclines(text, scoreOf), weakSynonym))
    return NEGATED_OPINION.test(sentence) && score > 0 ? -score : score
  }
}

/** Separates punctuation from words, since VADER strips at most one mark from a word, and only some kinds of marks. */
const separateMarks = (sentence: string): string =>
  sentence
    .replace(/["[\]{}*_~|<>#]|--+|[–—…]|\((?=[\p{L}\p{N}])/gu, ' ')
    .replace(/([\p{L}\p{N}])([.,;:!?()]+)(?=\s|$)/gu, '$1 $2')

/** Replaces words that express no opinion; VADER's lexicon does not contain it. */
const NO_OPINION = 'thing'

function reword(text: string, weakSynonym: (word: string) => string | undefined): string {
  return text.replace(/\p{L}+(?:['-]\p{L}+)*/gu, (word) => {
    const lower = word.toLowerCase()
    // VADER recognizes the negation "not", but neither "Not" nor "NOT".
    const plain = word === word.toUpperCase() && !NEGATION.test(lower) ? word : lower
    return weakSynonym(lower) ?? (EMPTY_WORDS.has(lower) ? NO_OPINION : (SYNONYMS.get(lower) ?? plain))
  })
}

const DECLINED = alternation(`
  declin(?:ed|es|ing|e) decreas(?:ed|es|ing|e) dropp(?:ed|ing) drops? fell falls? falling fallen plung(?:ed|es|ing|e)
  plummet(?:ed|s|ing)? shrank shrinks? shrunk shrinking slump(?:ed|s|ing)? sank sinks? sunk tumbl(?:ed|es|ing|e)
  collaps(?:ed|es|ing|e) worsen(?:ed|s|ing)? deteriorat(?:ed|es|ing|e) dwindl(?:ed|es|ing|e) erod(?:ed|es|ing|e)
  evaporat(?:ed|es|ing|e) diminish(?:ed|es|ing)? narrowed halved weaken(?:ed|s|ing)? slid slides? dipped dried_up
  contracted vanish(?:ed|es|ing)? disappear(?:ed|s|ing)? (?:went|gone|goes|came)_down slow(?:ed|s|ing)?(?:_down)?
  stall(?:ed|s|ing)? stagnat(?:ed|es|ing|e)
`)
const WORD = String.raw`[\p{L}'-]{1,30}`
const NOT_IN_WORD = String.raw`(?<![\p{L}\p{N}'-])`
/** "Net profit decreased sharply", "customer satisfaction has fallen": two words before the verb name what declined. */
const DECLINE_OF_SUBJECT = new RegExp(
  String.raw`${NOT_IN_WORD}((?:${WORD} )?${WORD}) (?:(?:has|have|had|is|are|was|were|been|also|again|sharply|slightly|steadily) ){0,2}${DECLINED}(?![\p{L}\p{N}])`,
  'giu',
)
/** "A decline in profit", "a loss of trust", "lost its best customer": what follows declined. */
const DECLINE_OF_OBJECT = new RegExp(
  String.raw`${NOT_IN_WORD}(?:(?:declines?|decreases?|drops?|falls?|slump|plunge|collapse|reduction|loss|lack|shortage|erosion|deterioration) (?:in|of)|lost|lose|loses|losing|reduc(?:ed|es|ing)|slashed) ((?:(?!and )${WORD} ){0,2}${WORD})`,
  'giu',
)

/** Things of which more is good, although VADER does not know them. */
const ASSET =
  '(?:revenues?|sales|turnover|income|earnings|profits?|orders|exports|demand|shares?|margins?|bookings|deliveries|subscribers|subscriptions|customers|visitors|traffic|users|attendance|donations|productivity|output|ratings|gdp|ebitda)'
/** Things of which more is bad. */
const BURDEN =
  '(?:debts?|costs|expenses|loss(?:es)?|complaints|unemployment|inflation|waste|emissions|churn|delays|defects|errors|outages|absences|crime|poverty|rents?|fees)'
const ADVERBS = String.raw`(?:(?:has|have|had|also|again|sharply|slightly|steadily|strongly) ){0,2}`
const GREW = String.raw`(?:increased|rose|risen|grew|grown|climbed|jumped|surged|soared|doubled|tripled|widened|(?:went|gone) up)`
/** "Sales grew by 20 percent", "sales beat expectations". */
const GROWTH_OF_ASSET = new RegExp(
  String.raw`${NOT_IN_WORD}${ASSET} ${ADVERBS}(?:${GREW}|rebounded|recovered|beat|exceeded)(?![\p{L}\p{N}])`,
  'giu',
)
/** "Debt increased sharply": more of a burden is bad, but VADER scores the growth alone. */
const GROWTH_OF_BURDEN = new RegExp(
  String.raw`${NOT_IN_WORD}${BURDEN} ${ADVERBS}${GREW}(?![\p{L}\p{N}])`,
  'giu',
)
const IS_ASSET = RegExp(`^${ASSET}$`, 'i')

/** Less of something good is bad, and less of something bad is good, but VADER scores the thing alone. */
function reverseDeclines(text: string, scoreOf: Polarity): string {
  const reversed = (phrase: string, thing: string) => {
    const words = thing.toLowerCase().split(' ')
    const isAsset = IS_ASSET.test(words.at(-1) ?? '')
    const score = isAsset ? 1 : scoreOf(words.filter((word) => !EMPTY_WORDS.has(word)).join(' '))
    return score === 0 ? phrase : score > 0 ? 'this is poor' : 'this is fine'
  }
  return text
    .replace(GROWTH_OF_BURDEN, 'this is poor')
    .replace(GROWTH_OF_ASSET, 'this is good')
    .replace(DECLINE_OF_OBJECT, reversed)
    .replace(DECLINE_OF_SUBJECT, reversed)
}
