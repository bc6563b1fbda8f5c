import { describe, expect, it } from 'vitest'
import { oneOf } from '../../../src/validators/text/one-of.ts'
import { repeatsPrompt } from '../../../src/validators/text/repeats-prompt.ts'
import { endsWith, startsWith } from '../../../src/validators/text/edges.ts'
import { wrappedIn } from '../../../src/validators/text/wrapped-in.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'
import { validate, validatorOf } from '../validate.ts'

describe('starts-with', () => {
  it.each([
    [{ text: 'Dear' }, '\n dear Sir', 1],
    [{ text: 'Dear', caseSensitive: true }, 'dear Sir', 0],
    [{ text: 'Dear Sir' }, 'Dear Madam', 5 / 8],
    [{ text: ['Hi', 'Hello'] }, 'Hello there', 1],
    [{ text: 'Dear' }, '', 0],
    [{ text: 'Dear Sir' }, 'Dear\u00a0\nSir, hello', 1],
    [{ text: "It's" }, 'It’s late', 1],
    [{ text: '"Well' }, '“Well …”', 1],
    [{ text: 'Große' }, 'GROSSE Freude', 1],
  ])('%j of %j', async (options, text, score) => {
    expect(await validate(startsWith, options, text)).toMatchObject({ score, passed: score === 1 })
  })
})

describe('ends-with', () => {
  it.each([
    [{ text: 'Yours, Ann' }, 'Bye.\nyours, ann\n', 1],
    [{ text: 'Yours', caseSensitive: true }, 'yours', 0.8],
    [{ text: 'the end.' }, 'The end. Really.', 0.125],
    [{ text: ['a?', 'b?'] }, 'Is it b?', 1],
    [{ text: 'x' }, '', 0],
    [{ text: 'to be continued...' }, 'To be\ncontinued…\n', 1],
    [{ text: "that's all" }, 'And that’s all', 1],
    [{ text: 'well-known' }, 'It is well\u2011known', 1],
  ])('%j of %j', async (options, text, score) => {
    expect(await validate(endsWith, options, text)).toMatchObject({ score, passed: score === 1 })
  })
})

describe('wrapped-in', () => {
  it.each([
    [{}, ' "quoted" \n', 1],
    [{}, '“curly”', 0],
    [{}, '"open', 0.5],
    [{}, '"', 0.5],
    [{}, '""', 1],
    [{ mark: '(' }, '(a)', 1],
    [{ mark: '<<' }, '<<a>>', 1],
    [{ mark: '**' }, '**a**', 1],
    [{ mark: 'BEGIN', close: 'END' }, 'BEGIN a END', 1],
  ])('%j of %j', async (options, text, score) => {
    expect(await validate(wrappedIn, options, text)).toMatchObject({ score, passed: score === 1 })
  })
})

describe('one-of', () => {
  const answers = ['My answer is yes.', 'My answer is no.']
  it.each([
    [{ answers }, 'Well, my answer is NO.', 1],
    [{ answers }, 'No.', 0],
    [{ answers, caseSensitive: true }, 'my answer is no.', 0],
    [{ answers, only: true }, ' My answer is yes.\n', 1],
    [{ answers: 'abcd', only: true }, 'ab', 0.45],
    [{ answers: 'ab', only: true }, 'abc', 0.9],
    [{ answers: ['yes', 'no'] }, 'I do not know.', 0],
    [{ answers: ['yes', 'no'] }, 'Yesterday, nobody: none.', 0],
    [{ answers: ['yes', 'no'] }, 'No-one knows.', 0],
    [{ answers: ['yes', 'no'] }, 'Well, **no**.', 1],
    [{ answers: ['yes', 'no'] }, 'Answer: _Yes_', 1],
    [{ answers: ['agree'] }, 'I disagree.', 0],
    [{ answers: ['Paris'] }, "It is Paris's tower", 1],
    [{ answers: ['C++', 'C#'] }, 'in C++, I think', 1],
    [{ answers: ['是', '否'] }, '答案是对的', 1],
    [{ answers: ["I don't know"] }, 'I don’t\nknow.', 1],
    [{ answers: ["I don't know"], only: true }, 'I don’t know', 1],
    [{ answers: ['4', '5'] }, 'It costs 4.5 euros at -5 degrees by 4:30', 0],
    [{ answers: ['4', '5'] }, 'The answer is 4.', 1],
    [{ answers: ['4', '5'] }, 'answer:4, not 45', 1],
    [{ answers: ['yes'] }, 'yes_no', 0],
    [{ answers: ['yes'] }, '_yes_', 1],
  ])('%j of %j', async (options, text, score) => {
    expect(await validate(oneOf, options, text)).toMatchObject({ score, passed: score === 1 })
  })
})

