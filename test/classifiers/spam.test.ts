import { expect, it } from 'vitest'
import { spam } from '../../src/classifiers/spam/spam.ts'

it.each([
  ['The free tickets for staff are at the desk.', 'ham'],
  ['Call me when you win the game.', 'ham'],
  ['You win a free cruise! Call now.', 'spam'],
  ['Hot singles in your area want to meet you', 'spam'],
  ['Invest in bitcoin today and double your money in 24 hours', 'spam'],
  ['Dear customer, your payment failed. Update your card: http://netfl1x.co', 'spam'],
])('labels %j as %s', async (text, label) => {
  const classify = await spam.create()
  expect(await classify(text)).toMatchObject({ label })
})
