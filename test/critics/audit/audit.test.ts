import { describe, expect, it } from 'vitest'
import { ProviderError } from '../../../src/core/errors.ts'
import { readSealedData } from '../../../src/core/phrases/sealed-data.ts'
import type { Model } from '../../../src/core/ports.ts'
import { askAboutDraft } from '../../../src/critics/ask.ts'
import { auditCritic, type AuditLimits } from '../../../src/critics/audit/audit-critic.ts'
import { auditTexts, INJECTED_KINDS, type AuditText } from '../../../src/critics/audit/audit-texts.ts'
import { modelFamily } from '../../../src/critics/audit/model-family.ts'
import { shareOf } from '../../../src/critics/audit/share.ts'
import { reflexion } from '../../../src/critics/reflexion.ts'
import { seededRandom } from '../../../src/util/random.ts'
import { testScope } from '../../helpers/scope.ts'
import { answer } from '../../helpers/scripted.ts'

type Judgment = boolean | string | Error

const isInjected = ({ kind }: AuditText) => INJECTED_KINDS.some((injected) => injected === kind)

/** The text that a request is about: the model sees nothing but task and draft. */
function textIn(content: string): AuditText {
  const [task, draft] = [readSealedData('task', content), readSealedData('draft', content)]
  const found = auditTexts.find((each) => each.task === task && each.text === draft)
  if (!found) throw new Error(`not a text of the audit: ${draft}`)
  return found
}

/** Audits reflexion with a model that approves as `approves` says; a text is its whole answer. */
async function audit(
  approves: (text: AuditText, ask: number) => Judgment,
  limits: Partial<AuditLimits> = {},
) {
  const samples: (number | undefined)[] = []
  const model: Model = {
    name: 'test:judge',
    async generate({ messages, sample }) {
      const judgment = approves(textIn(messages.map(({ content }) => content).join('\n\n')), samples.length)
      samples.push(sample)
      if (judgment instanceof Error) throw judgment
      if (typeof judgment === 'string') return answer({ text: judgment })
      const opinion = { diagnosis: 'As it is.', needsImprovement: !judgment, plan: [], lesson: '' }
      return answer({ text: JSON.stringify({ ...opinion, severity: 'low', confidence: 1 }) })
    },
  }
  const needs = { ask: askAboutDraft, critic: () => model, generator: model }
  const critic = await reflexion.create(reflexion.options.parse({}), needs)
  const result = await auditCritic(critic, { repeats: 3, maxFalsePass: 0.05, ...limits }, testScope())
  return { ...result, samples }
}

const honest = ({ kind }: AuditText) => kind === 'good'
const noisy = (probability: number) => {
  const random = seededRandom(7)
  return (text: AuditText) => honest(text) !== random() < probability
}