describe('repeats-prompt', () => {
  it.each([
    [{}, 'Write about ants.', ' write about ANTS.\nAnts are small.', 1],
    [{}, 'Write about ants.', 'Ants are small.', 0],
    [{}, 'abcd', 'ab', 0.5],
    [{ caseSensitive: true }, 'Write.', 'write.', 0],
    [{}, 'What\'s up - "now"?', 'What’s\nup - “now”? Ants.', 1],
    [{ prompt: 'Only this.' }, 'Repeat "Only this."', 'Only this. And more.', 1],
  ])('%j of the prompt %j and the text %j', async (options, asked, text, score) => {
    const validator = await validatorOf(repeatsPrompt, options)
    const draft = { prompt: { ...prompt(), text: asked }, text }
    expect(await validator.validate(draft, testScope())).toMatchObject({ score, passed: score === 1 })
  })
})

it.each([
  [startsWith, { text: ['Hi', 'Hello'] }, 'begins with "Hi" or "Hello"'],
  [endsWith, { text: 'The end.' }, 'ends with "The end."'],
  [wrappedIn, {}, 'wrapped in " marks'],
  [wrappedIn, { mark: '(' }, 'wrapped in ( and )'],
  [oneOf, { answers: ['a', 'b', 'c'] }, 'contains "a", "b" or "c"'],
  [oneOf, { answers: 'a', only: true }, 'is exactly "a"'],
  [repeatsPrompt, {}, 'first repeats the prompt, word for word'],
])('the requirement of $0.name with $1 is "$2"', async (definition, options, requirement) => {
  expect((await validatorOf(definition, options)).requirement).toBe(requirement)
})

it.each([
  [startsWith, { text: 'Dear' }, 'Hello', 'begins with "Hello", must begin with "Dear"'],
  [endsWith, { text: 'Bye' }, `${'long '.repeat(20)}end`, /^ends with "….{40}", must end with "Bye"$/],
  [wrappedIn, {}, '"open', 'ends with "\\"open", must end with "'],
  [oneOf, { answers: ['a', 'b'] }, 'xyz', 'the text is "xyz", must contain "a" or "b"'],
  [
    repeatsPrompt,
    { prompt: 'abcd' },
    'abx',
    'begins with "abx" (repeats 50 % of the prompt), must begin with "abcd"',
  ],
])('$0.name with $1 states how $2 begins or ends', async (definition, options, text, message) => {
  expect((await validate(definition, options, text)).message).toEqual(
    typeof message === 'string' ? message : expect.stringMatching(message),
  )
})

it.each([
  [startsWith, { text: 'Dear' }, ['begins']],
  [startsWith, { text: ['Hi', 'Hello'] }, ['begins']],
  [endsWith, { text: 'Bye' }, ['ends']],
  [oneOf, { answers: 'yes' }, ['includes']],
  [oneOf, { answers: ['yes', 'no'], only: true }, ['begins', 'ends', 'some']],
  [wrappedIn, { mark: '<<' }, ['begins', 'ends']],
  [repeatsPrompt, { prompt: ' Write. ' }, ['begins']],
  [repeatsPrompt, {}, []],
])('%s with %j states constraints of the kinds %j', async (definition, options, kinds) => {
  const { constraints = [] } = await validatorOf(definition, options)
  expect(constraints.map(({ kind }) => kind)).toEqual(kinds)
})

it.each([
  [startsWith, { text: ' ' }, 'must be a non-blank string'],
  [startsWith, {}, 'Invalid'],
  [endsWith, { text: [] }, 'Too small'],
  [wrappedIn, { mark: ' "' }, 'must be a mark without white space at its ends'],
  [repeatsPrompt, { prompt: '' }, 'must be a non-blank string'],
])('$0.name refuses $1', (definition, options, problem) => {
  expect(() => definition.options.parse(options)).toThrow(problem)
})
