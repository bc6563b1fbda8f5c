/** Instructions on the form of the whole text. */
import * as z from 'zod'
import { messageOf } from '../../core/failure.ts'
import { amount, nearness } from '../shared/count.ts'
import { instruction, type Instruction } from './instruction.ts'
import { paragraphsBetweenMarks, stripped } from './marks.ts'

const number = z.int().min(1).max(100_000)
/** What ends the first word of a paragraph, beside white space. */
const WORD_END = /[.,?!'"]/

export const forms: readonly Instruction[] = [
  instruction({
    id: 'length_constraints:number_paragraphs',
    summary: 'Exactly a number of paragraphs, separated by ***',
    arguments: { num_paragraphs: number.describe('the number of paragraphs') },
    rule({ num_paragraphs: bound }) {
      const requirement = `exactly ${amount(bound, 'paragraphs')} separated by ***`
      return {
        requirement,
        duty: `have ${requirement}`,
        check(text) {
          const { filled, empty } = paragraphsBetweenMarks(text)
          const near = nearness(filled, { min: bound, max: bound })
          const fact = `${amount(filled, 'paragraphs')}${empty > 0 ? ` and ${empty} empty between them` : ''}`
          return { score: empty > 0 ? near / 2 : near, fact }
        },
      }
    },
  }),
  instruction({
    id: 'length_constraints:nth_paragraph_first_word',
    summary: 'Exactly a number of paragraphs, separated by blank lines, one of which begins with a word',
    arguments: {
      num_paragraphs: number.describe('the number of paragraphs'),
      nth_paragraph: number.describe('which paragraph, counted from 1'),
      first_word: z.string().regex(/\S/, 'expected a word').describe('its first word, in any case'),
    },
    rule({ num_paragraphs: bound, nth_paragraph: nth, first_word: word }) {
      const requirement = `exactly ${amount(bound, 'paragraphs')} separated by blank lines, number ${nth} beginning with "${word}"`
      return {
        requirement,
        duty: `have ${requirement}`,
        check(text) {
          const pieces = text.split('\n\n')
          const count = pieces.filter((piece) => piece.trim() !== '').length
          const found = nth <= count ? firstWordOf(pieces[nth - 1] ?? '') : ''
          const right = found === word.toLowerCase() && found !== ''
          const fact = `${amount(count, 'paragraphs')}, number ${nth} beginning with "${found}"`
          return { score: (nearness(count, { min: bound, max: bound }) + (right ? 1 : 0)) / 2, fact }
        },
      }
    },
  }),
  instruction({
    id: 'combination:two_responses',
    summary: 'Two different answers, separated by ******',
    arguments: {},
    rule: () => ({
      requirement: 'two different responses separated by ******',
      duty: 'be two different ones separated by ******',
      check(text) {
        const pieces = text.split('******').map((piece) => piece.trim())
        const filled = pieces.filter((piece) => piece !== '')
        const gap = pieces.slice(1, -1).includes('')
        const same = filled.length === 2 && filled[0] === filled[1]
        const remark = gap ? ', an empty one between them' : same ? ', both the same' : ''
        const near = nearness(filled.length, { min: 2, max: 2 })
        return {
          score: remark === '' ? near : near / 2,
          fact: `${amount(filled.length, 'responses')}${remark}`,
        }
      },
      demands: [{ kind: 'includes', term: '******', caseSensitive: true, wholeWord: false }],
    }),
  }),
  instruction({
    id: 'detectable_format:json_format',
    summary: 'JSON and nothing else, within a ``` fence or without',
    arguments: {},
    rule: () => ({
      requirement: 'valid JSON, with or without a ``` fence around it',
      duty: 'be valid JSON',
      check(text) {
        try {
          JSON.parse(withoutFence(text))
          return { score: 1, fact: 'valid JSON' }
        } catch (error) {
          return { score: 0, fact: messageOf(error) }
        }
      },
      demands: [{ kind: 'json' }],
    }),
  }),
]

function firstWordOf(paragraph: string): string {
  const word = /\S+/.exec(paragraph)?.[0] ?? ''
  const bare = withoutStart(withoutStart(word, "'"), '"')
  const end = bare.search(WORD_END)
  return bare.slice(0, end === -1 ? bare.length : end).toLowerCase()
}

const withoutStart = (text: string, mark: string): string => stripped(text, mark, '')

function withoutFence(text: string): string {
  let inner = text.trim()
  for (const fence of ['```json', '```Json', '```JSON', '```']) {
    if (inner.startsWith(fence)) inner = inner.slice(fence.length)
  }
  return (inner.endsWith('```') ? inner.slice(0, -3) : inner).trim()
}
