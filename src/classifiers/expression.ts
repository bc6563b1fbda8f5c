/**
 * Builds regular expressions from word lists: each source is an expression in which a space matches any white space.
 */

const spaced = (sources: readonly string[]): string => sources.join('|').replaceAll(' ', String.raw`\s`)

/** Matches any of the sources as whole words, without a letter or digit next to them; ignores case. */
export const wholeWords = (...sources: readonly string[]): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${spaced(sources)})(?![\p{L}\p{N}])`, 'iu')

/**
 * Matches any of the sources at the start of a text, except that punctuation and spaces may precede it; ignores case.
 */
export const startingWith = (...sources: readonly string[]): RegExp =>
  new RegExp(String.raw`^[^\p{L}\p{N}]*(?:${spaced(sources)})(?![\p{L}\p{N}'])`, 'iu')

/** The items of a list as one alternation; `_` stands for a space within an item. */
export const alternation = (list: string): string =>
  `(?:${list.trim().split(/\s+/).join('|').replaceAll('_', ' ')})`
