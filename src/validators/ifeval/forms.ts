/** Instructions about the form of the whole text. */
import * as z from 'zod'
import { messageOf } from '../../core/failure.ts'
import { amount, validJson } from '../../core/phrases/requirement-text.ts'
import { nearness } from '../shared/count.ts'
import { nonBlankString } from '../shared/fixed-text.ts'
import { defineInstruction, includes } from './instruction.ts'

const number = z.int().min(1).max(100_000)
/** IFEval's reference implementation removes these opening fences one after the other. */
const FENCE_START = /^(?:```json)?(?:```Json)?(?:```JSON)?(?:```)?/
/** The first word of a paragraph, as IFEval's reference implementation reads it. */
const FIRST_WORD = /^\s*'*"*([^\s.,?!'"]*)/

export const forms = [
  defineInstruction({
    id: 'length_constraints:number_paragraphs',
    summary: 'The text has an exact number of paragraphs, separated by ***',
    arguments: () => ({ num_paragraphs: number.describe('the number of paragraphs') }),
    rule({ num_paragraphs: bound }) {
      const requirement = `exactly ${amount(bound, 'paragraphs')} separated by ***`
      return {
        requirement,
        check(text) {
          const pieces = text.split('***').map((piece) => piece.trim())
          const filled = pieces.filter((piece) => piece !== '').length
          // An empty first or last piece does not count.
          const empty = pieces.slice(1, -1).filter((piece) => piece === '').length
          const near = nearness(filled, { min: bound, max: bound })
          const fact = `${amount(filled, 'paragraphs')}${empty > 0 ? ` and ${empty} empty between them` : ''}`
          return { score: empty > 0 ? near / 2 : near, fact }
        },
      }
    },
  }),
  defineInstruction({
    id: 'length_constraints:nth_paragraph_first_word',
    summary:
      'The text has an exact number of paragraphs, separated by blank lines; one begins with a given word',
    arguments: () => ({
      num_paragraphs: number.describe('the number of paragraphs'),
      nth_paragraph: number.describe('which paragraph, counted from 1'),
      first_word: nonBlankString.describe('the first word of this paragraph, in any case'),
    }),
    rule({ num_paragraphs: bound, nth_paragraph: nth, first_word: word }) {
      const requirement = `exactly ${amount(bound, 'paragraphs')} separated by blank lines, number ${nth} beginning with "${word}"`
      return {
        requirement,
        check(text) {
          const pieces = text.split('\n\n')
          const count = pieces.filter((piece) => piece.trim() !== '').length
          const piece = nth <= count ? (pieces[nth - 1] ?? '') : ''
          const found = FIRST_WORD.exec(piece)?.[1]?.toLowerCase() ?? ''
          const near = nearness(count, { min: bound, max: bound })
          const fact = `${amount(count, 'paragraphs')}, number ${nth} beginning with "${found}"`
          return { score: found === word.toLowerCase() ? (near + 1) / 2 : near / 2, fact }
        },
      }
    },
  }),
  defineInstruction({
    id: 'combination:two_responses',
    summary: 'The text consists of two different answers, separated by ******',
    arguments: () => ({}),
    rule: () => ({
      requirement: 'two different responses separated by ******',
      check(text) {
        const pieces = text.split('******').map((piece) => piece.trim())
        const filled = pieces.filter((piece) => piece !== '')
        const gap = pieces.slice(1, -1).includes('')
        const same = filled.length === 2 && filled[0] === filled[1]
        const remark = gap ? ', with an empty response between separators' : same ? ', both the same' : ''
        const near = nearness(filled.length, { min: 2, max: 2 })
        return { score: remark ? near / 2 : near, fact: `${amount(filled.length, 'responses')}${remark}` }
      },
      constraints: includes('******'),
    }),
  }),
  defineInstruction({
    id: 'detectable_format:json_format',
    summary: 'The text is JSON and nothing else, with or without a ``` fence around it',
    arguments: () => ({}),
    rule: () => ({
      requirement: `${validJson(false)}, with or without a \`\`\` fence around it`,
      duty: `be ${validJson(false)}`,
      check(text) {
        try {
          JSON.parse(text.trim().replace(FENCE_START, '').replace(/```$/, '').trim())
          return { score: 1, fact: validJson(false) }
        } catch (error) {
          return { score: 0, fact: messageOf(error) }
        }
      },
      constraints: [{ kind: 'json' }],
    }),
  }),
]
