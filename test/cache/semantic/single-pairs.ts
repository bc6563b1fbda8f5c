/** Single pairs of prompts, without a pattern: those that ask for the same, and those that differ. */

export const singleParaphrases: readonly (readonly [string, string])[] = [
  [
    'Write a short poem about autumn leaves falling in a quiet park.',
    'Compose a brief poem on autumn leaves that fall in a quiet park.',
  ],
  ['Explain how vaccines train the immune system.', 'Describe how the immune system is trained by vaccines.'],
  [
    'Summarise the main causes of the First World War.',
    'Give a summary of the principal causes of World War One.',
  ],
  [
    'Draft an email to a customer whose parcel is late.',
    'Write an email for a customer whose parcel has been delayed.',
  ],
  [
    'List the benefits of drinking more water every day.',
    'What are the benefits of drinking more water each day? List them.',
  ],
  [
    'Write product copy for a waterproof hiking boot.',
    'Produce product copy for a hiking boot that is waterproof.',
  ],
  ['Explain recursion to a beginner programmer.', 'Explain recursion to someone new to programming.'],
  [
    'Describe the life cycle of a butterfly for children.',
    "For children, describe a butterfly's life cycle.",
  ],
  [
    'Write a cover letter for a junior accountant position.',
    'Compose a cover letter for the position of junior accountant.',
  ],
  ['How does a heat pump warm a house in winter?', 'Explain how a heat pump heats a house during winter.'],
  [
    'Write a news article about a new bicycle bridge in the town.',
    "Write a newspaper article on the town's new bicycle bridge.",
  ],
  [
    'Give tips for learning to play the guitar at home.',
    'Offer some advice for learning the guitar at home.',
  ],
  ['Tell a bedtime story about a brave hedgehog.', 'Write a bedtime story on a courageous hedgehog.'],
  [
    'Compare electric cars with diesel cars in terms of running costs.',
    'Compare the running costs of electric cars and diesel cars.',
  ],
  [
    'Explain the difference between weather and climate.',
    'What is the difference between climate and weather? Explain.',
  ],
  [
    'Write a thank-you note to a teacher at the end of the school year.',
    'Compose a note thanking a teacher at the end of the school year.',
  ],
  [
    'Describe a traditional Japanese tea ceremony.',
    'Give a description of a traditional tea ceremony in Japan.',
  ],
  ['Write instructions for repotting a house plant.', 'Write directions on how to repot a house plant.'],
  [
    'Suggest a weekly meal plan for a vegetarian family.',
    'Propose a meal plan for one week for a vegetarian family.',
  ],
  ['Explain why the sky looks blue.', 'Explain why the sky appears blue.'],
  [
    'Write an introduction for a report on urban noise.',
    'Write the introduction of a report about urban noise.',
  ],
  [
    'Outline a presentation about renewable energy for managers.',
    'Create an outline of a presentation on renewable energy for managers.',
  ],
  [
    'Write a speech for the opening of a community library.',
    "Compose a speech for a community library's opening.",
  ],
  ['Describe how bread dough rises.', 'Explain how dough for bread rises.'],
  ['Make a checklist for moving to a new apartment.', 'Create a checklist for a move to a new flat.'],
  ['Write a review of a small family restaurant.', 'Compose a review of a small restaurant run by a family.'],
  ['Explain compound interest with an example.', 'Use an example to explain compound interest.'],
  ['Write a description of a lighthouse on a stormy night.', 'Describe a lighthouse on a stormy night.'],
  [
    'Give an overview of the history of the printing press.',
    "Provide an overview of the printing press's history.",
  ],
  [
    'Write a motivational message for marathon runners.',
    'Compose a motivating message for people who run marathons.',
  ],
  [
    'Write a friendly reminder about the unpaid invoice.',
    'Write a kind reminder regarding the unpaid invoice.',
  ],
  ['Explain how to change a flat tyre on a bicycle.', 'Describe how a flat bicycle tyre is changed.'],
  ['Write a job advert for a pastry chef.', 'Draft a job advertisement for a pastry chef.'],
  ['Summarise the plot of Romeo and Juliet.', 'Give a plot summary of Romeo and Juliet.'],
  ['Describe the advantages of working from home.', 'List the advantages of home working.'],
  [
    'Write a blog post about growing tomatoes on a balcony.',
    'Create a blog post on how to grow tomatoes on a balcony.',
  ],
  [
    'Explain what a firewall does in a computer network.',
    'What does a firewall do in a computer network? Explain it.',
  ],
  [
    'Write a dialogue between a doctor and a nervous patient.',
    'Compose a conversation between a nervous patient and a doctor.',
  ],
  ['Explain how coral reefs form.', 'Describe the way coral reefs are formed.'],
  ['Write a limerick about a cat who loves jazz.', 'Compose a limerick on a jazz-loving cat.'],
]

