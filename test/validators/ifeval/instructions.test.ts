import { describe, expect, it } from 'vitest'
import type { ValidatorDefinition } from '../../../src/core/definitions.ts'
import { instructions } from '../../../src/validators/ifeval/index.ts'
import { validate, validatorOf } from '../validate.ts'
import { ifevalArguments, INSTRUCTION_IDS } from './arguments.ts'

function find(id: string): ValidatorDefinition {
  const found = instructions.find(({ name }) => name === `ifeval:${id}`)
  if (!found) throw new Error(`no instruction ${id}`)
  return found
}

const passes = async (id: string, options: object, text: string): Promise<boolean> =>
  (await validate(find(id), options, text)).passed

it('there are all twenty-five types under the names of the reference', () => {
  expect(instructions.map(({ name }) => name).toSorted()).toEqual(
    INSTRUCTION_IDS.map((id) => `ifeval:${id}`).toSorted(),
  )
})

describe('each instruction', () => {
  it.each<[string, object, string, boolean]>([
    ['keywords:existence', { keywords: ['Story', 'art'] }, 'a history of cats', false],
    ['keywords:existence', { keywords: ['Story', 'art'] }, 'history, party', true],
    ['keywords:existence', { keywords: ['c++', 'a.b'] }, 'C++ and acb', false],
    [
      'keywords:frequency',
      { keyword: ' story ', frequency: 2, relation: 'at least' },
      'Story, history',
      true,
    ],
    [
      'keywords:frequency',
      { keyword: 'story', frequency: 2, relation: 'less than' },
      'Story, history',
      false,
    ],
    ['keywords:forbidden_words', { forbidden_words: ['rock'] }, 'a rocky, hard_rock path', true],
    ['keywords:forbidden_words', { forbidden_words: ['rock'] }, 'hard-ROCK', false],
    [
      'keywords:letter_frequency',
      { letter: '#', let_frequency: 2, let_relation: 'at least' },
      '# one ## two',
      true,
    ],
    [
      'keywords:letter_frequency',
      { letter: 'Q', let_frequency: 1, let_relation: 'less than' },
      'quit',
      false,
    ],
    ['language:response_language', { language: 'de' }, 'Das ist ein kleiner Test für uns alle.', true],
    ['language:response_language', { language: 'de' }, 'This is a little test for all of us.', false],
    ['language:response_language', { language: 'de' }, '42', true],
    ['language:response_language', { language: 'zh-cn' }, '今天天气很好。', true],
    ['length_constraints:number_sentences', { num_sentences: 2, relation: 'at least' }, 'Dr. No. Yes', true],
    [
      'length_constraints:number_sentences',
      { num_sentences: 3, relation: 'less than' },
      'One. Two. Three',
      false,
    ],
    ['length_constraints:number_words', { num_words: 3, relation: 'at least' }, "it's so", true],
    ['length_constraints:number_words', { num_words: 3, relation: 'less than' }, 'one_word two-', true],
    ['length_constraints:number_words', { num_words: 2, relation: 'less than' }, '一二三四', true],
    ['length_constraints:number_paragraphs', { num_paragraphs: 2 }, '***\none\n***\ntwo\n***', true],
    ['length_constraints:number_paragraphs', { num_paragraphs: 2 }, 'one\n***\n***\ntwo', false],
    ['length_constraints:number_paragraphs', { num_paragraphs: 2 }, 'one\n\ntwo', false],
    ['length_constraints:nth_paragraph_first_word', {}, 'Alpha, dear\n\ntwo', true],
    ['length_constraints:nth_paragraph_first_word', {}, '\'"alpha" dear\n\ntwo', true],
    ['length_constraints:nth_paragraph_first_word', {}, '*alpha* dear\n\ntwo', false],
    ['length_constraints:nth_paragraph_first_word', {}, 'alpha\r\n\r\ntwo', false],
    ['length_constraints:nth_paragraph_first_word', {}, '\n\nalpha\n\ntwo', false],
    ['length_constraints:nth_paragraph_first_word', {}, 'alpha\n\ntwo\n\nthree', false],
    ['detectable_content:number_placeholders', { num_placeholders: 3 }, '[a] [](x) [[b]', true],
    ['detectable_content:number_placeholders', { num_placeholders: 1 }, '[a\nb]', false],
    ['detectable_content:postscript', { postscript_marker: 'P.S.' }, 'Bye. p. s. more', true],
    ['detectable_content:postscript', { postscript_marker: 'P.S.' }, 'Bye. PS more', false],
    ['detectable_content:postscript', { postscript_marker: 'P.P.S' }, 'Bye.\nP. P.S more', true],
    ['detectable_content:postscript', { postscript_marker: 'N.B.' }, 'so n.b. this', true],
    ['detectable_format:number_bullet_lists', { num_bullets: 4 }, '* a\n  - b\n---\n*c*\n**d**\n*', true],
    ['detectable_format:number_bullet_lists', { num_bullets: 2 }, '*\n* a\n* b', true],
    ['detectable_format:constrained_response', {}, 'Well. My answer is no. Sorry.', true],
    ['detectable_format:constrained_response', {}, 'My answer is No.', false],
    ['detectable_format:number_highlighted_sections', { num_highlights: 2 }, '*a* **b**', true],
    ['detectable_format:number_highlighted_sections', { num_highlights: 2 }, '**b**', false],
    ['detectable_format:number_highlighted_sections', { num_highlights: 2 }, '***b***', true],
    ['detectable_format:number_highlighted_sections', { num_highlights: 1 }, '* * ** ** *a\nb*', false],
    ['detectable_format:multiple_sections', {}, 'SECTION 1 a SECTION2', true],
    ['detectable_format:multiple_sections', {}, 'Section 1\nSection 2', false],
    ['detectable_format:json_format', {}, '1', true],
    ['detectable_format:json_format', {}, '```JSON\n{"a": 1}\n```', true],
    ['detectable_format:json_format', {}, 'Here:\n```json\n{"a": 1}\n```', false],
    ['detectable_format:title', {}, 'x <<Joy>> y', true],
    ['detectable_format:title', {}, '<< >> <<\n>>', false],
    ['combination:two_responses', {}, '******\none\n******\ntwo\n', true],
    ['combination:two_responses', {}, 'one ****** one', false],
    ['combination:two_responses', {}, 'one ****** ****** two', false],
    ['combination:two_responses', {}, 'one ****** two ****** three', false],
    ['combination:repeat_prompt', {}, ' write about ALPHA. Alpha is', true],
    ['combination:repeat_prompt', {}, '"Write about alpha."', false],
    ['startend:end_checker', {}, 'So it is "THE END."\n', true],
    ['startend:end_checker', {}, 'The end. Bye.', false],
    ['startend:quotation', {}, ' "yes" ', true],
    ['startend:quotation', {}, '"', false],
    ['startend:quotation', {}, '“yes”', false],
    [
      'change_case:capital_word_frequency',
      { capital_frequency: 2, capital_relation: 'at least' },
      'A and I',
      true,
    ],
    ['change_case:english_capital', {}, 'THE WEATHER WAS FINE, SO WE WALKED ALL THE WAY.', true],
    ['change_case:english_capital', {}, 'The weather was fine.', false],
    ['change_case:english_capital', {}, 'DAS WETTER WAR SCHÖN, ALSO GINGEN WIR ZU FUSS.', false],
    ['change_case:english_lowercase', {}, 'the weather was fine, so we walked all the way.', true],
    ['change_case:english_lowercase', {}, 'the weather was fine, so I walked all the way.', false],
    ['change_case:english_lowercase', {}, '123', false],
    ['change_case:english_lowercase', {}, 'yes', false],
    ['punctuation:no_comma', {}, 'one， two', true],
    ['punctuation:no_comma', {}, 'one, two', false],
  ])('%s %j of %j: %s', async (id, given, text, passed) => {
    expect(await passes(id, { ...ifevalArguments(id), ...given }, text)).toBe(passed)
  })

  it.each(INSTRUCTION_IDS)('an empty text does not follow %s', async (id) => {
    const { passed, score } = await validate(find(id), ifevalArguments(id), ' \n')
    expect([passed, score]).toEqual([false, 0])
  })

  it.each(INSTRUCTION_IDS)('%s states what was found and what is required', async (id) => {
    const texts = ['x', 'alpha, beta Aaa. B c! D e? F', '"a"']
    for (const text of texts) {
      const validation = await validate(find(id), ifevalArguments(id), text)
      expect(validation.score).toBeGreaterThanOrEqual(0)
      expect(validation.score === 1).toBe(validation.passed)
      expect(/, must | (is|are) (missing|forbidden)/.test(validation.message)).toBe(!validation.passed)
      expect(validation.message).toContain(String(validation.measured))
    }
  })
})

