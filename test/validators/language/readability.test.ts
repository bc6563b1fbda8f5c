import { describe, expect, it } from 'vitest'
import { loadReadability } from '../../../src/classifiers/readability.ts'
import { readabilityValidator } from '../../../src/validators/language/readability.ts'
import { validate, validatorOf } from '../validate.ts'

/** Lincoln (1863); readability websites give it a grade of 10.9 to 11.2 and an ease of 63 to 65. */
const GETTYSBURG =
  'Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived in Liberty, and ' +
  'dedicated to the proposition that all men are created equal. Now we are engaged in a great civil war, testing ' +
  'whether that nation, or any nation so conceived and so dedicated, can long endure. We are met on a great ' +
  'battle-field of that war. We have come to dedicate a portion of that field, as a final resting place for those who ' +
  'here gave their lives that that nation might live. It is altogether fitting and proper that we should do this. ' +
  'But, in a larger sense, we can not dedicate -- we can not consecrate -- we can not hallow -- this ground. The brave ' +
  'men, living and dead, who struggled here, have consecrated it, far above our poor power to add or detract. The ' +
  'world will little note, nor long remember what we say here, but it can never forget what they did here. It is for ' +
  'us the living, rather, to be dedicated here to the unfinished work which they who fought here have thus far so ' +
  'nobly advanced. It is rather for us to be here dedicated to the great task remaining before us -- that from these ' +
  'honored dead we take increased devotion to that cause for which they gave the last full measure of devotion -- that ' +
  'we here highly resolve that these dead shall not have died in vain -- that this nation, under God, shall have a new ' +
  'birth of freedom -- and that government of the people, by the people, for the people, shall not perish from the earth.'
const CAT = 'The cat sat on the mat.'

describe('the measures', () => {
  it.each([
    // 206.835 - 1.015 * 6 - 84.6, the standard example of an extreme.
    [CAT, { ease: 116.145, grade: 0, fog: 2.4 }, 0.001],
    // Sixteen words of 24 syllables in one sentence.
    [
      'This sentence, taken as a reading passage unto itself, is being used to prove a point.',
      { ease: 63.7, grade: 8.4, fog: 6.4 },
      0.1,
    ],
    [GETTYSBURG, { ease: 64.5, grade: 11, fog: 13.2 }, 0.6],
    ['', { ease: 121, grade: 0, fog: 0 }, 0],
    ['... 😀', { ease: 121, grade: 0, fog: 0 }, 0],
  ])('of %j are %j', async (text, expected, tolerance) => {
    const measured = (await loadReadability())(text)
    expect(Math.abs(measured.ease - expected.ease)).toBeLessThanOrEqual(tolerance)
    expect(Math.abs(measured.grade - expected.grade)).toBeLessThanOrEqual(tolerance)
    expect(Math.abs(measured.fog - expected.fog)).toBeLessThanOrEqual(tolerance)
  })

  it('count one minute of reading time per 238 words', async () => {
    expect((await loadReadability())('word '.repeat(238)).readingSeconds).toBeCloseTo(60)
  })

  it('do not count names, common endings and compounds as complex words', async () => {
    const fogOf = async (text: string) => (await loadReadability())(text).fog
    const words = (last: string) => `one two six ten red ${last} run sit and go.`
    for (const easy of ['Amanda', 'created', 'state-of-the-art'])
      expect(await fogOf(words(easy)), easy).toBeLessThan(await fogOf(words('consideration')))
  })

  it('do not grow with the length of the text', async () => {
    const measure = await loadReadability()
    const once = measure(GETTYSBURG)
    const often = measure(`${GETTYSBURG}\n\n`.repeat(500))
    expect(Math.abs(often.ease - once.ease)).toBeLessThan(3)
    expect(Math.abs(often.grade - once.grade)).toBeLessThan(1)
    expect(often.readingSeconds).toBeCloseTo(500 * once.readingSeconds, 0)
  })
})

describe('the validator', () => {
  it.each([
    [{ minEase: 60 }, GETTYSBURG, true],
    [{ minEase: 80 }, GETTYSBURG, false],
    [{ maxGrade: 12 }, GETTYSBURG, true],
    [{ maxGrade: 8 }, GETTYSBURG, false],
    [{ minGrade: 8, maxGrade: 12 }, GETTYSBURG, true],
    [{ minGrade: 8 }, CAT, false],
    [{ maxFog: 14 }, GETTYSBURG, true],
    [{ maxFog: 8 }, GETTYSBURG, false],
    [{ maxSeconds: 60 }, GETTYSBURG, false],
    [{ minSeconds: 60, maxSeconds: 90 }, GETTYSBURG, true],
    [{ maxEase: 50 }, CAT, false],
    // A short text satisfies every upper bound.
    [{ maxGrade: 8, maxFog: 10, maxSeconds: 60 }, 'Yes.', true],
    [{ maxGrade: 8 }, '', true],
    [{ maxSeconds: 0 }, '', true],
  ])('%j with the text %j: passed %s', async (options, text, passed) => {
    const validation = await validate(readabilityValidator, options, text)
    expect(validation.passed).toBe(passed)
    expect(validation.score === 1).toBe(passed)
  })

  it('states the measured value and the bound', async () => {
    expect(await validate(readabilityValidator, { maxGrade: 8, minEase: 10 }, GETTYSBURG)).toMatchObject({
      bound: 'reading ease at least 10; grade at most 8',
      message: expect.stringMatching(/^grade 1[01]\.\d+, must be at most 8$/),
    })
    expect((await validatorOf(readabilityValidator, { minSeconds: 30, maxSeconds: 90 })).requirement).toBe(
      'reading time 30 to 90 seconds',
    )
  })

  it('reports an error for other languages, except for the reading time', async () => {
    const german = 'Der schnelle braune Fuchs springt über den faulen Hund am Fluss und bellt.'
    await expect(validate(readabilityValidator, { maxGrade: 8 }, german)).rejects.toMatchObject({
      code: 'not-english',
    })
    expect(await validate(readabilityValidator, { maxSeconds: 60 }, german)).toMatchObject({ passed: true })
  })

  it.each([
    [{}, 'at least one bound'],
    [{ minGrade: 9, maxGrade: 8 }, 'must be at least minGrade'],
    [{ minEase: 70, maxEase: 60 }, 'must be at least minEase'],
    [{ minFog: 9, maxFog: 8 }, 'must be at least minFog'],
    [{ minSeconds: 9, maxSeconds: 8 }, 'must be at least minSeconds'],
    [{ minEase: -1 }, 'expected number to be >=0'],
    [{ maxEase: 200 }, 'expected number to be <=121'],
    [{ grade: 8 }, 'Unrecognized key'],
  ])('rejects the options %j', (options, problem) => {
    expect(() => readabilityValidator.options.parse(options)).toThrow(problem)
  })
})

it('code, HTML and markup count as no prose', async () => {
  const measured = async (text: string) =>
    (await validate(readabilityValidator, { maxGrade: 100, maxEase: 121 }, text)).measured
  const marked = `# The cat\n\n**${CAT}** See [the mat](https://example.com/a-very-complicated-address).\n\n\`\`\`js\nconst incomprehensibility = uncharacteristically()\n\`\`\`\n\n<div class="unintelligible">\n\n- The dog ran.\n\n</div>`
  expect(await measured(marked)).toBe(await measured(`The cat\n\n${CAT} See the mat.\n\nThe dog ran.`))
})
