import { expect, it } from 'vitest'
import { countPunktSentences } from '../../../src/validators/ifeval/punkt.ts'

it.each([
  ['', 0],
  [' \n', 0],
  ['One', 1],
  ['One. Two? Three! Four', 4],
  ['One. two. three.', 3],
  ['A line\nanother line\n\nand a third', 1],
  ['Dr. Smith met Mr. Jones. They left.', 2],
  ['Use it, e.g. here, i.e. there.', 3],
  ['Pears, plums etc. are fruit.', 2],
  ['He lives in the U.S. and works at 5 p.m. daily.', 1],
  ['He left the U.S. The end.', 2],
  ['He left the U.S. Government offices.', 1],
  ['J. R. R. Tolkien wrote it.', 1],
  ['Johann S. Bach composed.', 1],
  ['It was I. The end.', 2],
  ['1. First\n2. Second', 3],
  ['1. first\n2. second', 1],
  ['Well... then what? Well... Then nothing.', 3],
  ['"Stop!" he said. "Go."', 3],
  ['(Really.) Yes.', 2],
  ['He said "hi."', 1],
  ['**Bold.** Next.', 2],
  ['The end.**', 2],
  ['Visit example.com. Then stop.', 2],
  ['What?! No way!!', 3],
  ['Oh !! Yes.', 3],
  ['Pi is 3.14 or so.', 1],
  ['See the pre-Dec. issue.', 1],
  ['-5. degrees', 1],
  ['你好。世界。', 1],
])('counts the sentences of %j: %d', (text, count) => {
  expect(countPunktSentences(text)).toBe(count)
})
