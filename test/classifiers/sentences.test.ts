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
  ['Pears, plums, etc. Were sold. Pears, etc. The end.', 3],
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
