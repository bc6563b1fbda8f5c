/** Splits documents into passages that are short enough to be read by a model. */
import type { Passage } from '../../core/ports.ts'
import type { DocumentText } from './read-documents.ts'

const MAX_CHARACTERS = 1200
const HEADING = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/
const FENCE = /^ {0,3}(```|~~~)/

/** Joins paragraphs under one heading as long as they fit into a passage. `name` is the name of the document. */
export function splitIntoPassages({ text, hasHeadings }: DocumentText, name: string): Passage[] {
  const passages: Passage[] = []
  let title = name
  let paragraphs: string[] = []
  const endSection = () => {
    for (const part of pack(paragraphs)) passages.push({ title, source: name, text: part })
    paragraphs = []
  }
  let lines: string[] = []
  let isCode = false
  const endParagraph = () => {
    if (lines.length > 0) paragraphs.push(lines.join('\n'))
    lines = []
  }
  for (const line of text.split(/\r?\n/)) {
    if (hasHeadings && FENCE.test(line)) isCode = !isCode
    const heading = hasHeadings && !isCode ? HEADING.exec(line)?.[1] : undefined
    if (heading !== undefined) {
      endParagraph()
      endSection()
      title = heading || name
    } else if (line.trim() === '') endParagraph()
    else lines.push(line)
  }
  endParagraph()
  endSection()
  return passages
}

function pack(paragraphs: readonly string[]): string[] {
  const packed: string[] = []
  for (const paragraph of paragraphs.flatMap(splitLong)) {
    const last = packed.at(-1)
    if (last !== undefined && last.length + paragraph.length < MAX_CHARACTERS) {
      packed[packed.length - 1] = `${last}\n\n${paragraph}`
    } else packed.push(paragraph)
  }
  return packed
}

/** Splits at the ends of sentences, else at white space, else anywhere. */
function splitLong(paragraph: string): string[] {
  const parts: string[] = []
  let rest = paragraph.trim()
  while (rest.length > MAX_CHARACTERS) {
    const start = rest.slice(0, MAX_CHARACTERS)
    const ends = [...start.matchAll(/[.!?。！？]["”’)]?(\s|(?<=[。！？]))|\n/gu)].map(
      ({ index, 0: end }) => index + end.length,
    )
    const end = ends.at(-1) ?? start.lastIndexOf(' ') + 1
    const length = end > 0 ? end : MAX_CHARACTERS
    parts.push(rest.slice(0, length).trim())
    rest = rest.slice(length).trim()
  }
  return rest === '' ? parts : [...parts, rest]
}
