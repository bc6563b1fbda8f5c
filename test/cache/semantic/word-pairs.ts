/** Pairs of prompts, one a line. */
import { pairsOf } from './pairs-of.ts'

/** Each pair differs in a word or in the order of the words. */
export const wordDifferences = pairsOf(`
Write a recipe for bread with yeast. | Write a recipe for bread without yeast.
Explain why the company no longer sells phones. | Explain why the company sells phones.
List all fruits except citrus. | List all citrus fruits.
Describe how to avoid debt. | Describe how to take on debt.
Explain why the contract is enforceable. | Explain why the contract is unenforceable.
Explain why it isn't safe to swim. | Explain why it is safe to swim.
Explain why it is not impossible to win. | Explain why it is impossible to win.
Say that only members may vote. | Say that members may vote.
Say that only members may vote. | Say that members may only vote.
Describe a plan that also covers dental care. | Describe a plan that only covers dental care.
Say that all tenants pay a deposit. | Say that some tenants pay a deposit.
Say that all tenants pay a deposit. | Say that no tenants pay a deposit.
Say that none of the tenants pay a deposit. | Say that all of the tenants pay a deposit.
Explain why we need more police. | Explain why we need less police.
Explain why we need more police. | Explain why we need fewer police.
Describe what to eat before a run. | Describe what to eat after a run.
Describe the thirteenth chapter. | Describe the fourteenth chapter.
Buy twelve eggs. | Buy eggs.
Buy a dozen eggs. | Buy two dozen eggs.
Buy half of the eggs. | Buy a quarter of the eggs.
Buy half of the eggs. | Buy all of the eggs.
Buy a third of the eggs. | Buy two thirds of the eggs.
Write about King Charles II. | Write about King Charles III.
Write about world war i. | Write about world war ii.
Write about chapter v. | Write about chapter vi.
Schreibe ein Rezept mit Zucker. | Schreibe ein Rezept ohne Zucker.
Da tres razones. | Da cuatro razones.
Explique pourquoi il faut voter. | Explique pourquoi il ne faut pas voter.
Donne trois raisons de partir. | Donne quatre raisons de partir.
Explain how Apple sues Samsung. | Explain how Samsung sues Apple.
Apple sues Samsung. Write the news. | Samsung sues Apple. Write the news.
The cat that chased the dog: write a story. | The dog that chased the cat: write a story.
Explain the benefits of tea. | Explain the drawbacks of tea.
Explain the benefits of tea. | Explain the harms of tea.
Explain hot weather. | Explain cold weather.
Explain the file a.py. | Explain the file a.js.
Explain why cats rarely swim. | Explain why cats often swim.
Explain why cats seldom swim. | Explain why cats swim.
Explain why few people vote. | Explain why people vote.
Explain why a few people vote. | Explain why few people vote.
Explain why people should vote. | Explain why people shouldn't vote.
Explain why people should vote. | Explain why people shouldnt vote.
Explain why people can vote. | Explain why people cannot vote.
Explain why people can vote. | Explain why people cant vote.
Explain who can vote. | Explain whom people can vote for.
Explain how at least five people won. | Explain how at most five people won.
Explain how more than five people won. | Explain how fewer than five people won.
Explain how more than five people won. | Explain how five people won.
Explain how up to five people won. | Explain how over five people won.
Explain how to add users. | Explain how to remove users.
Explain how to encrypt files. | Explain how to decrypt files.
Explain how to upload files. | Explain how to download files.
Explain how to install Linux. | Explain how to uninstall Linux.
Explain how to enable logging. | Explain how to disable logging.
Explain how to lock the door. | Explain how to unlock the door.
Explain how to gain weight. | Explain how to lose weight.
Explain hyperthermia. | Explain hypothermia.
Explain hypertension. | Explain hypotension.
Explain employers' rights. | Explain employees' rights.
Explain the employer's rights. | Explain the employee's rights.
Explain the lender's rights. | Explain the lending rights.
Describe the rights of the trainer. | Describe the rights of the trainee.
Describe the work of a teacher. | Describe the work of teaching.
Explain affect. | Explain effect.
Explain macroeconomics. | Explain microeconomics.
Explain prenatal care. | Explain postnatal care.
Explain intranet. | Explain internet.
Explain interstate roads. | Explain intrastate roads.
Explain careful work. | Explain careless work.
Explain useful tools. | Explain useless tools.
Explain hopeful people. | Explain hopeless people.
Explain the first step. | Explain the last step.
Explain the second step. | Explain the next step.
Explain the penultimate step. | Explain the ultimate step.
Explain the sexual life of bees. | Explain the asexual life of bees.
Explain typical behaviour. | Explain atypical behaviour.
Explain moral behaviour. | Explain amoral behaviour.
Say that he was convicted. | Say that he was acquitted.
Explain why John hired Mary. | Explain why Mary hired John.
Explain why john hired mary. | Explain why mary hired john.
Write a letter to Anna from Ben. | Write a letter to Ben from Anna.
Write about O'Brien. | Write about O'Neil.
Explain vitamin c. | Explain vitamin d.
Explain hepatitis a. | Explain hepatitis b.
Explain plan A. | Explain plan B.
Explain a polish meal. | Explain a Polish meal.
Explain turkey. | Explain Turkey.
Explain the US economy. | Explain us economy.
Explain IT. | Explain it.
Explain WHO. | Explain who.
Write about who won. | Write about WHO won.
Write in English about tea. | Write in French about tea.
write in english about tea | write in french about tea
Write a poem about tea. | Write a song about tea.
Write an email about tea. | Write a tweet about tea.
Write about tea as a pirate. | Write about tea as a nurse.
Write about tea for children. | Write about tea for adults.
Write about tea for kids. | Write about tea by kids.
Write about tea, be funny. | Write about tea, be serious.
Write about tea and coffee. | Write about tea or coffee.
Compare tea with coffee. | Compare tea and coffee to water.
Explain why tea beats coffee. | Explain why coffee beats tea.
Explain whether tea beats coffee. | Explain why tea beats coffee.
Explain if tea is good. | Explain why tea is good.
Tell me what you need. | Tell me what I need.
Tell me what he wants. | Tell me what she wants.
Tell me about its use. | Tell me about their use.
Tell me what it was. | Tell me what it is.
Tell me what may happen. | Tell me what must happen.
Tell me how to make tea every day. | Tell me how to make tea any day.
Explain both options. | Explain either option.
Explain both options. | Explain neither option.
Say that everybody came. | Say that somebody came.
Say that anyone can come. | Say that someone can come.
Say that it never rains. | Say that it sometimes rains.
Say that it always rains. | Say that it sometimes rains.
Explain how the team failed to win. | Explain how the team won.
Explain how the team almost won. | Explain how the team won.
Explain the absence of evidence. | Explain the presence of evidence.
Explain the lack of evidence. | Explain the evidence.
Write about tea. Do not mention milk. | Write about tea. Do mention milk.
Write about tea. Mention milk. Don't mention sugar. | Write about tea. Mention sugar. Don't mention milk.
Write about tea with milk but without sugar. | Write about tea with sugar but without milk.
Write about tea, not coffee. | Write about coffee, not tea.
Write about tea instead of coffee. | Write about coffee instead of tea.
Why is it not true that tea helps? | Why is it true that tea does not help?
Why does not everyone drink tea? | Why does everyone not drink tea?
Not all teas are green: say why. | All teas are not green: say why.
Write about the mother of the queen. | Write about the queen of the mother.
Write about man bites dog. | Write about dog bites man.
The lawyer of the doctor sued. Say why. | The doctor of the lawyer sued. Say why.
Describe the wife of Tom and the brother of Sue. | Describe the wife of Sue and the brother of Tom.
Write about a tall man and a short woman. | Write about a short man and a tall woman.
Tell me why tea is better than coffee. | Tell me why coffee is better than tea.
Tell me why tea is better than coffee. | Tell me why tea is worse than coffee.
Tell me why tea is as good as coffee. | Tell me why tea is not as good as coffee.
Explain the history of the universe. | Explain the history of the university.
Explain the rise of communism in Peru. | Explain the rise of the community in Peru.
Explain astronomy. | Explain astrology.
Explain capitalism. | Explain capitalists.
Describe the prince of Monaco. | Describe the princess of Monaco.
Describe meaningful work. | Describe meaningless work.
Describe thoughtful gifts. | Describe thoughtless gifts.
Describe hypothermia to a class. | Describe a hypothesis to a class.
Describe large cars. | Describe the largest cars.
Describe the work of a photographer. | Describe the work of photography.
Describe the childhood of Mozart. | Describe the children of Mozart.
Describe leadership in schools. | Describe leaders in schools.
Describe biologists. | Describe biology.
Describe organisms. | Describe organizations.
Describe authors. | Describe authorities.
Describe humans. | Describe humanity.
Describe a ministry. | Describe a minister.
Describe an experiment. | Describe an experience.
Describe physics. | Describe physicians.
Describe popular music. | Describe population music.
Describe a relative. | Describe a relation.
Describe relativity. | Describe relatives.
Describe a general. | Describe a generation.
Describe an animal film. | Describe an animated film.
Describe objects. | Describe objectives.
Describe stationary goods. | Describe stationery goods.
Describe morals. | Describe morale.
Describe principals. | Describe principles.
Describe personal files. | Describe personnel files.
Describe a public house. | Describe a publishing house.
Describe an apartment. | Describe apartheid.
Describe competition. | Describe competence.
Describe a constitution. | Describe a constituency.
Describe economics. | Describe economies.
Describe ethics. | Describe ethnics.
Describe forms of insulin. | Describe forms of insulation.
Describe Marx. | Describe Marxism.
Describe mathematics. | Describe mathematicians.
Describe operas. | Describe operations.
Describe parties. | Describe partisans.
Describe prescriptions. | Describe prescripts.
Describe processors. | Describe processions.
Describe professors. | Describe professions.
Describe profession. | Describe professor.
Describe respectable people. | Describe respectful people.
Describe respective people. | Describe respectful people.
Describe sensible people. | Describe sensitive people.
Describe considerable people. | Describe considerate people.
Describe terror. | Describe territory.
Describe vegetables. | Describe vegetarians.
Describe vegetation. | Describe vegetables.
Describe electric cars. | Describe electronic cars.
Describe electrons. | Describe electronics.
Describe historic towns. | Describe histories of towns.
Describe industrial people. | Describe industrious people.
Describe imaginary worlds. | Describe imaginative worlds.
Describe successful winners. | Describe successive winners.
Describe virtual goods. | Describe virtuous goods.
Describe momentary events. | Describe momentous events.
Describe classic cars. | Describe classical cars.
Describe a commercial. | Describe commerce.
Beschreibe die Vorteile von Tee. | Beschreibe die Nachteile von Tee.
Beschreibe, was man vor dem Essen tut. | Beschreibe, was man nach dem Essen tut.
Beschreibe, was er tut. | Beschreibe, was sie tut.
Write about twenty five cars. | Write about twenty and five cars.
Write about a century of cars. | Write about a decade of cars.
Write about weekly tests. | Write about daily tests.
Write about yesterday's news. | Write about tomorrow's news.
Write about these cats. | Write about those cats.
Write about cats here. | Write about cats there.
Explain TRUE. | Explain FALSE.
Explain male nurses. | Explain female nurses.
Explain the top of the list. | Explain the bottom of the list.
Explain the mother's view. | Explain the father's view.
Explain the minimum wage. | Explain the maximum wage.
Explain the input. | Explain the output.
Explain the client. | Explain the server.
Explain supply. | Explain demand.
Explain the question. | Explain the answer.
Explain rich people. | Explain poor people.
Explain the increase of taxes. | Explain the reduction of taxes.
Explain raising taxes. | Explain lowering taxes.
Explain how to raise taxes. | Explain how to cut taxes.
Explain full cups. | Explain empty cups.
Explain strong acids. | Explain weak acids.
Explain strong acids. | Explain strong bases.
Explain that tea is healthy. | Explain that tea is unhealthy.
Explain that tea is legal. | Explain that tea is banned.
Explain why neither tea nor coffee helps. | Explain why both tea and coffee help.
Explain why tea hardly helps. | Explain why tea helps.
Explain why tea doesn't just help. | Explain why tea just helps.
Explain why it isn't that tea helps but that coffee helps. | Explain why it isn't that coffee helps but that tea helps.
Explain why tea helps despite boiling. | Explain why tea helps because of boiling.
Explain why tea helps although it is hot. | Explain why tea helps because it is hot.
Explain why tea helps while hot. | Explain why tea helps until hot.
Explain tea other than green tea. | Explain green tea.
Explain tea minus milk. | Explain tea plus milk.
Explain tea free of milk. | Explain tea of milk.
Explain all but one tea. | Explain all teas.
Explain anything but tea. | Explain tea.
Explain whom Plato loves. | Explain who loves Plato.
Explain what dogs eat. | Explain what eats dogs.
Explain how dogs help people. | Explain how people help dogs.
Explain how people help dogs. | Explain how dogs are helped by people and cats.
Explain teacher student relations. | Explain student teacher relations.
Compare tea to coffee in favour of tea. | Compare tea to coffee in favour of coffee.
Compare cats and dogs, and recommend cats. | Compare cats and dogs, and recommend dogs.
Describe a buyer and a seller, as the buyers see it. | Describe a buyer and a seller, as the sellers see it.
`)
