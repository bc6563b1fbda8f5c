import { expect, it } from 'vitest'
import { emotion } from '../../../src/classifiers/emotion/emotion.ts'

const classify = async (text: string) => emotion.create()(text)

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
