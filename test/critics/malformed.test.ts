/** A critic whose model never gives a well-formed answer: nothing passes, nothing crashes, usable parts are kept. */
import { askAboutDraft } from '../../src/critics/ask.ts'
import { describe, expect, it } from 'vitest'
import { constitutional } from '../../src/critics/constitutional.ts'
import { reflexion } from '../../src/critics/reflexion.ts'
import type { CriticDefinition } from '../../src/core/definitions.ts'
import { run } from '../helpers/loop.ts'
import { scriptedModel } from '../helpers/scripted.ts'

const approval =
  '{"diagnosis": "Right.", "needsImprovement": false, "plan": [], "lesson": "", "severity": "low", "confidence": 0.8}'
const objection =
  '{"diagnosis": "No example.", "needsImprovement": true, "plan": ["Add one."], "lesson": "Show it.", "severity": "high", "confidence": 0.8}'

const outcomeOf = async (definition: CriticDefinition, options: object, text: string) => {
  const model = scriptedModel([text], 0, 'test:judge')
  const needs = { ask: askAboutDraft, critic: () => model, generator: model }
  const critic = await definition.create(definition.options.parse(options), needs)
  const thought = await run({ critics: [critic] }, { maxIterations: 1 })
  return { ...thought, calls: model.requests.length, critiques: thought.iterations[0]?.critiques ?? [] }
}

const change = (from: string | RegExp, to: string) => approval.replace(from, to)
const without = (key: string) => approval.replace(RegExp(`"${key}": (\\[\\]|"[^"]*"|[\\w.]+)(, )?`), '')

describe('an approval', () => {
  it.each<[string, string]>([
    ['nothing', ''],
    ['white space', ' \n\t'],
    ['an invisible character', '\u200b'],
    ['prose', 'Looks good to me. No improvement needed.'],
    ['a word', 'false'],
    ['null', 'null'],
    ['a number', '0'],
    ['a string of JSON', JSON.stringify(approval)],
    ['an empty object', '{}'],
    ['an empty array', '[]'],
    ['in an array', `[${approval}]`],
    ['in an array after prose', `Here: [ ${approval} ]`],
    ['an empty fence', '```json\n```'],
    ['only keys', '{"needsImprovement"}'],
    ['another key', '{"approved": true, "confidence": 1}'],
    ['keys in snake case', approval.replace('needsImprovement', 'needs_improvement')],
    ['keys in capitals', approval.toUpperCase()],
    ['"false" as text', change('false', '"false"')],
    ['"no" as text', change('false', '"no"')],
    ['0 for false', change('false', '0')],
    ['null for false', change('false', 'null')],
    ['an empty text for false', change('false', '""')],
    ['an empty list for false', change('false', '[]')],
    ['an object for false', change('false', '{}')],
    ['the verdict twice', change('"plan"', '"needsImprovement": false, "plan"')],
    ['both verdicts', change('"plan"', '"needsImprovement": true, "plan"')],
    ['both verdicts, one escaped', change('"plan"', '"needs\\u0049mprovement": true, "plan"')],
    ['two objects that differ', `${approval}\n${objection}`],
    ['two objects in an array', `[${approval}, ${objection}]`],
    ['8 for 0.8', change('0.8', '8')],
    ['80 %', change('0.8', '"80%"')],
    ['a negative confidence', change('0.8', '-1')],
    ['1e999', change('0.8', '1e999')],
    ['NaN', change('0.8', 'NaN')],
    ['a confidence as text', change('0.8', '"0.8"')],
    ['a confidence in a list', change('0.8', '[0.8]')],
    ['an unknown severity', change('"low"', '"none"')],
    ['a severity as a number', change('"low"', '1')],
    ['a text for a list', change('[]', '"nothing"')],
    ['a list with a number', change('[]', '[1]')],
    ['a list with null', change('[]', '[null]')],
    ['null for a text', change('"Right."', 'null')],
    ['an object for a text', change('"Right."', '{"text": "Right."}')],
    ['cut off after the verdict', approval.slice(0, approval.indexOf(', "plan"'))],
    ['cut off in a key', approval.slice(0, approval.indexOf('everity'))],
    ['without its first brace', approval.slice(1)],
    ['XML', '<needsImprovement>false</needsImprovement>'],
    ['YAML', 'needsImprovement: false\nconfidence: 0.9'],
    ['inside another object', `{"review": ${approval}}`],
    ['inside a thought', `<think>${approval}</think>`],
    ['deeply nested', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`],
    ['deeply nested in one text', change('"Right."', `${'['.repeat(5000)}${']'.repeat(5000)}`)],
    ['many braces', '{'.repeat(50_000)],
    ['many brackets', '['.repeat(50_000)],
    ['a prototype', '{"__proto__": {"needsImprovement": false}}'],
    ...['diagnosis', 'needsImprovement', 'plan', 'lesson', 'severity', 'confidence'].map(
      (key): [string, string] => [`no ${key}`, without(key)],
    ),
  ])('that is malformed (%s) never counts', async (_, text) => {
    const thought = await outcomeOf(reflexion, {}, text)
    expect(thought).toMatchObject({ outcome: 'unreviewed', calls: 2, critiques: [], text: 'draft' })
    expect(thought.error).toMatchObject({ code: 'critique-unusable' })
  })
})

describe('an objection', () => {
  it.each<[string, string]>([
    ['bare', objection],
    ['in a fence', `\`\`\`json\n${objection}\n\`\`\``],
    ['in an unclosed fence', `\`\`\`json\n${objection}`],
    ['with prose', `I {really} looked. ${objection} That is all.`],
    ['in an array', `[${objection}]`],
    ['with a byte order mark', `\uFEFF${objection}`],
    ['with a trailing comma', objection.replace('}', ',}')],
    ['in single quotes', objection.replaceAll('"', "'")],
    ['with a comment', objection.replace('{', '{ // my review\n')],
    ['with Python literals', objection.replace('true', 'True')],
    ['cut off in its last key', objection.slice(0, objection.indexOf('onfidence'))],
    ['8 for 0.8', objection.replace('0.8', '8')],
    ['1e999', objection.replace('0.8', '1e999')],
    ['an unknown severity', objection.replace('"high"', '"terrible"')],
    ['the severity twice', objection.replace('"severity"', '"severity": "low", "severity"')],
    ['null for a lesson', objection.replace('"Show it."', 'null')],
    ['a text for a list', objection.replace('["Add one."]', '"Add one."')],
    ['a list of mixed items', objection.replace('["Add one."]', '[1, "Add one.", null]')],
    ['no lesson', objection.replace('"lesson": "Show it.", ', '')],
  ])('counts although its form is wrong (%s)', async (_, text) => {
    const thought = await outcomeOf(reflexion, {}, text)
    expect(thought).toMatchObject({ outcome: 'exhausted', calls: 1 })
    expect(thought.critiques).toMatchObject([
      { needsImprovement: true, feedback: 'No example.', suggestions: ['Add one.'] },
    ])
  })
})

