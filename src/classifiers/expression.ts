/** Builds regular expressions from word lists. A space in a source matches one white-space character. */

const spaced = (sources: readonly string[]): string => sources.join('|').replaceAll(' ', String.raw`\s`)

/** Matches any of the sources where no letter or digit precedes or follows it; ignores case. */
export const wholeWords = (...sources: readonly string[]): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${spaced(sources)})(?![\p{L}\p{N}])`, 'iu')

/** Matches any of the sources at the start of a text, after any characters but letters and digits; ignores case. */
export const startingWith = (...sources: readonly string[]): RegExp =>
  new RegExp(String.raw`^[^\p{L}\p{N}]*(?:${spaced(sources)})(?![\p{L}\p{N}'])`, 'iu')

/** The items of a list as one alternation; `_` stands for a space within an item. */
export const alternation = (list: string): string =>
  `(?:${list.trim().split(/\s+/).join('|').replaceAll('_', ' ')})`
