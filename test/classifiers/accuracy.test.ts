import { describe, expect, it } from 'vitest'
import { classifiers } from '../../src/classifiers/index.ts'
import { labelled, type Part } from './sets.ts'

/** The lowest accuracies. These sets are easier than texts of other sources. */
const MIN_ACCURACY: Readonly<Record<string, Readonly<Record<Part, number>>>> = {
  sentiment: { tuning: 0.95, 'held-out': 0.9 },
  toxicity: { tuning: 0.95, 'held-out': 0.95 },
  spam: { tuning: 0.95, 'held-out': 0.95 },
  emotion: { tuning: 0.92, 'held-out': 0.92 },
  intent: { tuning: 0.95, 'held-out': 0.92 },
  readability: { tuning: 0.97, 'held-out': 0.97 },
}

const PARTS = ['tuning', 'held-out'] as const
const measured = classifiers.filter(({ name }) => name in MIN_ACCURACY)

it('has texts for every measured classifier', () => {
  expect(measured.map(({ name }) => name).toSorted()).toEqual(Object.keys(MIN_ACCURACY).toSorted())
})

/** The label of a text in which a classifier found nothing. */
const NOTHING_FOUND: Readonly<Record<string, string>> = {
  sentiment: 'neutral',
  toxicity: 'non-toxic',
  spam: 'ham',
  emotion: 'neutral',
  intent: 'statement',
}

it.each(Object.entries(NOTHING_FOUND))(
  'gives no text of %s the label "%s" with a confidence above 0.9',
  async (name, label) => {
    const classify = await classifiers.find((each) => each.name === name)?.create()
    const confidences: number[] = []
    for (const { text } of PARTS.flatMap((part) => labelled(name, part))) {
      const found = await classify?.(text)
      if (found?.label === label) confidences.push(found.confidence)
    }
    expect(confidences).not.toHaveLength(0)
    expect(Math.max(...confidences)).toBeLessThanOrEqual(0.9)
  },
)

describe.each(measured)('$name', (definition) => {
  const { name, labels } = definition

  it.each(PARTS)('labels the %s texts with the promised accuracy', async (part) => {
    const classify = await definition.create()
    const wrong: string[] = []
    const texts = labelled(name, part)
    for (const { label, text } of texts) {
      const found = await classify(text)
      if (found.label !== label) wrong.push(`${label}, not ${found.label} (${found.confidence}): ${text}`)
    }
    const accuracy = 1 - wrong.length / texts.length
    expect(accuracy, wrong.join('\n')).toBeGreaterThanOrEqual(MIN_ACCURACY[name]?.[part] ?? 1)
  })

  it('gives right labels a higher confidence than wrong ones', async () => {
    const classify = await definition.create()
    const right: number[] = []
    const wrong: number[] = []
    for (const part of PARTS) {
      for (const { label, text } of labelled(name, part)) {
        const found = await classify(text)
        ;(found.label === label ? right : wrong).push(found.confidence)
      }
    }
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(mean(right)).toBeGreaterThan(0.6)
    if (wrong.length > 0) expect(mean(right)).toBeGreaterThan(mean(wrong))
  })

  it('has at least 60 texts in each part, equally many per label, and none in both', () => {
    const [tuning, heldOut] = PARTS.map((part) => labelled(name, part))
    for (const texts of [tuning ?? [], heldOut ?? []]) {
      expect(texts.length).toBeGreaterThanOrEqual(60)
      const counts = labels.map((label) => texts.filter((text) => text.label === label).length)
      expect(new Set(counts).size).toBe(1)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(texts.length)
    }
    const seen = new Set(tuning?.map(({ text }) => text))
    expect(heldOut?.filter(({ text }) => seen.has(text))).toEqual([])
  })
})
