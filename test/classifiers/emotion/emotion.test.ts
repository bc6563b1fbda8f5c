import { expect, it } from 'vitest'
import { emotion } from '../../../src/classifiers/emotion/emotion.ts'

const classify = async (text: string) => (await emotion.create())(text)

it.each([
  ['When my grandfather died.', 'sadness'],
  ['When I failed my exam.', 'sadness'],
  ['I passed the entrance examination.', 'joy'],
  ['A man followed me in a dark street.', 'fear'],
  ['When I was accused of something that I had not done.', 'anger'],
  ['A drunk man was spitting in the bus.', 'disgust'],
])('recognizes the emotion of a situation: %j, %s', async (text, label) => {
  expect(await classify(text)).toMatchObject({ label })
})

it('has a confidence of about 0.5 that an impersonal text is neutral', async () => {
  const { label, confidence } = await classify('The meeting is on Monday at ten in room 204.')
  expect(label).toBe('neutral')
  expect(confidence).toBeGreaterThanOrEqual(0.5)
  expect(confidence).toBeLessThan(0.6)
})

it.each(['When I came home, my flatmate had used all of my milk.', 'It was my turn.'])(
  'has little confidence that people who write about themselves feel nothing: %j',
  async (text) => {
    const { label, confidence } = await classify(text)
    expect(label).toBe('neutral')
    expect(confidence).toBeLessThan(0.2)
  },
)

it.each([
  ['Seeing an old school again.', 0, 0.2],
  ['I think it is on channel four.', 0.2, 0.4],
  ['Just saw the new trailer #cinema', 0, 0.2],
])('has little confidence that an experience or a post is neutral: %j', async (text, from, to) => {
  const { label, confidence } = await classify(text)
  expect(label).toBe('neutral')
  expect(confidence).toBeGreaterThanOrEqual(from)
  expect(confidence).toBeLessThan(to)
})

it('has less confidence in the fear of a post, whose tags name subjects, unless it is the author that fears', async () => {
  const [plain, post, own] = await Promise.all(
    ['Panic everywhere.', 'Panic everywhere #news', 'I panic everywhere #news'].map(classify),
  )
  expect([plain, post, own].map((found) => found?.label)).toEqual(['fear', 'fear', 'fear'])
  expect(plain?.confidence).toBeGreaterThan(0.7)
  expect(post?.confidence).toBeLessThan(0.2)
  expect(own?.confidence).toBe(0.5)
})

it.each([
  ['What a terrific evening!', 'joy'],
  ['Terrorism must be answered.', 'anger'],
  ['Stop bullying him.', 'anger'],
  ['What a dreadful week.', 'sadness'],
])('weighs words by what authors feel: %j, %s', async (text, label) => {
  expect(await classify(text)).toMatchObject({ label })
})
