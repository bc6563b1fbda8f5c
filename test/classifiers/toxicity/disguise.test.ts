import { expect, it } from 'vitest'
import { undisguise } from '../../../src/classifiers/toxicity/disguise.ts'

it.each([
  ['F u c k you', 'Fuck you'],
  ['F-U-C-K-I-N-G', 'FUCKING'],
  ['s_t_u_p_i_d', 'stupid'],
  ['I h a t e you', 'I hate you'],
  ['stup1d pu$$y', 'stupid pussy'],
  ['@sshole', 'asshole'],
  ['d!ck', 'dick'],
  ['idiooot', 'idiot'],
  ['killlll', 'kill'],
  ['asssss', 'ass'],
])('reads %j as %j', (text, plain) => {
  expect(undisguise(text)).toBe(plain)
})

it.each([
  'I am a fan of vitamin B and C.',
  'It costs $50 or 50 %, at 10:30!',
  'Write to me @ home, e.g. today',
  'The wheel and the grass',
  '2nd of May 2024',
])('leaves %j unchanged', (text) => {
  expect(undisguise(text)).toBe(text)
})
