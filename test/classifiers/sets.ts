import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Labelled {
  readonly label: string
  readonly text: string
}

/** The rules were written with the `tuning` texts; the `held-out` texts only measure them. */
export type Part = 'tuning' | 'held-out'

export function labelled(classifier: string, part: Part): readonly Labelled[] {
  const lines = readFileSync(join(import.meta.dirname, 'sets', `${classifier}.${part}.tsv`), 'utf8').split(
    '\n',
  )
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [label = '', text = ''] = line.split('\t')
      return { label, text }
    })
}
