import { expect, it } from 'vitest'
import { FailingRules } from '../../../src/report/results/failing-rules.ts'
import { validation } from '../../helpers/scripted.ts'
import { record } from '../examples.ts'

const failing = (id: string, ...rules: string[]) =>
  record({
    id,
    prompt: `Write about ${id}`,
    critiques: [],
    failures: [],
    validations: rules.map((validator) =>
      validation({ validator, passed: false, message: `${validator} is off` }),
    ),
  })

it('ranks the rules that texts did not meet, with an example row each', () => {
  const rules = new FailingRules(1)
  rules.add(failing('r1', 'length'))
  rules.add(failing('r2', 'language'))
  rules.add(failing('r3', 'language', 'length', 'language'))
  rules.add(failing('r4', 'language'))
  rules.add(record({ outcome: 'accepted' }))
  expect(rules.lines()).toEqual([
    'not met: language 3, length 2',
    '  language: r2 "Write about r2": language is off',
    '  length: r1 "Write about r1": length is off',
  ])
  expect(rules.lines(1)[0]).toBe('not met: language 3, and 1 more')
})

it('names critics that object, validators that could not answer, and errors', () => {
  const rules = new FailingRules(9)
  rules.add(record({ validations: [] }))
  rules.add(
    record({
      outcome: 'failed',
      validations: [],
      critiques: [],
      error: { code: 'timeout', message: 'late' },
    }),
  )
  expect(rules.lines()[0]).toBe('not met: reflexion 1, constitutional (no answer) 1, error timeout 1')
})

it('says nothing where all is accepted', () => expect(new FailingRules(1).lines()).toEqual([]))
