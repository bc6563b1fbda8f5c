import type { ResultFormat } from './format.ts'

export const text: ResultFormat = {
  name: 'text',
  summary: 'the text alone, byte for byte; for one prompt',
  extensions: ['.txt'],
  begin: () => '',
  record: ({ text }, position) => `${position === 0 ? '' : '\n'}${text}`,
  end: () => '',
}
