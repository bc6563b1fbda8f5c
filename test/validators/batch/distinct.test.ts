import { describe, expect, it } from 'vitest'
import { PromptOrder } from '../../../src/engine/prompt-order.ts'
import { distinct } from '../../../src/validators/batch/distinct.ts'
import { prompt } from '../../helpers/scripted.ts'
import { testScope } from '../../helpers/scope.ts'

/** Validates the texts in turn; a text that passes is accepted. */
async function validateAll(texts: readonly string[], options: object = {}) {
  const order = new PromptOrder()
  const validator = await distinct.create(distinct.options.parse(options), {
    accepted: order,
    validator: () => Promise.reject(new Error('not used')),
    model: () => {
      throw new Error('not used')
    },
    ask: () => Promise.reject(new Error('not used')),
    env: {},
  })
  const run = (text: string, index: number) => {
    const given = prompt('', { id: `p${index}`, index })
    return order.run(
      given,
      async () => validator.validate({ prompt: given, text }, testScope()),
      ({ passed }) => (passed ? text : undefined),
    )
  }
  return { order, run, validations: await Promise.all(texts.map(run)) }
}

const LAMP =
  'This lamp has a warm light and a long cord, so it suits a desk, a shelf or the table by your bed.'
const LIKE_LAMP =
  'This lamp has a warm light and a long cord, so it suits a desk, a shelf or the table in your hall.'
const CHAIR = 'The chair folds flat in a second and weighs less than a full bag of apples from the market.'

describe('distinct', () => {
  it('rejects the text that comes second, and names the likeness and its place', async () => {
    const { validations } = await validateAll([LAMP, CHAIR, LIKE_LAMP])
    expect(validations.map(({ passed }) => passed)).toEqual([true, true, false])
    expect(validations[2]).toMatchObject({
      measured: 0.75,
      bound: 'at most 70 % like an earlier text',
      message: expect.stringMatching(
        /^75 % like the text of row 1, for example "This lamp has .*", must be at most 70 %/,
      ),
      findings: [{ line: 1, column: 1, endColumn: LIKE_LAMP.indexOf(' in your') + ' in'.length - 2 }],
    })
  })

  it('compares with accepted texts only', async () => {
    const between = `${LIKE_LAMP} It can be dimmed in five steps, and it turns itself off after an hour of rest.`
    const { validations } = await validateAll([LAMP, LIKE_LAMP, between], { max: 0.5 })
    expect(validations.map(({ passed, measured }) => [passed, measured])).toEqual([
      [true, 0],
      [false, expect.any(Number)],
      [true, 0],
    ])
  })

  it.each([
    [
      'case and punctuation',
      'THIS lamp has a warm light; and a long cord. So it suits a desk - a shelf or the table by your bed',
    ],
    ['width', LAMP.replace('lamp', 'ｌａｍｐ')],
  ])('ignores %s', async (_, text) => {
    const { validations } = await validateAll([LAMP, text], { max: 0.99 })
    expect(validations[1]?.passed).toBe(false)
  })

  it('compares texts without spaces by their characters', async () => {
    const { validations } = await validateAll(
      ['这款台灯光线温暖，电线很长。', '这款台灯光线温暖，电线不长。', '椅子很轻，可以折叠。'],
      {
        max: 0.5,
      },
    )
    expect(validations.map(({ passed }) => passed)).toEqual([true, false, true])
  })

  it('counts openings and phrases up to their quota', async () => {
    const openings = [
      'Discover the new lamp of oak.',
      'Discover the new chair today.',
      'Discover the new shelf now.',
    ]
    const options = { max: 1, maxSameOpening: 2, openingWords: 3 }
    const { validations } = await validateAll(openings, options)
    expect(validations.map(({ passed }) => passed)).toEqual([true, true, false])
    expect(validations[2]?.message).toContain('2 texts already begin with "Discover the new"')

    const phrases = [
      'A lamp that takes your room to the next level.',
      'It takes your room to the next level, too.',
    ]
    const second = await validateAll(phrases, { max: 1, maxSamePhrase: 1 })
    expect(second.validations[1]).toMatchObject({
      passed: false,
      findings: [{ column: 4, message: expect.stringContaining('1 text already contain') }],
    })
  })

  it('forgets the earlier text of a prompt that is worked on again', async () => {
    const { order, run } = await validateAll([])
    order.addEarlier({ id: 'p0', index: 0 }, LAMP)
    order.addEarlier({ id: 'p1', index: 1 }, CHAIR)
    order.removeEarlier({ id: 'p0' }, LAMP)
    expect(await run(LIKE_LAMP, 0)).toMatchObject({ passed: true })
    expect(await run(CHAIR, 2)).toMatchObject({ passed: false })
  })
})
