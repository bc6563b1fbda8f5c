import { expect, it } from 'vitest'
import { toxicity } from '../../src/classifiers/toxicity/toxicity.ts'

const classify = async (text: string) => (await toxicity.create())(text)

it.each([
  'You idiot.',
  'you are a fucking moron',
  'YOU ARE SO STUPID',
  'Shut up, moron!',
  'I will kill you.',
  'Kill yourself.',
  'You f*cking clown',
  'you are a b1tch',
  'All foreigners are parasites.',
  'He is such an imbecile.',
  'Thanks for the call. You are a pathetic loser. Bye.',
])('is toxic: %j', async (text) => {
  expect(await classify(text)).toMatchObject({ label: 'toxic' })
})

it.each([
  'Scunthorpe, Penistone and Essex are places in England.',
  'Kill the process, then abort the job and execute it again.',
  'That was damn good coffee!',
  'The patient reported vaginal bleeding; her breast was examined.',
  '"You idiot", he said to himself, and laughed.',
  'The court heard that the man had threatened to kill his wife.',
  'I am such an idiot, I forgot my keys.',
  'You are not an idiot.',
  'This is a stupid bug in a dumb terminal.',
  'The class passes its arguments to the assembly.',
  'The service was terrible, the room was filthy and I want my money back.',
  'Our dog is a little rat catcher.',
])('is not toxic: %j', async (text) => {
  expect(await classify(text)).toMatchObject({ label: 'non-toxic' })
})

it('has a low confidence for swearing without a target', async () => {
  expect((await classify('What a fucking great concert that was!')).confidence).toBeLessThan(0.7)
})

it('finds a threat in the middle of a megabyte', async () => {
  const prose = 'The old station was closed in 1974, but its clock still runs. '.repeat(8000)
  expect(await classify(`${prose}I will kill you. ${prose}`)).toMatchObject({ label: 'toxic' })
  expect(await classify(prose)).toMatchObject({ label: 'non-toxic' })
})
