import type { ResultFormat } from '../../core/formats.ts'

export const textResults: ResultFormat = {
  name: 'text',
  summary: 'the text alone, byte for byte; for one prompt',
  extensions: ['.txt'],
  begin: () => '',
  record: ({ text }, position) => `${position === 0 ? '' : '\n'}${text}`,
  end: () => '',
}