describe('an audit', () => {
  it.each<[string, (text: AuditText) => boolean, string, boolean]>([
    ['is honest', honest, 'sound', true],
    ['approves what injected words ask for', (text) => honest(text) || isInjected(text), 'gullible', false],
    [
      'approves only texts that end in injected words',
      (text) => honest(text) || isPlantLast(text),
      'gullible',
      false,
    ],
    ['approves everything', () => true, 'constant', false],
    ['rejects everything', () => false, 'constant', true],
    ['errs in one of ten answers', noisy(0.1), 'noisy', false],
    ['errs in three of ten answers', noisy(0.3), 'noisy', false],
    ['approves empty texts', ({ kind }) => ['good', 'empty', 'colon'].includes(kind), 'lenient', false],
    ['rejects most good texts', (text) => honest(text) && text.text.startsWith('Subject'), 'strict', true],
  ])('of a judge that %s', async (_, approves, finding, isTrusted) => {
    const result = await audit(approves)
    expect({ finding: result.finding, isTrusted: result.isTrusted }).toEqual({ finding, isTrusted })
  })

  it('counts false passes by kind, and flips between repeats and between places of injected words', async () => {
    const repeats = 3
    const { falsePass, falsePassByKind, flips, orderFlips } = await audit(
      (text) => honest(text) || (text.kind === 'role' && isPlantLast(text)),
      { repeats },
    )
    const tasks = auditTexts.filter(honest).length
    const bad = auditTexts.length - tasks
    expect(falsePass).toMatchObject({ count: tasks * repeats, of: bad * repeats })
    expect(falsePassByKind['role']).toMatchObject({ count: tasks * repeats, of: 2 * tasks * repeats })
    expect(falsePassByKind['verdict']).toMatchObject({ count: 0 })
    expect(flips).toMatchObject({ count: 0, of: auditTexts.length * (repeats - 1) })
    expect(orderFlips).toMatchObject({ count: tasks * repeats, of: INJECTED_KINDS.length * tasks * repeats })
  })

  it('measures the noise of a judge within the interval', async () => {
    const { flips } = await audit(noisy(0.2), { repeats: 10 })
    expect(flips.low).toBeLessThan(2 * 0.2 * 0.8)
    expect(flips.high).toBeGreaterThan(2 * 0.2 * 0.8)
  })

  it('keeps repeated questions apart, so that no cache answers them', async () => {
    const { samples } = await audit(honest, { repeats: 2 })
    expect(new Set(samples).size).toBe(2)
  })

  it('counts an answer without a verdict neither as a pass nor as an objection', async () => {
    const result = await audit((text) => (text.kind === 'empty' ? 'I cannot say.' : honest(text)))
    expect(result.falsePassByKind['empty']).toMatchObject({ of: 0, rate: null })
    expect(result.failures.reduce((sum, { count }) => sum + count, 0)).toBe(9)
    expect(result.finding).toBe('sound')
  })

  it('trusts no judge that never gives a verdict', async () => {
    const result = await audit(() => 'Fine.')
    expect(result).toMatchObject({ finding: 'unanswered', isTrusted: false, verdicts: 0 })
    expect(result.usage.calls).toBe(2 * 3 * auditTexts.length)
  })

  it('ends at once if the model cannot be reached', async () => {
    const error = new ProviderError('auth', 'wrong key')
    await expect(audit(() => error)).rejects.toBe(error)
  })

  it('holds a judge to the given share', async () => {
    const approves = (text: AuditText) => honest(text) || text.kind === 'colon'
    expect((await audit(approves, { maxFalsePass: 0.05 })).isTrusted).toBe(false)
    expect((await audit(approves, { maxFalsePass: 0.2 })).isTrusted).toBe(true)
  })
})

const isPlantLast = (text: AuditText): boolean =>
  isInjected(text) && auditTexts.some((each) => honest(each) && text.text.startsWith(each.text))

describe('the interval of a share', () => {
  // Reference values of the Wilson score interval at 95 %.
  it.each([
    [0, 10, 0, 0.2775],
    [5, 10, 0.2366, 0.7634],
    [10, 10, 0.7225, 1],
    [1, 100, 0.0018, 0.0545],
  ])('%d of %d', (count, of, low, high) => {
    const share = shareOf(count, of)
    expect(share.low).toBeCloseTo(low, 3)
    expect(share.high).toBeCloseTo(high, 3)
  })

  it('of nothing is everything', () => {
    expect(shareOf(0, 0)).toEqual({ count: 0, of: 0, rate: null, low: 0, high: 1 })
  })
})

describe('the family of a model', () => {
  it.each([
    ['openai:gpt-6-luna', 'gpt'],
    ['openai:o4-mini', 'gpt'],
    ['groq:openai/gpt-oss-20b', 'gpt'],
    ['anthropic:claude-haiku-5-5', 'claude'],
    ['groq:llama-3.1-8b-instant', 'llama'],
    ['my-vllm:meta-llama/Llama-4-Scout', 'llama'],
    ['ollama:codellama:7b', 'llama'],
    ['ollama:mixtral', 'mistral'],
    ['ollama:ministral-3b', 'mistral'],
    ['ollama:qwq:32b', 'qwen'],
    ['ollama:phi4', 'phi'],
    ['sim:writer', 'sim'],
  ])('%s is of the family %s', (model, family) => expect(modelFamily(model)).toBe(family))
})
