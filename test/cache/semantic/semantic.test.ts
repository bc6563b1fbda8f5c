import { describe, expect, it } from 'vitest'
import { findDifference } from '../../../src/cache/semantic/differences.ts'
import { createSemanticDrafts } from '../../../src/cache/semantic/drafts.ts'
import { encodeVector, encodeWords } from '../../../src/cache/semantic/encoding.ts'
import { seededRandom } from '../../../src/util/random.ts'
import { memoryCache } from '../../helpers/memory-cache.ts'
import { grammarDifferences, grammarParaphrases } from './grammar-pairs.ts'
import { literalDifferences } from './literal-pairs.ts'
import { requestParaphrases } from './request-pairs.ts'
import { differentPairs, paraphrases } from './sets.ts'
import * as smallWordPairs from './small-word-pairs.ts'
import { singleDifferentPairs, singleParaphrases } from './single-pairs.ts'
import { wordDifferences } from './word-pairs.ts'

const CONTEXT = ['sim:writer', null]

/** Returns a function that makes words that no dictionary has. */
function newWord(): () => string {
  const random = seededRandom(1)
  const letter = () => String.fromCharCode(97 + Math.floor(26 * random()))
  return () => Array.from({ length: 8 }, letter).join('')
}

async function shares(one: string, other: string): Promise<boolean> {
  const drafts = createSemanticDrafts(memoryCache(), 0.7)
  await drafts.add(CONTEXT, { prompt: one, text: 'text', thoughtId: 't1' }, encodeWords(one))
  return (await drafts.find(CONTEXT, other, encodeWords(other))) !== undefined
}

const countShared = async (pairs: readonly (readonly [string, string])[]) =>
  (await Promise.all(pairs.flatMap(([one, other]) => [shares(one, other), shares(other, one)]))).filter(
    Boolean,
  ).length

