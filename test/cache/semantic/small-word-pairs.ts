/** Pairs of prompts that differ in one small word, and paraphrases that do not; written before the rules. */

type Pairs = readonly (readonly [string, string])[]

/** Each line is a prompt; the alternatives in braces make its pair. */
const pairsOf = (text: string): Pairs =>
  text
    .trim()
    .split('\n')
    .map((line) =>
      [0, 1].map((index) =>
        line.replace(/\{(.*?)\}/g, (_, options: string) => options.split('/')[index] ?? ''),
      ),
    )
    .map(([one = '', other = '']) => [one.trim(), other.trim()])

export const prepositionDifferences = pairsOf(`
Write a letter {for/to} the mayor of a small town.
Write a letter {by/about} the mayor of a small town.
Compose a speech {by/for} the retiring headmaster.
Draft a message {from/to} the landlord concerning heating.
Write a poem {for/about} a grandmother.
Write a poem {by/for} a lonely astronaut.
Describe a journey {with/without} a guide dog.
Give an argument {for/against} school uniforms.
Write a toast {to/by} the bride.
Explain the trade {with/within} the European Union.
Write a review {by/about} a disappointed guest.
Tell a story {about/by} a lighthouse keeper.
Draft an invitation {from/for} the neighbours.
Write a complaint {to/about} the railway company.
Write an apology {to/from} the airline.
Summarize the war {against/with} Sparta.
Explain how to walk {over/under} a rope bridge.
Write a song {for/about} soldiers.
Describe the road {to/from} the monastery.
Describe life {before/after} the flood.
Write a report {for/about} the board of directors.
Outline a lesson {for/about} toddlers.
Write an interview {with/by} a marine biologist.
Draft a petition {to/against} the council.
Describe a painting {of/by} Rembrandt.
Write a note {to/about} my piano teacher.
Describe a walk {along/across} the river.
Give tips {for/from} beekeepers.
Write a prayer {to/for} the river goddess.
Explain the meeting {at/after} the embassy.
Compose a lullaby {by/about} a tired nurse.
Write an obituary {by/for} a famous clown.
Draft a memo {to/about} the night shift.
Describe the view {of/from} the castle.
Write a monologue {by/to} a sleeping dragon.
Write a press release {for/against} the new stadium.
Describe a battle {between/among} the clans, seen {between/among} ruins.
Write a eulogy {for/by} the old sailor.
Explain the law {on/under} strict liability.
Write a tale {for/about} shepherds.
Compose a ballad {by/to} a jealous king.
Draft advice {to/from} first-time voters.
`)

export const adjectiveDifferences = pairsOf(`
Write a {good/short} review of the hotel by the lake.
Write a {short/nice} poem about winter mornings.
Give a {simple/detailed} explanation of compound interest.
Write a {clear/long} description of the water cycle.
Write a {quick/general} overview of the tax system.
Give {brief/good} instructions for changing a tyre.
Describe the {best/main} beaches of the island.
List the {important/nice} places in the old town.
Write a {general/short} introduction to statistics.
Give a {nice/clear} summary of the meeting.
Write a {detailed/nice} story about a lost ring.
Explain the {key/simple} rules of chess.
List the {best/general} reasons for moving abroad.
Write a {long/good} post about gardening in clay soil.
Give {simple/important} advice to new parents.
Describe the {main/best} sights of the harbour.
Write a {concise/good} guide to composting.
Write {quick/detailed} notes about photosynthesis.
Give a {clear/brief} account of the strike.
Name the {key/best} ingredients of a curry.
Write a {short/general} text about volcanoes.
Offer {nice/brief} words for a farewell card.
Give a {long/simple} answer about inflation.
Describe the {simple/main} parts of a bicycle.
List {quick/important} exercises for the back.
Write a {good/detailed} report on the harvest.
Write a {nice/long} article about night trains.
Explain the {important/simple} steps of a knit stitch.
Give {general/detailed} information about visas.
Write a {clear/short} essay about honesty.
Describe {good/quick} ways to learn vocabulary.
Write a {brief/simple} story about a snail.
Give the {main/simple} arguments about zoos.
List the {best/quick} breakfasts for students.
Write a {concise/nice} portrait of a baker.
Write {long/clear} directions to the hut.
Write a {good/general} overview of jazz.
Explain the {key/best} features of a tent.
Write a {detailed/simple} guide to pruning roses.
Describe the {important/best} moments of the match.
`)