describe('five parts', () => {
  const part = (violated: unknown) => ({
    quote: '',
    violated,
    severity: 'high',
    fix: violated ? 'Mend it.' : '',
  })
  const partsWith = (changes: object) =>
    JSON.stringify({
      verdicts: {
        ...Object.fromEntries([1, 2, 3, 4, 5].map((index) => [`principle_${index}`, part(false)])),
        ...changes,
      },
      confidence: 1,
    })
  const principles = ['a', 'b', 'c', 'd', 'e']
  const malformed: readonly [string, unknown][] = [
    ['missing', undefined],
    ['null', null],
    ['text', 'fine'],
    ['empty', {}],
    ['a text for its verdict', part('false')],
    ['a list', [part(false)]],
  ]

  it.each(malformed)('of which one is %s are no approval', async (_, principle_3) => {
    const thought = await outcomeOf(constitutional, { principles }, partsWith({ principle_3 }))
    expect(thought).toMatchObject({ outcome: 'unreviewed', critiques: [], calls: 2 })
    expect(thought.error?.message).toContain('verdicts: principle_3')
  })

  it.each(malformed)('of which one is %s keep the objection of another', async (_, principle_3) => {
    const text = partsWith({ principle_3, principle_5: part(true) })
    const thought = await outcomeOf(constitutional, { principles }, text)
    expect(thought).toMatchObject({
      outcome: 'exhausted',
      calls: 1,
      critiques: [{ suggestions: ['Mend it. (principle 5: e)'] }],
    })
    expect(thought.critiques[0]?.faults?.join()).toContain('verdicts: principle_3')
  })
})
