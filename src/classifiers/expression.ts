/** Regular expressions from word lists. In their sources a blank stands for one white space. */

const spaced = (sources: readonly string[]): string => sources.join('|').replaceAll(' ', String.raw`\s`)

/** Matches any of the sources where no letter or digit touches it. */
export const wholeWords = (flags: string, ...sources: readonly string[]): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${spaced(sources)})(?![\p{L}\p{N}])`, flags)

/** Matches any of the sources at the start of a text, whatever marks come before. */
export const startingWith = (flags: string, ...sources: readonly string[]): RegExp =>
  new RegExp(String.raw`^[^\p{L}\p{N}]*(?:${spaced(sources)})(?![\p{L}\p{N}'])`, flags)

/** The words of a list as one alternative; `_` stands for a blank within one. */
export const oneOf = (list: string): string =>
  `(?:${list.trim().split(/\s+/).join('|').replaceAll('_', ' ')})`
