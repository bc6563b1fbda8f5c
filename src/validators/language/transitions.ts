/** Words and phrases that tie a sentence to what came before (after Halliday & Hasan 1976, Cohesion in English). */
const PHRASES = `
  accordingly|additionally|after all|after that|afterwards|also|alternatively|although|as a consequence|as a result|
  as long as|as mentioned|as soon as|as well as|at first|at last|at the same time|because|because of this|besides|but|
  by comparison|by contrast|consequently|conversely|despite this|due to this|even so|even though|eventually|finally|
  first|first of all|firstly|for example|for instance|for that reason|for this reason|further|furthermore|hence|
  however|in addition|in any case|in brief|in comparison|in conclusion|in contrast|in fact|in other words|
  in particular|in short|in spite of|in sum|in summary|in the end|in the meantime|in the same way|in this case|
  in this way|indeed|instead|last|lastly|later|later on|likewise|meanwhile|moreover|namely|nevertheless|next|
  nonetheless|notwithstanding|of course|on the contrary|on the one hand|on the other hand|otherwise|overall|previously|
  rather|second|secondly|similarly|since then|so|so that|soon|specifically|still|subsequently|that is|
  that is to say|that is why|then|therefore|third|thirdly|though|thus|to begin with|to conclude|to illustrate|
  to sum up|to summarise|to summarize|to that end|to this end|ultimately|unless|until then|what is more|whereas|while|
  with this in mind|yet|and
`
// The longest phrases come first, since the first alternative that matches wins.
const sources = PHRASES.split('|')
  .map((phrase) => phrase.trim().replaceAll(' ', String.raw`\s`))
  .toSorted((a, b) => b.length - a.length)

const SOURCE = String.raw`(?<![\p{L}\p{N}'])(?:${sources.join('|')})(?![\p{L}\p{N}'])`
const AT_START = new RegExp(String.raw`^[^\p{L}\p{N}]*${SOURCE}`, 'iu')
const ANYWHERE = new RegExp(SOURCE, 'giu')

/**
 * Whether a transition is at the beginning of the sentence, as in "However, ...", or shortly after it, as in "She
 * stayed, however, ...".
 */
export const hasTransition = (sentence: string): boolean => {
  const [, afterFirstWords = ''] = /^\S+\s\S+\s(.{0,40})/u.exec(sentence) ?? []
  return (
    AT_START.test(sentence) ||
    /,?\s(?:however|therefore|thus|nevertheless|moreover|furthermore|consequently|for example|for instance|in turn|instead),?\s/i.test(
      ` ${afterFirstWords} `,
    )
  )
}

/** Whether the sentence consists of transitions only, as in "However, therefore, in addition." */
export const isOnlyTransitions = (sentence: string): boolean =>
  !/[\p{L}\p{N}]/u.test(sentence.replace(ANYWHERE, ' '))
