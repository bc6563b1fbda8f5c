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
  ['F  u  c  k you', 'Fuck you'],
  ['f u c k y o u', 'fuck you'],
  ['s*t*u*p*i*d', 'stupid'],
  ['f\u200bu\u200bc\u200bk', 'fuck'],
  ['ｆｕｃｋ 𝖋𝖚𝖈𝖐 ⓕⓤⓒⓚ fück', 'fuck fuck fuck fuck'],
  // With Cyrillic letters
  ['hаte іdiot', 'hate idiot'],
  ['st*pid b**ch f!ck sh!t', 'stupid bitch fuck shit'],
  ['5tupid !diot ni99er bi+ch', 'stupid idiot nigger bitch'],
  ['st00pid ldiot h8', 'stupid idiot hate'],
])('reads %j as %j', (text, plain) => {
  expect(undisguise(text)).toBe(plain)
})

it.each([
  'I am a fan of vitamin B and C.',
  'It costs $50 or 50 %, at 10:30!',
  'Write to me @ home, e.g. today',
  'The wheel and the grass',
  '2nd of May 2024',
  'he/she/they, a + b, y/n',
  'Привет, мир. Καλημέρα κόσμε',
  'the d*ta is m*sked',
])('leaves %j unchanged', (text) => {
  expect(undisguise(text)).toBe(text)
})

it.each(['a'.repeat(3_000_000), 'я'.repeat(3_000_000), 'a '.repeat(1_500_000), 'a*'.repeat(1_500_000)])(
  'reads millions of letters in a bounded time',
  { timeout: 20_000 },
  (text) => {
    expect(undisguise(text).length).toBeGreaterThan(0)
  },
)
