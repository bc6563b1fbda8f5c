/** Pairs of prompts, one a line. */
import { pairsOf } from './pairs-of.ts'

/** The prompts of each pair ask for the same in other words. */
export const requestParaphrases = pairsOf(`
Write an article about solar energy. | Please write an article about solar energy.
Write an article about solar energy. | Could you write an article about solar energy?
Write about solar energy. | Write a text about solar energy.
Explain how vaccines work. | Explain how a vaccine works.
Explain how vaccines work. | How do vaccines work?
Explain how vaccines work. | Can you explain how vaccines work?
Describe the water cycle. | Give a description of the water cycle.
Describe the water cycle. | Explain the water cycle.
Write a poem about autumn leaves. | Compose a poem about autumn leaves.
Write a poem about autumn leaves. | I want a poem about autumn leaves.
Write a poem about autumn leaves. | Write a poem on autumn leaves.
List five benefits of exercise. | List 5 benefits of exercise.
List five benefits of exercise. | Give five benefits of exercise.
List five benefits of exercise. | Name five benefits of exercising.
What are the causes of inflation? | Explain the causes of inflation.
What are the causes of inflation? | What causes inflation?
What's the capital of France? | What is the capital of France?
Don't mention the price of the phone. | Do not mention the price of the phone.
Write a story that doesn't have a hero. | Write a story that does not have a hero.
Write a product description for a coffee mug. | Write a coffee mug product description.
Write a cover letter for a nurse. | Write a nurse's cover letter.
Summarize the plot of Hamlet. | Give a summary of the plot of Hamlet.
Summarize the plot of Hamlet. | Summarise Hamlet's plot.
Explain the theory of relativity. | Explain relativity theory.
Write an email to my boss about a raise. | Please write an email to my boss about a raise.
How can I learn to swim? | How do I learn to swim?
How can I learn to swim? | Tell me how to learn swimming.
Explain photosynthesis to a child. | Explain photosynthesis for a child.
Explain photosynthesis to children. | Please explain photosynthesis to children.
Write a haiku about the moon. | Write me a haiku about the moon.
Write a short text about bees. | Write a brief text about bees.
Write a short text about bees. | Write a short text on bees.
Write a long essay on democracy. | Write a detailed essay on democracy.
Describe the history of Rome. | Describe Rome's history.
Describe the history of Rome. | Tell me about the history of Rome.
Describe the history of Rome. | What is the history of Rome?
Describe the colour of the sky. | Describe the color of the sky.
Explain why leaves change color. | Why do leaves change color?
Explain why leaves change color. | Explain why leaves are changing color.
Write a blog post about remote work. | Write a post about remote work for a blog.
Write a blog post about remote work. | Create a blog post on remote work.
Draft a contract for a rental flat. | Draft a rental contract for a flat.
Explain the difference between cats and dogs. | Explain the difference between dogs and cats.
Explain the difference between cats and dogs. | What is the difference between cats and dogs?
Give me three tips for better sleep. | Give three tips for better sleep.
Give me three tips for better sleep. | Give me 3 tips on better sleep.
Write a recipe for apple pie. | Write an apple pie recipe.
Write a recipe for apple pie. | Please give me a recipe for apple pie.
Write a slogan for a bakery. | Create a slogan for a bakery.
Write a slogan for a bakery. | Write a bakery slogan.
Explain machine learning in simple words. | Explain machine learning in simple terms.
Explain machine learning simply. | Explain machine learning in a simple way.
Write about the benefits of reading books. | Write about the benefits of reading a book.
Write about the benefits of reading books. | Write a text about the benefits of reading books.
Outline the steps to start a business. | Outline the steps for starting a business.
Outline the steps to start a business. | Explain the steps to start a business.
Write a thank-you note to a teacher. | Write a thank you note to a teacher.
Write a thank-you note to a teacher. | Please draft a thank-you note to a teacher.
Tell a joke about lawyers. | Tell me a joke about lawyers.
Tell a joke about lawyers. | Write a joke about lawyers.
Schreibe einen Text über Bienen. | Bitte schreibe einen Text über Bienen.
Erkläre die Photosynthese. | Bitte erkläre die Photosynthese.
Describe photosynthesis in about 100 words. | In about 100 words, describe photosynthesis.
If possible, explain photosynthesis. | Explain photosynthesis, if possible.
Thanks! Write a text about tea. | Write a text about tea. Thanks!
Hello, write a text about tea. | Write a text about tea.
`)
