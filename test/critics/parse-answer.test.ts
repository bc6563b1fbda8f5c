import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { CritiqueError } from '../../src/core/errors.ts'
import { readAnswer } from '../../src/critics/parse-answer.ts'
import { answer } from '../helpers/scripted.ts'

const shape = z.object({ ok: z.boolean(), sure: z.number().min(0).max(1), words: z.array(z.string()) })
const good = '{"ok": true, "sure": 0.8, "words": ["a"]}'
const parse = (text: string) => readAnswer(answer({ text }), shape)

describe('a usable answer', () => {
  it.each([
    ['bare', good],
    ['with white space around', `\n\t ${good} \r\n`],
    ['in a fence', `\`\`\`json\n${good}\n\`\`\``],
    ['with prose around', `Here is my review:\n${good}\nI hope that helps.`],
    ['in a fence with prose around', `Sure!\n\n\`\`\`\n${good}\n\`\`\`\nDone.`],
    ['after the thoughts of a reasoning model', `<think>Is it {ok}? Or not.</think>\n${good}`],
    ['with a trailing comma', '{"ok": true, "sure": 0.8, "words": ["a",],}'],
    ['in single quotes', "{'ok': true, 'sure': 0.8, 'words': ['a']}"],
    ['with a comment', '{"ok": true, /* yes */ "sure": 0.8, "words": ["a"]}'],
    ['with Python literals', '{"ok": True, "sure": 0.8, "words": ["a"]}'],
    ['cut off at its end', '{"ok": true, "sure": 0.8, "words": ["a"'],
    ['given twice', `${good}\n${good}`],
    ['after braces in prose', `The text about {braces} and { is fine.\n${good}`],
    ['with an additional property', '{"ok": true, "sure": 0.8, "words": ["a"], "note": "fine"}'],
  ])('may be %s', (_, text) => {
    expect(parse(text)).toEqual({ value: { ok: true, sure: 0.8, words: ['a'] }, faults: [] })
  })

  it('may contain braces and fences in strings', () => {
    const words = ['```js\nif (a) { b() }\n```', '}{', '\\" "']
    expect(parse(`So: ${JSON.stringify({ ok: true, sure: 1, words })}`).value.words).toEqual(words)
  })
})

describe('an unusable answer', () => {
  it.each([
    ['prose', 'The text is fine.', 'contains no JSON object: "The text is fine."'],
    ['null', 'null', 'contains no JSON object'],
    ['a string', '"ok"', 'contains no JSON object'],
    ['white space', ' \n', 'is empty'],
    [
      'two objects that differ',
      `${good}\n${good.replace('true', 'false')}`,
      'several JSON objects that differ',
    ],
    ['two objects that differ, in prose', `Not ${good} but ${good.replace('true', 'false')}`, 'that differ'],
    ['a boolean in quotes', good.replace('true', '"false"'), 'ok: Invalid input: expected boolean'],
    ['a number for a boolean', good.replace('true', '1'), 'ok: Invalid input: expected boolean'],
    ['null for a boolean', good.replace('true', 'null'), 'ok: Invalid input: expected boolean'],
    ['a percentage', good.replace('0.8', '8'), 'sure: Too big: expected number to be <=1'],
    ['a number in quotes', good.replace('0.8', '"0.8"'), 'sure: Invalid input: expected number'],
    ['a number that is too large', good.replace('0.8', '1e999'), 'sure: Invalid input: expected number'],
    ['not a number', good.replace('0.8', 'NaN'), 'sure: Invalid input: expected number'],
    ['a text for a list', good.replace('["a"]', '"a"'), 'words: Invalid input: expected array'],
    ['a missing property', '{"ok": true, "words": []}', 'sure: Invalid input: expected number'],
    ['cut off before its end', '{"ok": true, "sure"', 'sure: Invalid input'],
    ['a key twice', good.replace('{', '{"ok": false, '), 'has the key "ok" twice'],
    ['a key twice, once with an escape', good.replace('{', '{"\\u006fk": false, '), 'has the key "ok" twice'],
  ])('is %s', (_, text, problem) => {
    expect(() => parse(text)).toThrow(CritiqueError)
    expect(() => parse(text)).toThrow(problem)
  })

  it.each([
    [{ finishReason: 'length', text: '{"ok": tr' }, 'cut off at the token limit'],
    [{ finishReason: 'refusal', text: good }, 'the model declined'],
  ] as const)('is %j', (more, problem) => {
    expect(() => readAnswer(answer(more), shape)).toThrow(problem)
  })

  it('is reported with its model and usage', () => {
    const unusable = answer({ text: 'no', model: 'judge-2' })
    expect(() => readAnswer(unusable, shape)).toThrow(
      expect.objectContaining({
        code: 'critique-unusable',
        usage: unusable.usage,
        message: expect.stringContaining('the answer of judge-2 cannot be used') as string,
      }),
    )
  })
})

it('allows the same key in different objects', () => {
  const nested = z.object({ list: z.array(z.object({ key: z.string() })), key: z.string() })
  const text = '{"list": [{"key": "\\"key\\":"}, {"key": "b"}], "key": "c"}'
  expect(readAnswer(answer({ text }), nested).value.key).toBe('c')
})