describe('the semantic cache', () => {
  it('shares the draft of at least 60 % of 200 paraphrases', async () => {
    expect(paraphrases).toHaveLength(200)
    expect(await countShared(paraphrases)).toBeGreaterThanOrEqual(0.6 * 2 * paraphrases.length)
  })

  it('never shares the draft of 200 pairs that differ in a negation, a number or a name', async () => {
    expect(differentPairs).toHaveLength(200)
    expect(await countShared(differentPairs)).toBe(0)
  })

  it('does so for pairs without a pattern', async () => {
    expect(await countShared(singleParaphrases)).toBeGreaterThanOrEqual(0.6 * 2 * singleParaphrases.length)
    expect(await countShared(singleDifferentPairs)).toBe(0)
  })

  it('does so for pairs that differ in quantifiers, tenses, roles, units or formats', async () => {
    expect(await countShared(grammarParaphrases)).toBeGreaterThanOrEqual(0.6 * 2 * grammarParaphrases.length)
    expect(await countShared(grammarDifferences)).toBe(0)
  })

  it('does so for pairs that differ in a preposition, an adjective or a kind of text', async () => {
    const { smallWordParaphrases, ...differences } = smallWordPairs
    for (const pairs of Object.values(differences)) expect(await countShared(pairs)).toBe(0)
    const { length } = smallWordParaphrases
    expect(await countShared(smallWordParaphrases)).toBeGreaterThanOrEqual(0.6 * 2 * length)
  })

  it('does so for pairs that differ in literals, languages, kindred words or the order of words', async () => {
    const { length } = requestParaphrases
    expect(await countShared(requestParaphrases)).toBeGreaterThanOrEqual(0.6 * 2 * length)
    for (const [one, other] of [...literalDifferences, ...wordDifferences]) {
      // In a long prompt, one word hardly changes the similarity.
      const [long, otherLong] = [one, other].map((text) => `${text} Address teachers of geography in Lisbon.`)
      expect(
        await countShared([
          [one, other],
          [long ?? '', otherLong ?? ''],
        ]),
        `${one} | ${other}`,
      ).toBe(0)
    }
  })

  it.each([
    ['Mention prices.', "Don't mention prices.", 'negation'],
    ['Explain possible outcomes.', 'Explain impossible outcomes.', 'negation'],
    ['Include the author.', 'Exclude the author.', 'negation'],
    ['Meet at 10:30.', 'Meet at 11:30.', 'number'],
    ['Raise prices by 5%.', 'Raise prices by 5.5%.', 'number'],
    ['Write ten lines.', 'Write 10 lines.', undefined],
    ['Google launched a phone. Write the news.', 'Apple launched a phone. Write the news.', 'name'],
    ['Paris is nice. Say why.', 'Rome is nice. Say why.', 'name'],
    ['Read chapter II of the book.', 'Read chapter III of the book.', 'name'],
    ['write about paris', 'write about london', 'word'],
    ['Say that parking is allowed in May.', 'Say that parking is prohibited in May.', 'negation'],
    ['Describe internal trade.', 'Describe international trade.', 'word'],
    ['Write 50 words on Oslo.', 'Write 50 paragraphs on Oslo.', 'word'],
    ['Describe two articles.', 'Describe two posts.', 'word'],
    ['Sell it for €9.', 'Sell it for £9.', 'number'],
    ['Say how -5 degrees feel.', 'Say how 5 degrees feel.', 'number'],
    ['Describe the trip from Vienna to Zurich.', 'Describe the trip from Zurich to Vienna.', 'order'],
    ['Explain how to turn Celsius into Kelvin.', 'Explain how to turn Kelvin into Celsius.', 'order'],
    ['Explain why team A beats team B.', 'Explain why team B beats team A.', 'order'],
    ['Explain how stress causes poor sleep.', 'Explain how poor sleep causes stress.', 'order'],
    ['Schreibe über die Fahrt von Köln nach Bonn.', 'Schreibe über die Fahrt von Bonn nach Köln.', 'order'],
    ['Pour 3/4 of a cup.', 'Pour 4/3 of a cup.', 'number'],
    ['Explain how cats chased dogs.', 'Explain how cats were chased by dogs.', 'order'],
    ['Explain how cats chased dogs.', 'Explain how dogs were chased by cats.', undefined],
    ['Only list the causes.', 'List the only causes.', 'order'],
    ['How do I move from server A to server B?', 'How do I move from server B to server A?', 'order'],
    ['Explain how to get from gate 4 to gate 5.', 'Explain how to get from gate 5 to gate 4.', 'order'],
    ['Explain a link of 10 Mb/s.', 'Explain a link of 10 MB/s.', 'number'],
    ['Explain a 5mW laser.', 'Explain a 5MW laser.', 'number'],
    ['Explain how to log in.', 'Explain how to log out.', 'negation'],
    ['Describe a letter to the king.', 'Describe a letter from the king.', 'negation'],
    ['Write a brief text on bees.', 'Write a detailed text on bees.', 'word'],
    ['Write a story about bees.', 'Write a report about bees.', 'word'],
    ['Say when the shop opens.', 'Say where the shop opens.', 'word'],
    ['Write about my dog.', 'Write about their dog.', 'word'],
    ['Say what I can eat.', 'Say what I must eat.', 'word'],
    ['Write a formal letter.', 'Write a letter.', 'word'],
    ['Write about the contract.', 'Write about the contrast.', 'word'],
    ['Say why all birds fly.', 'Say why some birds fly.', 'word'],
    ['Say what Rome did.', 'Say what Rome will do.', 'word'],
    ['List three uses of salt.', 'List 3 uses of salt.', undefined],
    ['How do I organise a party?', 'How do I organize a party?', undefined],
    ['Describe weather and climate.', 'Describe climate and weather.', undefined],
    ['Write a poem about the sea in autumn.', 'Write an autumn poem about the sea.', undefined],
    ['Explain why the sky is blue.', 'Why is the sky blue? Explain.', undefined],
    ['Write a persuasive text on trains.', 'Write a text on trains that persuades.', undefined],
    ['Photosynthesis: explain it.', 'Explain photosynthesis.', undefined],
    ['Describe the climate of Brazil.', 'What is the climate of Brazil?', undefined],
  ])('between "%s" and "%s" finds the difference %s', (one, other, difference) => {
    expect(findDifference(one, other)).toBe(difference)
    expect(findDifference(other, one)).toBe(difference)
  })

  it.each([
    ['Walk 5 km in Rome.', 'Walk 5 miles in Rome.'],
    ['Explain to Ann why only members vote.', 'Explain to Ann why members vote.'],
    ['Explain the policy of Rome.', 'Explain the police of Rome.'],
    ['Explain the employer of Ann.', 'Explain the employee of Ann.'],
    ['Explain how to encrypt a file for Ann.', 'Explain how to decrypt a file for Ann.'],
    ['Explain why Ann seldom swims.', 'Explain why Ann swims.'],
    ['Erkläre Anna, warum es eine Lösung gibt.', 'Erkläre Anna, warum es keine Lösung gibt.'],
    ['Schreibe ein Rezept mit Zucker.', 'Schreibe ein Rezept ohne Zucker.'],
    ['Explica a Ana por qué hay que votar.', 'Explica a Ana cómo hay que comer.'],
    ['Tell Ann about محمد.', 'Tell Ann about أحمد.'],
  ])('does not take "%s" for "%s", even if a model finds them similar', (one, other) => {
    expect(findDifference(one, other, { knowsSynonyms: true })).toBeDefined()
    expect(findDifference(other, one, { knowsSynonyms: true })).toBeDefined()
  })

  it('lets a model judge which words are synonyms', () => {
    const [one, other] = ['Tell Ann about cars.', 'Tell Ann about automobiles.']
    expect(findDifference(one, other)).toBe('word')
    expect(findDifference(one, other, { knowsSynonyms: true })).toBeUndefined()
  })

  it('compares requests about a long document, in which words occur in any order', () => {
    const word = newWord()
    const document = `The night train passes the train night. ${Array.from({ length: 6000 }, word).join(' ')}`
    const one = `Summarize this report.\n${document}`
    expect(findDifference(one, `Please summarize this report.\n${document}`)).toBeUndefined()
    expect(findDifference(one, `Please summarize this report.\n${document} ${word()}`)).toBe('word')
  })

  it('takes no more than 100 words for synonyms', () => {
    const word = newWord()
    const tell = (words: number) => `Tell Ann about ${Array.from({ length: words }, word).join(' of the ')}.`
    expect(findDifference(tell(50), tell(50), { knowsSynonyms: true })).toBeUndefined()
    expect(findDifference(tell(101), tell(101), { knowsSynonyms: true })).toBe('word')
  })

  it('finds the most similar prompt of the same context, with the similarity and the source', async () => {
    const drafts = createSemanticDrafts(memoryCache(), 0.7)
    const add = (prompt: string, text: string, thoughtId: string) =>
      drafts.add(CONTEXT, { prompt, text, thoughtId }, encodeWords(prompt))
    const find = (context: readonly unknown[], prompt: string) =>
      drafts.find(context, prompt, encodeWords(prompt))
    await add('Write about the taxes on cars.', 'taxes', 't1')
    await add('Write about cars.', 'cars', 't2')
    expect(await find(CONTEXT, 'Describe cars.')).toMatchObject({ text: 'cars', thoughtId: 't2' })
    expect(await find(['other:model', null], 'Describe cars.')).toBeUndefined()
  })

  it('compares the embeddings of a model by their angle', async () => {
    const random = seededRandom(1)
    const vector = () => Array.from({ length: 384 }, () => random() + random() + random() - 1.5)
    const cosine = (one: readonly number[], other: readonly number[]) => {
      const dot = (a: readonly number[], b: readonly number[]) =>
        a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
      return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other))
    }
    for (const share of [0, 0.3, 0.6, 1, 2]) {
      const [one, noise] = [vector(), vector()]
      const other = one.map((value, index) => value + share * (noise[index] ?? 0))
      const [left, right] = [encodeVector(one), encodeVector(other)]
      const exact = cosine(one, other)
      expect(Math.abs(left.similarityTo({ prompt: '', signature: right.signature }) - exact)).toBeLessThan(
        0.1,
      )
      if (exact > 0.85) expect(left.keys.some((key) => right.keys.includes(key))).toBe(true)
    }
    const opposite = encodeVector([1, 0]).similarityTo({ prompt: '', ...encodeVector([-1, 0]) })
    expect(opposite).toBe(0)
  })
})
