import { expect, it } from 'vitest'
import { toxicity } from '../../../src/classifiers/toxicity/toxicity.ts'

const classify = async (text: string) => (await toxicity.create())(text)

it.each([
  'You idiot.',
  'you are a fucking moron',
  'YOU ARE SO STUPID',
  'Shut up, moron!',
  'I will kill you.',
  'Kill yourself.',
  'You f*cking clown',
  'Get cancer and die.',
  'Fat, ugly cow!',
  'Hang all the traitors.',
  'you are a b1tch',
  'All foreigners are parasites.',
  'He is such an imbecile.',
  // Hatred of groups
  'I hate women.',
  'I despise all Muslims.',
  'I cannot stand being around immigrants.',
  'Those people are subhuman.',
  'Black people belong in a zoo.',
  'Gay people should all be executed.',
  'Death to all Christians.',
  'Kill all men.',
  'No immigrant can ever be trusted.',
  'Trans lives are worth nothing.',
  'I hate Jews.',
  'We hate foreigners here.',
  'Women should not be allowed to vote.',
  'Women should stay in the kitchen.',
  "A woman's place is in the kitchen.",
  'Ban all Muslims.',
  'Gas the Jews.',
  'Foreigners out!',
  'Refugees are not welcome here.',
  'Nobody likes Mexicans.',
  'Never trust a Jew.',
  'Gypsies are thieves.',
  'Poles are thieves.',
  'Disabled people are a burden.',
  'The world would be better without Jews.',
  'I wish all gays would die.',
  'Send them back where they came from.',
  'Islam is a cancer.',
  'Swarms of refugees are infesting our city.',
  // Disguised words
  'F  u  c  k you',
  'f u c k y o u',
  'ｆｕｃｋ you',
  'fück you',
  'I hаte women.',
  'I h8 women.',
  'you are st*pid',
  'you are 5tupid',
  'you are s*t*u*p*i*d',
  'you are an !diot',
  'you are an іdiot',
  'you piece of sh*t',
  'ni99er',
  'F u c k you',
  'f.u.c.k you',
  'you are stup1d',
  'You are a m0ron',
  'You are so stuuupid',
  'I h a t e gay people',
  'D3ath to all women',
  'You @sshole',
  'Thanks for the call. You are a pathetic loser. Bye.',
  // Denied identity, and contempt by comparison
  'Trans women are not women.',
  'Trans men are not real men.',
  "Transgender girls aren't girls.",
  'A trans woman is not a woman.',
  'trans women will never be real women',
  'Immigrants are not real Americans.',
  'Women are less intelligent than men.',
  'No immigrants are welcome here.',
  'Am I wrong to think that those kinds of women ought to be executed?',
])('is toxic: %j', async (text) => {
  expect(await classify(text)).toMatchObject({ label: 'toxic' })
})

it.each([
  'Trans women are women.',
  'Smokers get cancer and die earlier than others.',
  'Hang all the pictures on the wall.',
  'The fat cow ate grass.',
  'Trans women are not men.',
  'Muslims are not Arabs.',
  'Stop saying trans women are not women.',
  'It is wrong to say that trans women are not women.',
  'Women are less likely to smoke.',
  'Women are not less intelligent than men.',
  'No woman is inferior.',
  'No immigrant is a criminal by birth.',
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
  'I hate Mondays.',
  'I hate women’s magazines.',
  'I do not hate women.',
  'He hates women.',
  'Why do people hate immigrants?',
  'Women should be paid the same as men.',
  'Black people belong in government.',
  'These women make me so happy.',
  'He said that women are stupid.',
  'Whoever says "I hate gay people" is a bigot.',
  'Disabled people do not deserve to suffer.',
  'I hate that women are paid less.',
  'I am so sick of black people being shot.',
  'This policy will hurt women.',
  'Poor people will die without aid.',
  'No woman should ever feel unsafe.',
  'Homeless people have no place to sleep.',
  'Women do not deserve this treatment.',
  'Women were often seen as inferior.',
  'Women who are sick should rest.',
  'The world would be better if more women held office.',
  'My life is worthless.',
  'Disabled people can never enter, since there is no ramp.',
  'You can suck the juice through a straw.',
  'We should cut taxes for poor people.',
  'We must end violence against women.',
  'We will beat the Mexicans in the final match.',
  'Immigrants should obey the law.',
  'Nobody wants women to suffer.',
  'We must stop hatred towards Muslims.',
  'Some people think that homosexuality is a disease.',
  'Send the women home safely by taxi.',
  "Old people can't drive at night.",
  'The Germans lost the war.',
  'Jews were expelled from Spain in 1492.',
  'Migrants are dangerous to nobody.',
  'Roma won 2-0 against Lazio.',
  'Send them back the form.',
  'My café is naïve and Zoë likes crème brûlée.',
  'He/she/they may use k8s, i18n and C++.',
  'I have 3 kids, an mp3 player and a b2b shop.',
  'Our dog is a little rat catcher.',
])('is not toxic: %j', async (text) => {
  expect(await classify(text)).toMatchObject({ label: 'non-toxic' })
})

it('has a low confidence for swearing without a target', async () => {
  expect((await classify('What a fucking great concert that was!')).confidence).toBeLessThan(0.7)
})

it('never has a high confidence that a text is not toxic, since toxic texts often use none of its words', async () => {
  expect((await classify('The meeting is on Monday.')).confidence).toBeLessThanOrEqual(0.85)
  expect(
    (await classify('He said that the court had not called her an idiot.')).confidence,
  ).toBeLessThanOrEqual(0.85)
})

it('has a confidence of about 0.5 that a short text about a group of people is not toxic', async () => {
  for (const text of ['Women came to the town hall.', 'The town hall was full of Muslims and Christians.']) {
    const { label, confidence } = await classify(text)
    expect(label).toBe('non-toxic')
    expect(confidence).toBeGreaterThanOrEqual(0.5)
    expect(confidence).toBeLessThan(0.6)
  }
  const long = `Women came to the town hall. ${'The meeting took two hours and ended late. '.repeat(6)}`
  expect((await classify(long)).confidence).toBeGreaterThan(0.8)
})

it('finds a threat in the middle of a megabyte', async () => {
  const prose = 'The old station was closed in 1974, but its clock still runs. '.repeat(8000)
  expect(await classify(`${prose}I will kill you. ${prose}`)).toMatchObject({ label: 'toxic' })
  expect(await classify(prose)).toMatchObject({ label: 'non-toxic' })
})
