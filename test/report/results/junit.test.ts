import { expect, it } from 'vitest'
import type { ResultRecord } from '../../../src/core/record.ts'
import { junitResults } from '../../../src/report/results/junit.ts'
import { ResultsSummarizer } from '../../../src/batch/results/results-summarizer.ts'
import { validation } from '../../helpers/scripted.ts'
import { record } from '../examples.ts'

const render = (all: readonly ResultRecord[]): string => {
  const summarizer = new ResultsSummarizer()
  for (const each of all) summarizer.add(each)
  const cases = all.map((each) => junitResults.record(each, 0)).join('')
  return junitResults.begin(summarizer.summary) + cases + junitResults.end()
}

it('has one test per prompt: passed, failed with its problems, or ended by an error', () => {
  expect(
    render([
      record({ passed: true, outcome: 'accepted', stopReason: 'accepted' }),
      record({ id: 'p2' }),
      record({
        id: 'p3',
        outcome: 'failed',
        stopReason: 'error',
        text: '',
        validations: [],
        critiques: [],
        failures: [],
        error: { code: 'auth', message: 'the key is wrong' },
      }),
    ]),
  ).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites tests="3" failures="1" errors="1" time="24.600">
    <testsuite name="sifaka" tests="3" failures="1" errors="1" time="24.600">
    <testcase classname="openai:gpt-4o-mini" name="p1: Write about solar power." time="8.200"/>
    <testcase classname="openai:gpt-4o-mini" name="p2: Write about solar power." time="8.200">
    <failure message="content: wind is missing" type="exhausted">not accepted (max-iterations)
    content: wind is missing
    reflexion objects (high): Too short.
    critic constitutional could not answer: no answer</failure>
    </testcase>
    <testcase classname="openai:gpt-4o-mini" name="p3: Write about solar power." time="8.200">
    <error message="the key is wrong" type="auth">failed (error)
    the key is wrong</error>
    </testcase>
    </testsuite>
    </testsuites>
    "
  `)
})

it('contains no character that XML forbids, and turns no untrusted text into markup', () => {
  const untrusted = '\u0000\u0008\u001b[31m\ud800\ufffe]]></failure><a b="c">&amp;\r\n\t'
  const xml = render([
    record({
      prompt: untrusted,
      model: untrusted,
      validations: [validation({ passed: false, validator: untrusted, message: untrusted })],
    }),
  ])
  expect(xml).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u)
  expect(xml.match(/<[^>]*>/g)?.map((tag) => tag.split(/[ >]/, 1)[0])).toEqual([
    ...'<?xml <testsuites <testsuite <testcase <failure </failure </testcase'.split(' '),
    ...'</testsuite </testsuites'.split(' '),
  ])
  expect(xml).toContain('&amp;amp;&#13;')
})