export const kindDifferences = pairsOf(`
Write a {blog post/newspaper article} about the flooded library.
Write an {essay/article} about the history of salt.
Write a {story/description} about a haunted mill.
Write a {guide/story} about mushroom picking.
Write a {note/report} about the broken lift.
Write a {dialogue/paragraph} about sharing a flat.
Write a {summary/guide} about kidney stones.
Write an {essay/blog post} about learning to fail.
Write a {newspaper article/report} about the bridge opening.
Write an {introduction/summary} about medieval guilds.
Write a {report/post} about dolphins in the bay.
Write a {conversation/story} about a stolen bicycle.
Write {tips/a story} about camping with toddlers.
Write {instructions/a summary} about assembling a wardrobe.
Write a {post/note} about the office kitchen.
Write an {overview/essay} about solar sails.
Write an {article/dialogue} about vegan cheese.
Write a {guide/newspaper article} about renting in Lisbon.
Write an {explanation/story} about rainbows.
Write a {description/report} about the new playground.
Write {advice/a report} about mould in cellars.
Write a {blog/report} about our canoe trip.
Write a {story/newspaper article} about a runaway goat.
Write an {introduction/essay} about game theory.
Write a {summary/dialogue} about the treaty of Utrecht.
Write {hints/an essay} about baking sourdough.
Write a {note/story} about a forgotten umbrella.
Write a {conversation/report} about noise at night.
Write an {article/summary} about coral bleaching.
Write an {essay/guide} about keeping a diary.
Write {directions/a story} about the mountain hut.
Write a {post/dialogue} about home schooling.
Write an {overview/story} about Roman aqueducts.
Write a {paragraph/blog post} about left-handedness.
Write an {introduction/report} about bee diseases.
Write a {description/dialogue} about a night market.
Write an {explanation/article} about tides in the channel.
Write a {guide/dialogue} about job interviews.
Write a {newspaper article/note} about the lost cat.
Write a {summary/post} about the school budget.
`)

export const smallWordParaphrases = pairsOf(`
Write a {short/brief} review of the hotel by the lake.
Write a poem {about/on} winter mornings.
{Write/Compose} a letter to the mayor of a small town.
{Explain/Describe} how to walk over a rope bridge.
Give {tips/advice} for beekeepers.
Write an essay {about/on} the history of salt.
Write a {story/tale} about a haunted mill{/, please}.
Write {a guide about/a guide on} mushroom picking.
Please write {a/one} note to my piano teacher.
Write about the {main/key} sights of the harbour.
Explain the {key/main} rules of chess.
Tell {me/us} about compound interest.
How {do I/can I} change a tyre?
Write a {quick/short} overview of the tax system.
Write {an article/a text} about coral bleaching.
{What are/List} the main arguments for zoos{?/.}
Give a {long/detailed} answer about inflation.
Write a report {about/on} the harvest.
Write a dialogue about {sharing a flat/a shared flat}.
Describe the road {that leads to/to} the monastery.
Draft a memo to the night shift {about/regarding} safety.
{Write/Draft} a speech for the retiring headmaster.
{Write/Create} a blog post about our canoe trip.
Write a blog {post/article} about home schooling.
Steps {to bake/for baking} sourdough bread.
{Write down/List} exercises for the back.
Write a conversation {between/of} two neighbours about noise.
Explain {photosynthesis to children/to children what photosynthesis is}.
{Can you explain/Explain} the law on strict liability{?/.}
Write a {dialogue/conversation} about job interviews.
`)

/** Written after the rules, to see whether they hold for more than the pairs above. */
export const laterDifferences = pairsOf(`
Write a postcard {to/about} the lighthouse.
Write a fable {by/for} an old fox.
Compose a hymn {to/against} the sun.
Draft a report {by/about} the treasurer.
Write a sermon {on/against} greed.
Describe a train {to/from} Lisbon.
Give advice {to/by} a midwife.
Write a warning {to/about} the tenants.
Write a {short/nice} joke about penguins.
Describe the {main/nice} streets of Porto.
Give a {good/detailed} answer about rust.
Write a {simple/best} recipe for lentils.
Write an {essay/overview} about lichens.
Write a {note/guide} about bicycle locks.
Write {tips/an article} about choosing a school.
Write a {story/summary} about the moon landing.
Write a speech {for/about} the champions.
Write a thank-you letter {from/to} the orphans.
Explain the agreement {with/against} pirates.
Write a {dialogue/guide} about ferries.
`)
