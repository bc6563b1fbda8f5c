/**
 * Phrases of the requests for a draft or a revision, which the simulated model parses: each phrase is defined beside
 * its parser, so that both change together.
 */

const REQUIREMENTS = '\n\nRequirements:\n'
const BULLET = '- '

export const bulletList = (items: readonly string[]): string => items.map((item) => BULLET + item).join('\n')
export const numberedList = (items: readonly string[]): string =>
  items.map((item, index) => `${index + 1}. ${item}`).join('\n')

/** The prompt, followed by the requirements that its text must meet. */
export const taskText = (prompt: string, requirements: readonly string[]): string =>
  requirements.length === 0 ? prompt : `${prompt}${REQUIREMENTS}${bulletList(requirements)}`

/** Splits a task into its parts; `requirements` is undefined if the task lists none. */
export function readTask(task: string): { prompt: string; requirements: string[] | undefined } {
  const at = task.lastIndexOf(REQUIREMENTS)
  if (at === -1) return { prompt: task, requirements: undefined }
  const lines = task.slice(at + REQUIREMENTS.length).split('\n')
  const requirements = lines
    .filter((line) => line.startsWith(BULLET))
    .map((line) => line.slice(BULLET.length))
  return { prompt: task.slice(0, at), requirements }
}

export const CHANGES_TITLE = 'Change, most important first:'
const CHANGES = RegExp(`^${CHANGES_TITLE}\\n((?:\\d+\\. .*\\n?)+)`, 'm')

/** The items of the section titled `CHANGES_TITLE`, one per line. */
export const readChanges = (feedback: string): string | undefined => CHANGES.exec(feedback)?.[1]

export const CUT_OFF = 'The text was cut off at the token limit: write a shorter one that ends.'
