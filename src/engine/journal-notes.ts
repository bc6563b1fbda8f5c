/** Short texts about a prompt in the call journal, such as the id of its stored thought, for a resumed run. */
import type { AnswerJournal } from '../core/ports.ts'
import { noUsage } from '../core/usage.ts'

export interface JournalNotes {
  /** Returns the next note that an interrupted run stored; undefined once all have been returned. */
  recall(promptId: string): string | undefined
  append(promptId: string, text: string): Promise<void>
}

/** Without a journal, nothing is recalled. A journal stores only answers, so a note is stored as the text of one. */
export const journalNotes = (journal: AnswerJournal | undefined, key: string): JournalNotes => ({
  recall: (promptId) => journal?.recall(promptId, key)?.text,
  async append(promptId, text) {
    await journal?.append(promptId, key, {
      text,
      model: '',
      finishReason: 'stop',
      cached: false,
      usage: noUsage,
    })
  },
})
