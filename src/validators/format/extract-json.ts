/** Finds the JSON that a text contains, such as "Here it is: {...}. Tell me if …". */
import { endOfJson } from '../../util/json/json-fault.ts'
import { parseWithinTimeLimit } from '../shared/time-limit.ts'

/** The start of an object or a list, but not of a word in brackets. */
const START = /[{[](?=\s*["{[\]}\d\-tfn])/g

/**
 * Replaces the text around the longest object or list by spaces, so that positions in the rest remain correct. Returns
 * the text unchanged if it contains neither.
 */
export function extractJson(text: string): string {
  let longest = { start: 0, end: 0 }
  let firstStart: number | undefined
  parseWithinTimeLimit('JSON', text, () => {
    for (const { index: start } of text.matchAll(START)) {
      firstStart ??= start
      if (start < longest.end) continue
      const end = endOfJson(text.slice(start))
      if (end !== undefined && end > longest.end - longest.start) longest = { start, end: start + end }
    }
  })
  if (longest.end > 0)
    return blank(text.slice(0, longest.start)) + text.slice(longest.start, longest.end).trimEnd()
  // From the first object on, so that its own fault is reported, not that the text begins with something else.
  return firstStart === undefined ? text : blank(text.slice(0, firstStart)) + text.slice(firstStart)
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ')
