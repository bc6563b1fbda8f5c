import { expect, it } from 'vitest'
import { letterCase } from '../../../src/validators/text/case.ts'
import { validate, validatorOf } from '../validate.ts'

it.each([
  [{ lower: true }, 'all small, 7 über 日本', 1],
  [{ lower: true }, 'One capital', 0.9],
  [{ lower: true }, '', 1],
  [{ lower: true }, '7', 1],
  [{ lower: true }, 'ǅ', 0.5],
  [{ upper: true }, 'ALL CAPITALS, 7 ÜBER', 1],
  [{ upper: true }, 'MOSt', 0.75],
  [{ upper: true }, 'STRAßE', 5 / 6],
  [{ capitalWords: 2 }, 'I say NO to COVID-19, a virus', 1],
  [{ capitalWords: 2 }, "DON'T, O'CONNOR", 1],
  [{ capitalWords: 0 }, 'well-KNOWN McDonald iPhone A I', 1],
  [{ capitalWords: '3..' }, 'NO WAY', 2 / 3],
  [{ capitalWords: '..1' }, 'NO WAY', 0.5],
])('%j of %j', async (options, text, score) => {
  expect(await validate(letterCase, options, text)).toMatchObject({ score, passed: score === 1 })
})

it('states the letters or words of the wrong case, and the requirement', async () => {
  expect((await validate(letterCase, { lower: true }, 'One TWO')).message).toBe(
    '4 capital letters, first "O"',
  )
  expect((await validate(letterCase, { capitalWords: '..1' }, 'ONE TWO')).message).toBe(
    '2 words in capitals, must have at most 1 word in capitals',
  )
})

it.each([
  [{ upper: true }, 'in capital letters only'],
  [{ lower: true, capitalWords: 0 }, 'in small letters only; has exactly 0 words in capitals'],
])('the requirement of %j is "%s"', async (options, requirement) => {
  expect((await validatorOf(letterCase, options)).requirement).toBe(requirement)
})

it.each([
  [{}, 'needs upper, lower or capitalWords'],
  [{ upper: true, lower: true }, 'upper and lower exclude each other'],
])('refuses %j', (options, problem) => {
  expect(() => letterCase.options.parse(options)).toThrow(problem)
})

it('words in the wrong case are findings', async () => {
  const found = async (options: object, text: string) =>
    (await validate(letterCase, options, text)).findings?.map(({ line, column, message }) => [
      line,
      column,
      message,
    ])
  expect(await found({ lower: true }, 'a\nb Cd')).toEqual([[2, 3, '"Cd" has a capital letter']])
  expect(await found({ upper: true }, 'A bC')).toEqual([[1, 3, '"bC" has a small letter']])
  expect(await found({ capitalWords: '..0' }, 'so NASA')).toEqual([[1, 4, '"NASA" is in capitals']])
})
