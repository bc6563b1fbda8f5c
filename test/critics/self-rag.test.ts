import { describe, expect, it } from 'vitest'
import { askAboutDraft } from '../../src/critics/ask.ts'
import { ProviderError } from '../../src/core/errors.ts'
import type { Passage, Retriever } from '../../src/core/ports.ts'
import { selfRag } from '../../src/critics/self-rag.ts'
import { askCritic, dataIn, type Respond } from './ask-critic.ts'

const passage = (text: string, source = 'docs/solar.md'): Passage => ({ text, title: 'Solar', source })
const claim = (name: string, retrieve: number) => ({
  claim: `Claim ${name}.`,
  quote: 'saves 300 dollars',
  retrieve,
})

interface Library extends Retriever {
  readonly queries: string[]
}
const library = (hits: (query: string) => readonly Passage[] | Error, name = 'documents'): Library => {
  const queries: string[] = []
  return {
    name,
    queries,
    async retrieve(query) {
      queries.push(query)
      const found = hits(query)
      if (found instanceof Error) throw found
      return found
    },
  }
}

interface Script {
  claims?: object[]
  use?: number
  /** The judgment of a passage, by its text. */
  judge?: (passage: string) => object
}

const scripted =
  ({ claims = [claim('A', 1)], use = 5, judge = () => ({}) }: Script): Respond =>
  (question) => {
    if (question.includes('List the claims')) return { claims }
    if (question.includes('Rate how useful')) return { reasoning: '', use }
    const data = ['passage_1', 'passage_2', 'passage_3'].flatMap((key) => {
      const text = dataIn(question, key)
      return text === undefined ? [] : [[key, text.split('\n').at(-1) ?? ''] as const]
    })
    const judged = data.map(([key, text]) => [
      key,
      { relevance: 'relevant', support: 'fully', quote: text, ...judge(text) },
    ])
    return { passages: Object.fromEntries(judged) as object }
  }

const ask = (script: Script, retrievers: Retriever[], options: object = {}) =>
  askCritic(selfRag, scripted(script), { needs: { retrievers }, options })

describe('self-rag', () => {
  it('says what it needs if there is nothing to look claims up in', () => {
    const model = { name: 'test:judge', generate: () => Promise.reject(new Error()) }
    const needs = { ask: askAboutDraft, critic: () => model, generator: model }
    expect(() => selfRag.create(selfRag.options.parse({}), needs)).toThrow('nothing to look claims up in')
  })

  it('lists the claims, looks up those above the threshold of 0.2, judges their passages, and rates the use', async () => {
    const claims = [claim('A', 1), claim('B', 0.2), claim('C', 0.25)]
    const docs = library((query) => [passage(`Proof of ${query}`), passage('Other.')])
    const { questions, critique } = await ask({ claims }, [docs])
    expect(docs.queries).toEqual(['Claim A.', 'Claim C.'])
    expect(questions).toHaveLength(1 + 2 + 1)
    expect(
      questions.filter((each) => each.includes('one claim of it')).map((each) => dataIn(each, 'claim')),
    ).toEqual(['Claim A.', 'Claim C.'])
    expect(dataIn(questions[1] ?? '', 'passage_1')).toBe('Solar\ndocs/solar.md\nProof of Claim A.')
    expect(await critique).toMatchObject({ needsImprovement: false, suggestions: [] })
  })

  it.each([
    // 1.0 for relevance, 1.0 for support, 0.5 for use, as in the authors' code.
    ['fully', 5, 1 + 1 + 0.5],
    ['fully', 4, 1 + 1 + 0.25],
    ['fully', 3, 1 + 1],
    ['partially', 5, 1 + 0.5 + 0.5],
    ['none', 5, 1 + 0.5],
    ['none', 1, 1 - 0.5],
  ])('scores a relevant passage with support %s and use %d with %d', async (support, use, score) => {
    const { critique } = await ask({ use, judge: () => ({ support }) }, [library(() => [passage('Yes.')])])
    expect(await critique).toMatchObject({ details: { claims: [{ score }] } })
  })

  it('cites the passage with the best support', async () => {
    const hits = [passage('Partly.', 'a.md'), passage('Wholly.', 'b.md')]
    const judge = (text: string) => ({ support: text === 'Wholly.' ? 'fully' : 'partially' })
    const { critique } = await ask({ judge }, [library(() => hits)])
    expect(await critique).toMatchObject({
      needsImprovement: false,
      details: {
        claims: [{ verdict: 'fully', citation: { source: 'b.md', title: 'Solar', quote: 'Wholly.' } }],
      },
    })
  })

  it('objects to a claim that a passage contradicts, even if another supports it, and names the source', async () => {
    const hits = [passage('Yes.', 'a.md'), passage('It saves 200 dollars.', 'b.md')]
    const judge = (text: string) => ({ support: text === 'Yes.' ? 'fully' : 'contradicts' })
    const { critique } = await ask({ judge }, [library(() => hits)])
    expect(await critique).toMatchObject({
      needsImprovement: true,
      severity: 'high',
      suggestions: ['Correct "saves 300 dollars": b.md says "It saves 200 dollars."'],
    })
  })

  it.each<[string, Passage[], object]>([
    ['there is no passage', [], {}],
    ['the passage is irrelevant', [passage('Yes.')], { relevance: 'irrelevant' }],
    ['the passage does not support it', [passage('Yes.')], { support: 'none' }],
    ['the quoted support does not occur in the passage', [passage('Yes.')], { quote: 'Certainly.' }],
    ['the support has no quote', [passage('Yes.')], { quote: '' }],
  ])('objects to a claim if %s', async (_, hits, judged) => {
    const { critique } = await ask({ judge: () => judged }, [library(() => hits)])
    expect(await critique).toMatchObject({
      needsImprovement: true,
      severity: 'medium',
      suggestions: ['Support "saves 300 dollars" by a source, or remove it.'],
      details: { claims: [{ verdict: 'none' }] },
    })
  })

  it.each([
    [3, true],
    [4, false],
  ])('with a use of %d, needs improvement: %s', async (use, needsImprovement) => {
    const { critique } = await ask({ claims: [], use }, [library(() => [])])
    expect(await critique).toMatchObject({ needsImprovement })
  })

  it('takes passages of several retrievers in turns', async () => {
    const one = library(() => [passage('One.'), passage('Two.')])
    const other = library(() => [passage('Three.', 'web'), passage('One.')], 'web')
    const { questions } = await ask({}, [one, other], { passages: 3 })
    const shown = ['passage_1', 'passage_2', 'passage_3'].map((key) =>
      dataIn(questions[1] ?? '', key)
        ?.split('\n')
        .at(-1),
    )
    expect(shown).toEqual(['One.', 'Three.', 'Two.'])
  })

  it('fails if no retriever can answer, since that is no evidence; says so if one of several cannot', async () => {
    const down = new ProviderError('server', 'wikipedia is down')
    const broken = library(() => down, 'wikipedia')
    await expect((await ask({}, [broken])).critique).rejects.toMatchObject({
      message: 'wikipedia is down',
      usage: { calls: 1 },
    })
    const { critique } = await ask({}, [broken, library(() => [passage('Yes.')])])
    expect(await critique).toMatchObject({
      needsImprovement: false,
      details: { toolErrors: ['wikipedia is down'] },
    })
  })

  it('never approves a text with more claims than it looks up', async () => {
    const claims = [claim('A', 1), claim('B', 1)]
    const { critique } = await ask({ claims }, [library(() => [passage('Yes.')])], { claims: 1 })
    await expect(critique).rejects.toThrow('1 claims were not looked up')
  })
})