it.each([
  ['abc 1', true, false],
  ['ABC 1', false, true],
  ['Abc', false, false],
  ['123', false, false],
  ['日本', false, false],
  ['日本a', true, false],
  ['ß', true, false],
  ['ǅ', false, false],
  ['Ⅻ', false, true],
])('%j is in small letters: %s, in capitals: %s', async (text, lower, upper) => {
  const small = await validate(find('change_case:english_lowercase'), {}, text)
  const capital = await validate(find('change_case:english_capital'), {}, text)
  expect([small, capital].map(({ measured }) => /^in \w+ letters, /.test(String(measured)))).toEqual([
    lower,
    upper,
  ])
})

describe('the loose mode', () => {
  it.each([
    ['Sure, here it is:\n"quoted"'],
    ['"quoted"\nHope this helps!'],
    ['Sure:\n"quoted"\nBye!'],
    ['*"quoted"*'],
    ['Sure:\n**"quoted"**\nBye!'],
  ])('passes %j, unlike the strict mode', async (text) => {
    expect(await passes('startend:quotation', {}, text)).toBe(false)
    expect(await passes('startend:quotation', { mode: 'loose' }, text)).toBe(true)
  })

  it('fails if no variant passes, and describes the text itself', async () => {
    const quotation = { mode: 'loose' }
    expect(await validate(find('startend:quotation'), quotation, 'Sure:\n"quoted\nBye!')).toMatchObject({
      passed: false,
      score: 0.5,
      message: expect.stringContaining('begins with "Sure: \\"quoted Bye!"'),
    })
  })

  it('states no constraints, since it leaves out parts of the text', async () => {
    const strict = await validatorOf(find('punctuation:no_comma'), {})
    const loose = await validatorOf(find('punctuation:no_comma'), { mode: 'loose' })
    expect([strict.constraints?.length, loose.constraints?.length]).toEqual([1, 0])
    expect([strict.validatePrefix?.(',')?.passed, loose.validatePrefix?.(',')]).toEqual([false, undefined])
  })
})

it.each([
  ['length_constraints:number_words', { num_words: 3 }, 'Invalid option'],
  ['length_constraints:number_words', { num_words: -3, relation: 'at least' }, 'Too small'],
  ['length_constraints:number_words', { num_words: 3, relation: 'at most' }, 'Invalid option'],
  ['keywords:existence', { keywords: [] }, 'Too small'],
  [
    'keywords:letter_frequency',
    { letter: 'ab', let_frequency: 1, let_relation: 'at least' },
    'one character',
  ],
  ['language:response_language', { language: 'xx' }, 'must be one of en, fr'],
  ['punctuation:no_comma', { num_words: 3 }, 'Unrecognized key'],
  ['punctuation:no_comma', { mode: 'lax' }, 'Invalid option'],
])('%s rejects the options %j', (id, given, problem) => {
  expect(() => find(id).options.parse(given)).toThrow(problem)
})
