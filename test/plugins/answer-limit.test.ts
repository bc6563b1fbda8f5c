/** A plugin that never answers is a failure in time, not a run that never ends. */
import { askAboutDraft } from '../../src/critics/ask.ts'
import { describe, expect, it } from 'vitest'
import { criticFrom, validatorFrom } from '../../src/plugins/adapt.ts'
import { AnswerLimit } from '../../src/plugins/answer-limit.ts'
import { defineCritic, defineValidator, type ValidatorPlugin } from '../../src/plugins/define.ts'
import { prompt, scriptedModel } from '../helpers/scripted.ts'
import { testScope } from '../helpers/scope.ts'
import { systemClock } from '../../src/core/clock.ts'

const never = () => new Promise<never>(() => undefined)
const draft = { prompt: prompt('Write.'), text: 'A text.' }
const needs = {
  validator: never,
  model: () => scriptedModel(['yes']),
  ask: never,
  env: {},
  answerLimitMs: 20,
}

const validatorWith = async (validate: Awaited<ReturnType<ValidatorPlugin['create']>>['validate']) => {
  const plugin = defineValidator({ name: 'mine', summary: 'Mine', create: () => ({ validate }) })
  return validatorFrom(plugin, 'plugin').create({}, needs)
}

describe('no answer in time is a failure', () => {
  it('of a validator', async () => {
    const validator = await validatorWith(never)
    await expect(validator.validate(draft, testScope())).rejects.toMatchObject({
      code: 'validator-timeout',
      message: 'no answer within 0.02 s',
    })
  })

  it('of a critic', async () => {
    const plugin = defineCritic({
      name: 'mine',
      summary: 'Mine',
      create: () => ({ model: 'a:b', critique: never }),
    })
    const models = {
      ask: askAboutDraft,
      critic: () => scriptedModel([]),
      generator: scriptedModel([]),
      answerLimitMs: 20,
    }
    const critic = await criticFrom(plugin, 'plugin').create({}, models)
    const critique = critic.critique(draft, { history: [], sample: 0 }, testScope())
    await expect(critique).rejects.toMatchObject({ code: 'validator-timeout' })
  })

  it('of the creation of a validator', async () => {
    const plugin = defineValidator({ name: 'mine', summary: 'Mine', create: never })
    await expect(validatorFrom(plugin, 'plugin').create({}, needs)).rejects.toThrow('no answer within')
  })
})

it('an answer in time is an answer, whether it is a promise or not', async () => {
  for (const validate of [() => ({ passed: true }), async () => ({ passed: true })]) {
    const validator = await validatorWith(validate)
    expect(await validator.validate(draft, testScope())).toMatchObject({ passed: true })
  }
})

it('an abort wins over a plugin that never answers', async () => {
  const scope = testScope()
  const validation = (await validatorWith(never)).validate(draft, scope)
  scope.abort(new Error('enough'))
  await expect(validation).rejects.toThrow('enough')
})

it('time that a plugin waits for a model does not count', async () => {
  const limit = new AnswerLimit(20)
  const wait = (delayMs: number) => systemClock.sleep(delayMs, new AbortController().signal)
  const work = limit.run(async () => {
    await limit.whileWaiting(() => wait(60))
    await wait(5)
    return 'done'
  })
  expect(await work).toBe('done')
})
