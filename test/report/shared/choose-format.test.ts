import { describe, expect, it } from 'vitest'
import { chooseComparisonFormat } from '../../../src/report/compare/formats.ts'
import { chooseTimingFormat } from '../../../src/report/index.ts'
import { chooseExportFormat } from '../../../src/report/thoughts/export.ts'
import { chooseValidationFormat } from '../../../src/report/validation/index.ts'

describe('a format beside a file', () => {
  it.each([
    ['json', 'f.JSON'],
    ['github', 'f.txt'],
    ['json', 'f.pdf'],
    ['sarif', '-'],
  ])('%s is written to %s', (name, path) => {
    expect(chooseValidationFormat(name, path).name).toBe(name)
  })

  it.each([
    ['github', 'f.sarif'],
    ['text', 'f.jsonl'],
    ['jsonl', 'f.json'],
  ])('%s is refused for %s', (name, path) => {
    expect(() => chooseValidationFormat(name, path)).toThrow(`--format ${name} contradicts -o ${path}`)
  })

  it.each<[choose: (name: string, path: string) => unknown, name: string, path: string]>([
    [chooseTimingFormat, 'md', 'r.html'],
    [chooseComparisonFormat, 'json', 'c.md'],
    [chooseExportFormat, 'csv', 't.jsonl'],
  ])('is refused by the other documents, too: %o %s %s', (choose, name, path) => {
    expect(() => choose(name, path)).toThrow(`--format ${name} contradicts -o ${path}`)
  })
})