export const singleDifferentPairs: readonly (readonly [string, string])[] = [
  ['Write a review that mentions the price.', 'Write a review that does not mention the price.'],
  ['Explain why the experiment succeeded.', 'Explain why the experiment did not succeed.'],
  ['Write a story with dialogue about a bakery.', 'Write a story without dialogue about a bakery.'],
  ['List countries that have a coastline.', 'List countries that have no coastline.'],
  ['Describe foods that are safe for dogs.', 'Describe foods that are unsafe for dogs.'],
  ['Explain when you should use a global variable.', 'Explain when you should never use a global variable.'],
  [
    'Write a letter accepting the offer from the publisher.',
    'Write a letter rejecting the offer from the publisher.',
  ],
  ['Describe the legal ways to reduce taxes.', 'Describe the illegal ways to reduce taxes.'],
  [
    'Write an essay arguing for a ban on plastic bags.',
    'Write an essay arguing against a ban on plastic bags.',
  ],
  ['Explain what happens before the operation.', 'Explain what happens after the operation.'],
  ['Write 5 slogans for a coffee shop.', 'Write 15 slogans for a coffee shop.'],
  ['Write three paragraphs about the moon.', 'Write seven paragraphs about the moon.'],
  ['Summarise the events of 1969 in space travel.', 'Summarise the events of 1986 in space travel.'],
  ['Write a 200-word introduction to sailing.', 'Write a 250-word introduction to sailing.'],
  ['Explain the rules of the first round.', 'Explain the rules of the second round.'],
  ['Plan a trip of two weeks through the Alps.', 'Plan a trip of a dozen days through the Alps.'],
  ['Write a quiz with ten questions about birds.', 'Write a quiz with twenty questions about birds.'],
  ['Describe the 3.5 mm audio plug.', 'Describe the 2.5 mm audio plug.'],
  ['Explain a 5% rise in rents.', 'Explain a 50% rise in rents.'],
  ['Describe the meeting on 3 May.', 'Describe the meeting on 4 May.'],
  ['Write a birthday card for Maria.', 'Write a birthday card for Marta.'],
  ['Describe the food of Portugal.', 'Describe the food of Norway.'],
  ['Write a biography of Marie Curie.', 'Write a biography of Ada Lovelace.'],
  ['Explain the history of Berlin.', 'Explain the history of Bern.'],
  ['Write an email to Mr Smith about the delay.', 'Write an email to Mr Jones about the delay.'],
  ['Compare Python with Ruby for web work.', 'Compare Python with Java for web work.'],
  ['Summarise the strategy of Toyota.', 'Summarise the strategy of Honda.'],
  ['Describe the climate of Mars.', 'Describe the climate of Venus.'],
  [
    "Explain what Friday's deadline means for the team.",
    "Explain what Monday's deadline means for the team.",
  ],
  ['Write a toast for Anna and Peter.', 'Write a toast for Anna and Paul.'],
  ['explain how to install postgres on ubuntu', 'explain how to install postgres on debian'],
  ['write a poem about london in the rain', 'write a poem about paris in the rain'],
  ['Explain how to enable two-factor login.', 'Explain how to disable two-factor login.'],
  ['Write a report that includes charts.', 'Write a report that excludes charts.'],
  ['Describe the advantages of nuclear power.', 'Describe the disadvantages of nuclear power.'],
  ["Write a story in which the hero can't swim.", 'Write a story in which the hero can swim.'],
  ['Say why nobody came to the party.', 'Say why everybody came to the party.'],
  ['Explain which mushrooms are edible.', 'Explain which mushrooms are inedible.'],
  ['Write a text with at least 100 words on tea.', 'Write a text with at most 100 words on tea.'],
  [
    'Describe how to increase the pressure in the tank.',
    'Describe how to decrease the pressure in the tank.',
  ],
]
