import { endsSentence } from '../../../classifiers/sentences/sentence-ends.ts'
import { sliceVisible, type VisibleText } from './visible-text.ts'

/** A word with its punctuation. Scripts without spaces between sentences end a token with their full stop. */
const TOKEN = /[^\s。！？｡]*[。！？｡]+[\p{Pe}\p{Pf}]*|[^\s。！？｡]+/gu

export function* sentencesIn(visible: VisibleText): Generator<VisibleText> {
  const tokens = [...visible.text.matchAll(TOKEN)]
  let before: string[] = []
  let start = tokens[0]?.index ?? 0
  for (const [position, { 0: token, index }] of tokens.entries()) {
    const next = tokens[position + 1]
    if (next && !endsSentence({ token, before, next: next[0], hasDash: false })) {
      before.push(token)
      continue
    }
    yield sliceVisible(visible, start, index + token.length)
    before = []
    start = next?.index ?? 0
  }
}
