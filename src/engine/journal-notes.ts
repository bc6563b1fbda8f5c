/** Short texts about a prompt in the call journal, where a resumed run finds them. */
import type { AnswerJournal } from '../core/ports.ts'
import { noUsage } from '../core/usage.ts'

export interface JournalNotes {
  /** Returns each note of an earlier, interrupted run once; undefined if there is none left. */
  recall(promptId: string): string | undefined
  append(promptId: string, text: string): Promise<void>
}

/** Without a journal, nothing is recalled. The journal stores only answers, so a note is the text of one. */
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
