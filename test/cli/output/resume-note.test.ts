import { expect, it } from 'vitest'
import type { ResumeReason } from '../../../src/batch/resume/preview.ts'
import { describeResume } from '../../../src/cli/output/resume-note.ts'

it.each<[number, [ResumeReason, number][], string]>([
  [0, [], '0 prompts: nothing to do'],
  [1, [], '1 prompt: done, nothing to do'],
  [5, [], '5 prompts: done, nothing to do'],
  [0, [['new', 1]], '1 prompt: new'],
  [0, [['model', 25]], '25 prompts: run again (the model changed)'],
  [1, [['new', 1]], '2 prompts: 1 done, 1 new'],
  [
    1028,
    [
      ['new', 30],
      ['prompt', 2],
    ],
    '1,060 prompts: 1,028 done, 30 new, 2 run again (the prompt changed)',
  ],
])('says what a resumed run will do: %i done, to do %j', (done, todo, note) => {
  expect(describeResume({ done, todo: new Map(todo) })).toBe(note)
})
