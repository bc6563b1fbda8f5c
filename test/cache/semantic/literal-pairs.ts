/** Pairs of prompts, one a line. They differ in what must be the same to the letter. */
import { pairsOf } from './pairs-of.ts'

/** Numbers, symbols, code, addresses and words of other languages. */
export const literalDifferences = pairsOf(`
Explain a walk of 5 km. | Explain a walk of 5 miles.
Explain a walk of 5 km. | Explain a walk of 5 m.
Write about the events of 3 May. | Write about the events of 4 May.
Write about the events of May 2020. | Write about the events of June 2020.
Write about the events of 01/02/2020. | Write about the events of 02/01/2020.
Raise the price by 5%. | Raise the price by 5.
Raise the price by 5 percent. | Raise the price by 5 percentage points.
Sell it for 10 dollars. | Sell it for 10 euros.
Sell it for $10. | Sell it for 10 euros.
Sell it for USD 10. | Sell it for CAD 10.
Describe the twenty-first century. | Describe the twentieth century.
Describe the 1st chapter. | Describe the 2nd chapter.
Напиши о Москве. | Напиши о Киеве.
写一篇关于北京的文章。 | 写一篇关于上海的文章。
写一篇关于猫的短文。 | 写一篇关于狗的短文。
解释为什么我们应该吸烟。 | 解释为什么我们不应该吸烟。
解释为什么我们应该这样做。 | 解释为什么我们不应该这样做。
列出三个理由。 | 列出五个理由。
東京について書いてください。 | 大阪について書いてください。
猫が好きな理由を書いてください。 | 猫が嫌いな理由を書いてください。
この製品を買うべき理由を説明してください。 | この製品を買うべきではない理由を説明してください。
Объясни, почему нужно голосовать. | Объясни, почему не нужно голосовать.
Назови три причины курить. | Назови пять причин курить.
Erkläre, warum man abstimmen soll. | Erkläre, warum man nicht abstimmen soll.
Erkläre, warum es eine Lösung gibt. | Erkläre, warum es keine Lösung gibt.
Nenne drei Gründe. | Nenne vier Gründe.
Explica por qué hay que votar. | Explica por qué no hay que votar.
Escribe una receta con azúcar. | Escribe una receta sin azúcar.
Écris une recette avec du sucre. | Écris une recette sans sucre.
Explain the function getUserById. | Explain the function getUserByName.
Explain the function get_user. | Explain the function set_user.
Explain the function parse(). | Explain the function parse2().
Explain max_tokens. | Explain min_tokens.
Explain isEmpty. | Explain is_empty.
Describe what is new in Python 1.2. | Describe what is new in Python 1.20.
Describe what is new in version 1.2. | Describe what is new in version 1.2.0.
Describe what is new in version 1.2.3. | Describe what is new in version 1.23.
Describe version 2.10. | Describe version 2.1.
Summarize https://example.com/a. | Summarize https://example.com/b.
Summarize http://example.com/page?id=1. | Summarize http://example.com/page?id=2.
Summarize https://example.com/a/b. | Summarize https://example.com/b/a.
Summarize http://example.com. | Summarize http://example.org.
Meet at 10 am. | Meet at 10 pm.
Meet at 10:30. | Meet at 10:3.
Say how 5 degrees feel. | Say how −5 degrees feel.
Say how +5 degrees feel. | Say how -5 degrees feel.
Explain a fee of 1,5 percent. | Explain a fee of 15 percent.
Explain a fee of 1.5 percent. | Explain a fee of 15 percent.
Explain a sum of 1.000 euros. | Explain a sum of 1 euros.
Explain a sum of 1,000 euros. | Explain a sum of 1.000 euros.
Explain 10^3. | Explain 103.
Explain 2 x 3. | Explain 2 + 3.
Explain a > b. | Explain a < b.
Explain a == b. | Explain a != b.
Explain !x. | Explain x.
Explain C. | Explain C++.
Write at least 100 words about tea. | Write at most 100 words about tea.
Write about tea in under 100 words. | Write about tea in over 100 words.
Write about tea in 100 words. | Write about tea in 100 characters.
Explain sugary drinks. | Explain sugar-free drinks.
Explain sugar in drinks. | Explain sugar-free drinks.
Write about Müller. | Write about Muller.
Write about Łódź. | Write about Lodz.
Write about Jean-Paul. | Write about Jean-Pierre.
Write about محمد. | Write about أحمد.
اكتب عن القاهرة. | اكتب عن بغداد.
दिल्ली के बारे में लिखें। | मुंबई के बारे में लिखें।
서울에 대해 써 주세요. | 부산에 대해 써 주세요.
투표해야 하는 이유를 설명하세요. | 투표하지 말아야 하는 이유를 설명하세요.
Write about ٣ cats. | Write about ٥ cats.
Write about ３ cats. | Write about ５ cats.
Write about ½ cup. | Write about ¼ cup.
Write about 5² cats. | Write about 5³ cats.
Explain H2O. | Explain H2O2.
Explain CO. | Explain CO2.
Explain vitamin B12. | Explain vitamin B6.
Explain anti-war songs. | Explain war songs.
Explain the pro-war party. | Explain the anti-war party.
Explain non-smokers. | Explain smokers.
Explain ex-presidents. | Explain presidents.
Explain pre-war art. | Explain post-war art.
Say that 3 of 5 people like tea. | Say that 5 of 3 people like tea.
Say that 3 people bought 5 teas. | Say that 5 people bought 3 teas.
Translate "bank" into German. | Translate "bench" into German.
What is 7 - 5? | What is 5 - 7?
What is 7-5? | What is 7+5?
What is 7/5? | What is 5/7?
What is 7*5? | What is 7-5?
What is 7 * 5? | What is 7 / 5?
What is 7 - 5? | What is 7 / 5?
What is 7 × 5? | What is 7 ÷ 5?
What is (2+3)*4? | What is 2+(3*4)?
What is 12 % 5? | What is 12 & 5?
Explain the regex a*. | Explain the regex a?.
Explain \`x++\`. | Explain \`x--\`.
Explain "a, b". | Explain "a; b".
Explain the path ../a. | Explain the path ./a.
Explain the option -r. | Explain the option -R.
Explain the option -v. | Explain the option --v.
Explain ls -l. | Explain ls -a.
Explain the function fooBar. | Explain the function foobar.
请写一篇关于如何在家里养猫的短文。 | 请写一篇关于如何在家里养狗的短文。
解释为什么我们应该在冬天多喝热水。 | 解释为什么我们应该在冬天少喝热水。
この夏に日本で人気のある飲み物について書いてください。 | この夏に日本で人気のある食べ物について書いてください。
อธิบายว่าทำไมเราควรดื่มน้ำ | อธิบายว่าทำไมเราควรดื่มชา
Erkläre das Bundeskanzleramt. | Erkläre die Bundeskanzlerin.
Erkläre die Krankenversicherung. | Erkläre die Krankenversicherungspflicht.
erkläre die arbeitnehmer | erkläre die arbeitgeber
Schreibe über Tee in der Schule. | Schreibe über Tee vor der Schule.
Décris le voyage de Paris à Lyon. | Décris le voyage de Lyon à Paris.
Décris la vie avant la guerre. | Décris la vie après la guerre.
Describe la vida antes de la guerra. | Describe la vida después de la guerra.
Опиши жизнь до войны. | Опиши жизнь после войны.
Опиши мужчин. | Опиши мужество.
Write about tea in the 1990s. | Write about tea in the 1980s.
Write about tea in the '90s. | Write about tea in the '80s.
Write about tea at 9. | Write about tea by 9.
Write about a 3-year-old. | Write about a 5-year-old.
Write about a three-year-old. | Write about a three-day-old.
Write about the 3rd of May. | Write about the 5th of May.
Compare A1 and B2. | Compare A2 and B1.
Write about 1e3. | Write about 1e4.
Write about 0x10. | Write about 10.
Write about $5M. | Write about $5B.
Write about $5m. | Write about $5bn.
Write about 5 m cars. | Write about 5 M cars.
Write about 5 million cars. | Write about 5 billion cars.
Write about 2 hundred cars. | Write about 200 cars.
Write about tea with x < 3. | Write about tea with x > 3.
Write about tea with x <= 3. | Write about tea with x < 3.
Write about @anna. | Write about #anna.
Write to a@example.com. | Write to b@example.com.
Explain snake_case_a. | Explain snake_case_b.
Explain the tag <b>. | Explain the tag <i>.
Explain the tag <a>. | Explain the tag </a>.
Explain arr[0]. | Explain arr[1].
Explain f(x). | Explain f(y).
Explain *p. | Explain &p.
Explain p->x. | Explain p.x.
Explain "tea". | Explain "Tea".
Explain the word "tea". | Explain the word 'coffee'.
Explain 😀. | Explain 😢.
Explain the note C♯. | Explain the note C♭.
`)
