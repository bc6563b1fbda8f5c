import { expect, it } from 'vitest'
import { loadPolarity } from '../../../src/classifiers/sentiment/polarity.ts'
import { sentiment } from '../../../src/classifiers/sentiment/sentiment.ts'

const classify = async (text: string, settings = {}) => (await sentiment.create(settings))(text)

it.each([
  ['It is good.', 'positive'],
  ['It is not good.', 'negative'],
  ['Not good.', 'negative'],
  ['NOT GOOD', 'negative'],
  ['It isn’t good.', 'negative'],
  ['It is not bad.', 'positive'],
  ['I do not think this is a good idea.', 'negative'],
  ['No complaints.', 'positive'],
  ['We will never buy from them again.', 'negative'],
  ['It could not be worse.', 'negative'],
  ['Nothing works.', 'negative'],
  ['The rules make no sense.', 'negative'],
  ['Great!', 'positive'],
  ['Works great!.', 'positive'],
  ['(Great)', 'positive'],
  ['“Awful.”', 'negative'],
  ['It was nice at first, but now it is slow and full of ads.', 'negative'],
])('recognizes negation, quotes and contrast in %j: %s', async (text, label) => {
  expect(await classify(text)).toMatchObject({ label })
})

it.each([
  'The process was killed and the socket is dead.',
  'Errors, warnings and fatal failures go to the log.',
  'If authentication fails, the request is rejected with code 401.',
  'Thank you for your order. It will be shipped on Tuesday.',
  'Please share this link with your team.',
  'The free plan supports five users.',
  'Best regards, Anna',
  'Run `kill -9 1234` and see https://example.com/terrible-horrible-bad for details.',
  'This license is free of charge.',
])('finds no opinion in %j', async (text) => {
  expect(await classify(text)).toMatchObject({ label: 'neutral' })
})

it.each([
  ['Net profit decreased sharply.', 'negative'],
  ['Customer satisfaction has fallen by ten points.', 'negative'],
  ['Revenue growth slowed.', 'negative'],
  ['There was a sharp decline in profit.', 'negative'],
  ['We lost the best customer.', 'negative'],
  ['Interest rates fell.', 'neutral'],
  ['Benefits were cut.', 'neutral'],
  ['Errors decreased.', 'neutral'],
  ['Debt increased sharply.', 'negative'],
  ['Complaints rose again.', 'negative'],
  ['Costs have doubled.', 'negative'],
  ['Profits rose strongly.', 'positive'],
  ['Revenue grew by 20 percent.', 'positive'],
  ['Sales dropped sharply in May.', 'negative'],
  ['Net loss widened to $3 million.', 'negative'],
  ['The price dropped, and I love it.', 'positive'],
  ['I love how the leaves fall in autumn.', 'positive'],
])(
  'takes less of something good for bad, and less of other things not for good: %j is %s',
  async (text, label) => {
    expect(await classify(text)).toMatchObject({ label })
  },
)

it('calls a text without opinion neutral with little confidence, since few words of opinion are in the lexicon', async () => {
  const { label, confidence } = await classify('The meeting is on Monday at ten o’clock in room 204.')
  expect(label).toBe('neutral')
  expect(confidence).toBeGreaterThanOrEqual(0.5)
  expect(confidence).toBeLessThan(0.6)
})

it.each([
  'The plot moves from one scene to the next.',
  'from one end of the room to the other',
  'a director in search of a script',
])('doubts that what is written about films, or a mere fragment, is neutral: %j', async (text) => {
  expect(await classify(text)).toEqual({ label: 'neutral', confidence: 0.1 })
})

it.each(['The film starts at 8.', 'We saw a film in Rome.', 'The museum opens at nine.'])(
  'does not doubt that facts are neutral: %j',
  async (text) => {
    const { label, confidence } = await classify(text)
    expect(label).toBe('neutral')
    expect(confidence).toBeGreaterThanOrEqual(0.5)
  },
)

it.each([
  ['an aimless, interminable slog', 'negative'],
  ['The acting is one-note and the jokes are juvenile.', 'negative'],
  ['It is ingenious, immersive and life-affirming.', 'positive'],
])('knows the words of criticism: %j, %s', async (text, label) => {
  expect(await classify(text)).toMatchObject({ label })
})

it('has a low confidence for mixed texts', async () => {
  const mixed = await classify('The food was wonderful. The service was terrible.')
  expect(mixed.confidence).toBeLessThan(0.6)
})

it('averages the scores of all sentences of a long text', async () => {
  const facts = 'The report covers the period from January to June. '.repeat(200)
  expect(await classify(`${facts}It is a good report.`)).toMatchObject({ label: 'neutral' })
  expect(await classify('I love it. '.repeat(300))).toMatchObject({ label: 'positive' })
})

it('applies the given bounds', async () => {
  const text = 'It is a nice chair. It has four legs. It is brown. It weighs six kilos.'
  expect(await classify(text)).toMatchObject({ label: 'neutral' })
  expect(await classify(text, { positiveFrom: 0.05 })).toMatchObject({ label: 'positive' })
  expect(await classify('It is bad.', { negativeFrom: -0.9 })).toMatchObject({ label: 'neutral' })
})

it('scores a sentence between -1 and 1', async () => {
  const polarity = await loadPolarity()
  expect(polarity('I absolutely love it, it is perfect, wonderful and amazing!!!')).toBeLessThanOrEqual(1)
  expect(polarity('The worst, most horrible, awful, disgusting thing ever!!!')).toBeGreaterThanOrEqual(-1)
  expect(polarity('A table has four legs.')).toBe(0)
})
