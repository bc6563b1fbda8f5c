import { expect, it } from 'vitest'
import { note } from '../../src/core/scope.ts'
import { trace } from '../../src/observe/trace.ts'
import { run } from '../helpers/loop.ts'
import { testScope } from '../helpers/scope.ts'
import { answer, scriptedCritic, scriptedValidator } from '../helpers/scripted.ts'

/** What is shown of one iteration with a streaming writer, a failing check, and critics of every kind. */
async function shownOf(options: { stream: boolean; trace: boolean }): Promise<string> {
  const shown: string[] = []
  const observer = trace({
    say: (line) => shown.push(`${line}\n`),
    write: (text) => shown.push(text),
    ...options,
  })
  const generator = {
    name: 'test:writer',
    async generate(_: unknown, scope: ReturnType<typeof testScope>) {
      for (const text of ['one ', 'two']) note(scope, 'text-delta', { text })
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
  await run({ generator, validators, critics }, { maxIterations: 2 }, scope)
  return shown.join('')
}

it('shows drafts as they are written, each under its iteration', async () => {
  expect(await shownOf({ stream: true, trace: false })).toBe(
    'sifaka: iteration 1\none two\nsifaka: iteration 2\none two\n',
  )
})

it('shows each iteration as it ends: checks, opinions, and who could not answer', async () => {
  const [first] = (await shownOf({ stream: false, trace: true })).split('p1 iteration 2')
  expect(first).toBe(
    [
      'p1 iteration 1: test-1, 2 words, 0.0 s',
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
