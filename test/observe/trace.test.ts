import { expect, it } from 'vitest'
import { emitEvent } from '../../src/core/scope.ts'
import { createTraceObserver } from '../../src/observe/trace.ts'
import { run } from '../helpers/loop.ts'
import { testScope } from '../helpers/scope.ts'
import { answer, scriptedCritic, scriptedValidator } from '../helpers/scripted.ts'

/** The output for a streaming writer, a failing validator, and critics with every kind of answer. */
async function outputOf(options: { stream: boolean; trace: boolean; isPrefixed?: boolean }): Promise<string> {
  const output: string[] = []
  const observer = createTraceObserver({
    writeLine: (line) => output.push(`${line}\n`),
    write: (text) => output.push(text),
    isPrefixed: false,
    ...options,
  })
  const generator = {
    name: 'test:writer',
    async generate(_: unknown, scope: ReturnType<typeof testScope>) {
      for (const text of ['one ', 'two']) emitEvent(scope, 'text-delta', { text })
      return answer({ text: 'one two' })
    },
  }
  const critics = [
    scriptedCritic('fan', [true]),
    scriptedCritic('foe', [{ needsImprovement: true, feedback: 'Too dry.', suggestions: ['Add water.'] }]),
    scriptedCritic('ghost', [new Error('gone')]),
  ]
  const validators = [scriptedValidator('right', () => true), scriptedValidator('wrong', () => false)]
  const scope = testScope({ emit: (event) => observer.on(event) })
  emitEvent({ ...scope, path: [{ kind: 'thought', name: 'p1' }] }, 'prompt', {
    text: options.isPrefixed ? 'Write about the sun and the wind, at length.' : 'p1',
  })
  await run({ generator, validators, critics }, { maxIterations: 2 }, scope)
  return output.join('')
}

it('shows drafts while they are written, each under its iteration', async () => {
  expect(await outputOf({ stream: true, trace: false })).toBe(
    'sifaka: iteration 1\none two\nsifaka: iteration 2\none two\n',
  )
})

it('shows validations, critiques and failures of each iteration when it ends', async () => {
  const [first] = (await outputOf({ stream: false, trace: true })).split('p1 iteration 2')
  expect(first).toBe(
    [
      'p1 iteration 1: test-1, 2 words, 0 ms',
      '  pass  right: right holds',
      '  FAIL  wrong: wrong fails',
      '  fan approves',
      '  foe objects (high): Too dry.',
      '    - Add water.',
      '  critic ghost could not answer: gone',
      '',
    ].join('\n'),
  )
})

it('prefixes each line of a draft with its prompt where several are written at a time', async () => {
  const output = await outputOf({ stream: true, trace: false, isPrefixed: true })
  expect(output.split('\n').slice(0, 2)).toEqual([
    'p1 "Write about the sun and the win…" iteration 1',
    'p1 "Write about the sun and the win…" | one two',
  ])
})
