import { expect, it } from 'vitest'
import { intent } from '../../../src/classifiers/intent/intent.ts'

const classify = async (text: string) => (await intent.create())(text)

it.each([
  'Good luck.',
  'Good luck with your exam tomorrow!',
  'Best of luck',
  'Happy birthday!',
  'Get well soon!',
  'Enjoy your meal.',
  'I wish you success.',
  'May you have a long life.',
  'Good grief.',
  'Good question.',
  'It was a good day.',
])('%j praises nobody', async (text) => {
  expect(await classify(text)).toMatchObject({ label: 'statement' })
})

it.each(['Well done.', 'Great work, team!', 'Nice talk.', 'What a lovely dress!', 'You did great'])(
  '%j is a compliment',
  async (text) => {
    expect(await classify(text)).toMatchObject({ label: 'compliment' })
  },
)

it.each([
  ['whats the fuel economy of this car', 'question'],
  ['do you know any dad jokes', 'question'],
  ['text my sister that I am late', 'command'],
  ['Alexa, dim the lights', 'command'],
  ['May I have a glass of water?', 'request'],
])('%j is a %s', async (text, label) => {
  expect(await classify(text)).toMatchObject({ label })
})

it('has a confidence of 0.5 in a statement, since that is what no rule recognized', async () => {
  expect(await classify('The store is in Main Street.')).toEqual({ label: 'statement', confidence: 0.5 })
})
