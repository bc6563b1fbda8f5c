import { expect, it } from 'vitest'
import { calibrated, leaderOf, withCalibration } from '../../src/classifiers/confidence.ts'

const POINTS = [
  [0.5, 0.4],
  [0.7, 0.8],
  [0.9, 0.9],
] as const

it.each([
  [0, 0.4],
  [0.5, 0.4],
  [0.6, 0.6],
  [0.7, 0.8],
  [0.8, 0.85],
  [0.9, 0.9],
  [1, 0.9],
])('draws straight lines between the points, and level ones beyond them: %d has %d', (strength, share) => {
  expect(calibrated(POINTS, strength)).toBeCloseTo(share)
})

it('has one share for all strengths if there is one point', () => {
  expect(calibrated([[0.5, 0.3]], 0.2)).toBe(0.3)
  expect(calibrated([[0.5, 0.3]], 0.9)).toBe(0.3)
})

it('replaces the strength of each label by its own share', () => {
  const label = (text: string) => ({ label: text, confidence: 0.7 })
  const classify = withCalibration({ good: POINTS, bad: [[0.5, 0.3]] }, label)
  expect(classify('good')).toEqual({ label: 'good', confidence: 0.8 })
  expect(classify('bad')).toEqual({ label: 'bad', confidence: 0.3 })
})

it('names the label with the most votes, and the first one of several', () => {
  expect(leaderOf(['a', 'b', 'c'], { a: 1, b: 3, c: 2 })).toEqual({ label: 'b', votes: 3, lead: 1 })
  expect(leaderOf(['a', 'b'], { a: 2, b: 2 })).toEqual({ label: 'a', votes: 2, lead: 0 })
})
