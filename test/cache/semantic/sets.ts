/** Pairs of prompts: those that ask for the same, and those that differ in a negation, a number or a name. */

const TOPICS = [
  'renewable energy',
  'urban gardening',
  'remote work',
  'the water cycle',
  'healthy sleep habits',
  'electric cars',
  'school uniforms',
  'ocean pollution',
  'public libraries',
  'meditation',
  'sourdough bread',
  'space tourism',
  'data privacy',
  'home insulation',
  'coral reefs',
  'online learning',
  'wind turbines',
  'vertical farming',
  'cyber security',
  'ancient pottery',
]

const PARAPHRASES: readonly (readonly [string, string])[] = [
  ['Write about the benefits of {}.', 'Describe the benefits of {}.'],
  ['Explain {} to a ten-year-old.', 'Give an explanation of {} for a ten-year-old.'],
  ['Write a short essay about {}', 'Compose a brief essay on {}.'],
  ['What are the main challenges of {}?', 'Outline the key challenges of {}.'],
  [
    'Write a newsletter about {} for small businesses.',
    'Please draft a newsletter for small businesses about {}.',
  ],
  ['Summarize the history of {}.', 'Give me a summary of the history of {}.'],
  ['How does {} affect local communities?', 'Explain how local communities are affected by {}.'],
  ['Write a persuasive speech in favour of {}.', 'Create a speech in favour of {} that is persuasive.'],
  ['Give tips on {} for beginners.', 'Write some tips for beginners on {}.'],
  ['Discuss common myths about {}.', 'Write an article that discusses common myths about {}.'],
]

const DIFFERENCES: readonly (readonly [string, string])[] = [
  ['Write about {} with examples.', 'Write about {} without examples.'],
  ['Explain why {} is worth the cost.', 'Explain why {} is not worth the cost.'],
  ['List 5 facts about {}.', 'List 7 facts about {}.'],
  ['Write three paragraphs about {}.', 'Write four paragraphs about {}.'],
  ['Describe {} in Berlin.', 'Describe {} in Madrid.'],
  ['Write about {} as Marie Curie would.', 'Write about {} as Ada Lovelace would.'],
  ['Write about the advantages of {}.', 'Write about the disadvantages of {}.'],
  ['Tell readers that they should never ignore {}.', 'Tell readers that they should always ignore {}.'],
  ['Describe {} in 2019.', 'Describe {} in 2024.'],
  ['write about {} in france', 'write about {} in japan'],
]

const fill = (pairs: readonly (readonly [string, string])[]) =>
  TOPICS.flatMap((topic) =>
    pairs.map(([one, other]) => [one.replace('{}', topic), other.replace('{}', topic)] as const),
  )

export const paraphrases = fill(PARAPHRASES)
export const differentPairs = fill(DIFFERENCES)
