import { expect, it } from 'vitest'
import { structure } from '../../../src/validators/text/structure.ts'
import { validate, validatorOf } from '../validate.ts'

it.each([
  [{ title: true }, '<<Poem of joy>>\n\nRoses', true],
  [{ title: true }, 'First: <<Joy>>', true],
  [{ title: true }, '# Joy', true],
  [{ title: true }, '<< >>', false],
  [{ title: true }, '## Joy', false],
  [{ title: true }, '```\n# a comment\n```', false],
  [{ headings: 2 }, '# One\n\n## Two\n#three', true],
  [{ headings: 2 }, '# One', false],
  [{ sections: 2 }, 'SECTION 1\na\nSection 2: b', true],
  [{ sections: 2 }, '## Section I\n**Section II**', true],
  [{ sections: 2 }, 'see section 1 and section 2', false],
  [{ sections: 1, sectionWord: 'Part' }, 'Part 1', true],
  [{ sections: 1, sectionWord: 'C++ (part)' }, 'c++ (part) 1', true],
  [{ paragraphs: 2 }, 'One\nmore.\n\n \t\n\nTwo.\r\n', true],
  [{ paragraphs: 2 }, 'One.\r\n\r\nTwo.', true],
  [{ paragraphs: 2 }, 'One.\nTwo.', false],
  [{ paragraphs: 1 }, 'One.\n\n---\n\n', true],
  [{ paragraphs: 2, separator: '***' }, 'One\n\nmore.\n***\nTwo.', true],
  [{ firstWord: 'weekend', paragraph: 2 }, 'One.\n\n"Weekend," he said.', true],
  [{ firstWord: "don't" }, 'Don’t go.', true],
  [{ firstWord: 'weekend', paragraph: 2 }, 'Weekend.\n\nTwo.', false],
  [{ firstWord: 'weekend', paragraph: 2 }, 'Weekend.', false],
  [{ bullets: 3 }, '- one\n* two\n  + nested\n\n---\n- - -\n', true],
  [{ bullets: 0 }, '**bold** start\n-5 degrees\n*emphasis*', true],
  [{ bullets: '2..' }, '- one', false],
  [{ numbered: 2 }, '1. one\n2) two\n3.5 percent', true],
  [{ highlights: 3 }, '*one*, **two**, ***three***; 2 * 3 * 4\n* a bullet', true],
  [{ highlights: 1 }, '* *one* in a bullet', true],
  [{ placeholders: 2 }, '[name], [city, state]; [link](x), [1], [^2], [ ], - [x]', true],
  [{ parts: 2 }, 'one\n******\ntwo\n******\n', true],
  [{ parts: 2 }, 'one ****** ****** two', false],
  [{ parts: '2..', distinct: true }, 'one ****** One', true],
  [{ parts: '2..', distinct: true }, 'one ****** one', false],
  [{ parts: 2, partSeparator: '---' }, 'one\n---\ntwo', true],
  [{ postscript: true }, 'Bye.\n\nP.S. More.', true],
  [{ postscript: true }, 'Bye.\nPS: More.', true],
  [{ postscript: true }, 'We use P.S. here.', false],
  [{ postscript: 'P.P.S.' }, 'Bye.\n**P. P. S.** More.', true],
  [{ postscript: 'P.P.S.' }, 'P.S. More.', false],
  [{ postscript: 'N.B. (*)' }, 'nb(*) note well', true],
])('%j of %j', async (options, text, passed) => {
  const { score, ...validation } = await validate(structure, options, text)
  expect(validation.passed).toBe(passed)
  expect(score === 1).toBe(passed)
  expect(score).toBeGreaterThanOrEqual(0)
})

it('states what the text has and what it must have', async () => {
  const options = { bullets: '3..', title: true, parts: 2, distinct: true }
  expect(await validate(structure, options, '- one\n- two ****** - one\n- two')).toMatchObject({
    score: 0.5,
    bound: 'a title; at least 3 bullets; exactly 2 parts separated by ******, all different',
    message: 'no title; 2 parts, 1 repeated, must have exactly 2 parts separated by ******, all different',
  })
  expect((await validate(structure, { bullets: 3 }, '- one')).message).toBe(
    '1 bullet, must have exactly 3 bullets',
  )
})

it.each([
  [{ bullets: 3, title: true }, 'a title; exactly 3 bullets'],
  [{ sections: '2..', sectionWord: 'PART' }, 'at least 2 sections that begin with "PART 1" and so on'],
  [{ paragraphs: 2 }, 'exactly 2 paragraphs separated by blank lines'],
  [{ paragraphs: 2, separator: '***' }, 'exactly 2 paragraphs separated by ***'],
  [{ firstWord: 'Dear', paragraph: 2 }, 'paragraph 2 begins with "Dear"'],
  [{ postscript: 'P.P.S.' }, 'a postscript (P.P.S.)'],
])('the requirement of %j is "%s"', async (options, requirement) => {
  expect((await validatorOf(structure, options)).requirement).toBe(requirement)
})

it.each([
  [{}, 'needs something to check, such as bullets=3'],
  [{ separator: '***' }, 'needs something to check'],
  [{ bullets: '4..2' }, 'must be a range whose first count is not above the second'],
  [{ distinct: true }, 'needs the number of parts: set the option parts, too'],
  [{ bullet: 3 }, 'Unrecognized key'],
])('refuses %j', (options, problem) => {
  expect(() => structure.options.parse(options)).toThrow(problem)
})
