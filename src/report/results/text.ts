import type { ResultFormat } from '../../core/formats.ts'

export const textResults: ResultFormat = {
  name: 'text',
  summary: 'only the text, unchanged; for a single prompt',
  extensions: ['.txt'],
  begin: () => '',
  record: ({ text }, position) => `${position === 0 ? '' : '\n'}${text}`,
  end: () => '',
}
