import { expect, it } from 'vitest'
import { countSentences, sentencesOf } from '../../src/classifiers/sentences.ts'

it.each([
  ['', 0],
  [' \r\n\t', 0],
  ['...', 0],
  ['🎉', 0],
  ['One', 1],
  ['One. Two? Three! Four', 4],
  ['What?! Really... yes.', 2],
  ['Dr. Smith met Mrs. Jones.', 1],
  ['J. R. R. Tolkien wrote it. C. S. Lewis read it.', 2],
  ['The U.S. Government spoke. He left the U.S. She stayed.', 3],
  ['It was I. The end.', 2],
  ['Use tools, e.g. Hammers, i.e. Nails.', 1],
  ['See no. 5 and Fig. 3. The answer is no. Then we left.', 3],
  ['Pears, plums, etc. were sold. Pears, etc. The end.', 3],
  ['We sell cats, dogs, etc. Come and see.', 2],
  ['Äpfel, Birnen usw. Der Markt öffnet. Pane, pasta, ecc. Poi usciamo. Chleb, mleko itd. Potem pijemy.', 6],
  ['Мы купили хлеб и т. д. Потом пошли. Это и т. п. мелочи.', 3],
  ['Spotkajmy się o godz. 10 przy ul. Długiej 5 m. 3 w Warszawie.', 1],
  ['Hun kom kl. 10 og gik. Det er f.eks. Oslo.', 2],
  ['Il habite av. Foch, p. ex. au no. 5. O Sr. Silva mora na Av. Paulista.', 2],
  ['El Sr. López vive en EE. UU. desde 1990. El tren sale a las 10 p. m. Llega tarde.', 3],
  ['A háború 1914. július 28-án kezdődött. 1990. godine je rođen. Das Jahr war 1990. Danach schneite es.', 4],
  ['Он живёт на ул. Ленина. См. рис. 5. Это стоит 5 руб. 20 коп. сейчас.', 3],
  ['Πού πας; Πάω σπίτι. Έλα!', 3],
  ['Great!:) See you.', 2],
  ['Ich wohne in der Hauptstr. 5 in Bonn.', 1],
  ['Acme Inc. Employees cheered.', 1],
  ['Pi is 3.14 or so. Version 1.2.3 is out.', 2],
  ['Ask at 5 p.m. tomorrow. Go.', 2],
  ['"Stop!" he said. "Go." She went.', 3],
  ['(He left.) She stayed.', 2],
  ['**Bold end.** Next one.', 2],
  ['1. First item\n2. Second item.\n3. Third', 3],
  ['# Title\r\n\r\nOne. Two.', 3],
  ['- a bullet\n- another one', 2],
  ['A sentence that is\nwrapped by the\r\neditor. Next.', 2],
  ['你好。世界！再见', 3],
  ['यह एक है। यह दो है।', 2],
  ['هل هذا سؤال؟ نعم.', 2],
  ['Visit example.com. Then stop.', 2],
  ['the sun rose. the birds sang. we had tea.', 3],
  ['i like it. it is ok. so do we', 3],
  ['it works in version 2.0. it is free.', 2],
  ["i made a cd. i can't wait. meet my bf. he is nice. they beat texas a&m. you owe me.", 6],
  ['The game is on Sat. you said. It rains on Sun. we hear.', 2],
  ['Dept. heads, vs. others, np. here, approx. in time.', 1],
  ['Visit example.com. then stop.', 2],
  ['The iPhone sold well. iPhones are dear.', 2],
  ["The bus leaves at 6 p.m. I'm late.", 2],
  ['We left at 9 A.M. Rome was hot.', 2],
  ['At 5 a.m. Mr. Smith left.', 1],
  ['Come at 5 p.m. Eastern time or at 6 p.m. Monday.', 1],
  ['We met on Jan. 5 in Rome.', 1],
  ['Due on Sept. 12. On Dec. 6th it snowed. It was in Mar. It thawed.', 4],
  ['Op. 46 and pp. 4 and max. 5. He said no. five came.', 3],
  ['He was born in 1901.[1] His father was a smith.', 2],
  ['He left.[1][2] She stayed. [3] They met.[citation needed] It rained.² Later it stopped.', 5],
  ['See [the list](https://example.com/a.b). Then go.', 2],
  ['<p>One is here.</p><p>Two is here.</p>', 2],
  ['<h1>Title</h1><ul><li>One</li><li class="a">Two</li></ul>', 3],
  ['One<br>two<br/>three is <b>bold.</b> <i>Four</i>', 4],
  ['a <b and c', 1],
  ['Die Wahl war am 12. Juni in Bonn.', 1],
  ['Am 3. Oktober und am 24. Dezember feiern wir. Das ist schön.', 2],
  ['Die 2. Auflage kam zum 50. Geburtstag. Es gab ca. 20 Gäste, z. B. Dr. med. Ott.', 2],
  ['Berliner Str. 5 liegt in Bonn. Bzw. nicht.', 2],
  ['Vi ses den 12. juni i Oslo. Ha det.', 2],
  ['I am 12. She is 13. It costs 5. We pay.', 4],
  ['„Geh!“, sagte er. „Nein.“ Sie blieb.', 3],
  ['你好．再见．', 2],
  ['３．５公里。很远！', 2],
  ['「行く。」と彼は言った。', 1],
  ['1. The first item. 2. The second item.', 2],
  ['1) one 2) two 3) three', 3],
  ['a. One thing b. Another thing', 2],
  ['• One thing • Another thing', 2],
  ['Steps: 1. Buy milk. 2. Sell eggs.', 3],
  ['A. B. Smith wrote it.', 1],
  ['The total was 2. Then it was 3. It grew.', 3],
  ['features\ncontact manager\nevents, activities\n', 3],
  ['She works at Yahoo! in the office.', 1],
  ['Great! :) Thanks :D', 2],
  ['He ate [...] an apple. "Why [...]" (Smith 55).', 2],
  ['well ... I mean . . . I do. . . . Next one.... Last.', 3],
  ['Hello world.Today is Tuesday.Mr. Smith paid 1,000.That is a lot.', 4],
  ['You and I. Did Albert I. Jones see it?', 2],
  ['They went there — why? — and left.', 1],
])('counts the sentences of %j: %d', (text, count) => {
  expect(countSentences(text)).toBe(count)
})

it('counts the sentences of a megabyte in linear time', () => {
  expect(countSentences('This is Dr. Smith. '.repeat(55_000))).toBe(55_000)
  expect(countSentences('.'.repeat(1_000_000))).toBe(0)
  expect(countSentences(`a${'.'.repeat(500_000)}a${'.'.repeat(500_000)}`)).toBe(1)
  expect(countSentences(`${'.'.repeat(1_000_000)}a`)).toBe(1)
})

it.each([
  ['One. Two! Three?', ['One.', 'Two!', 'Three?']],
  [
    'Dr. Smith met Mrs. Jones at 3.5 km/h. They talked.',
    ['Dr. Smith met Mrs. Jones at 3.5 km/h.', 'They talked.'],
  ],
  ['"Stop!" he said.', ['"Stop!" he said.']],
  ['a line that\ngoes on. Next', ['a line that goes on.', 'Next']],
  ['A heading\n\nText follows', ['A heading', 'Text follows']],
  ['... --- !!!', []],
  ['', []],
])('splits %j into the sentences %j', (text, sentences) => {
  expect(sentencesOf(text)).toEqual(sentences)
})

it('splits a sentence without an end', () => {
  expect(sentencesOf('word '.repeat(1000))).toHaveLength(5)
})
