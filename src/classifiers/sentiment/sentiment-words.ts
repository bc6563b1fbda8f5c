/**
 * Lists words of reviews, mails and documentation that VADER's lexicon (made for social media) lacks. Each has a
 * synonym that is in the lexicon, so that VADER's rules for negation, emphasis and contrast apply to it.
 */

const words = (list: string): string[] => list.trim().split(/\s+/)

const GOOD = words(`
  sturdy durable reliable reliably comfy cosy cozy tasty yummy unforgettable captivating gripping breathtakingly
  seamless seamlessly smoothly effortless effortlessly versatile affordable spotless attentive knowledgeable
  punctual polished crisp intuitive beautifully flawlessly wonderfully superbly tremendous incredible exceptional
  stellar phenomenal tender juicy flavorful flavourful mouthwatering sleek stylish handy convenient ideal authentic
  gem favourite favorite timeless heartwarming poignant compelling riveting gripping witty underrated flavoursome
  mesmerizing engrossing   well-acted well-crafted well-honed     refreshing refreshingly
  rewarding masterful masterpiece exquisite exquisitely engaging luminous exemplary inventive evocative extraordinarily
  thoughtful insightful provocative remarkable remarkably thought-provoking finely finest above-average
  touching memorable vivid vividly uplifting intriguing sensational originality visceral stirring nuanced endearing
  eloquent deft deftly dazzling first-rate feel-good imaginative heartfelt spellbinding enthralling hypnotic sumptuous
  masterly sublime
  adept adroit affecting affectingly alluring appealing artful artfully astonishing astonishingly awe-inspiring beguiling
  believable captivates captivated charismatic compellingly crowd-pleasing disarmingly ebullient enchanting endears
  engrosses enlivens enriching exceptionally expertly exuberant exuberance eye-catching fabulously finesse fulfilling
  first-class genuinely gifted groundbreaking gutsy heart-warming heartening high-spirited immersive impeccable
  impeccably incisive indispensable ingenious ingeniously ingenuity inventiveness irresistible irresistibly
  jaw-dropping laugh-out-loud life-affirming likable likeable lush luscious majestic marvelously mesmerized must-see
  noteworthy one-of-a-kind opulent perceptive peerless pitch-perfect poetic persuasive priceless profound profoundly
  pristine quick-witted rapturous ravishing side-splitting sidesplitting skillful skilful skillfully skilfully
  soulful spectacularly spellbound splendidly spot-on standout star-studded stunningly stylishly sumptuously
  superlative suspenseful tasteful transcendent unpretentious unparalleled upbeat vibrantly virtuoso well-paced
  well-directed well-executed whimsical winningly wondrous worthwhile evokes resonates humane sensitively crisply
  well-made well-written unbeatable faultless peachy classy immaculate
`)
const BAD = words(`
  overpriced flimsy unusable buggy laggy glitchy scratchy tasteless bland soggy stale burnt greasy rubbery
  unresponsive unhelpful underwhelming underwhelmed mediocre subpar shoddy tedious bloated clunky cramped overheats
  overheating filthy smelly disorganised disorganized nightmare unreliable outdated inaccurate unbearable poorly
  badly worst-ever regrettable impossible sucks sucked crap crappy junk rubbish meh dishonest scam ripoff rip-off
  incompetence careless sloppy unfair deceptive appalling abysmal atrocious pathetic horrid gross tacky lacking
  flaw flaws flawed drawback drawbacks lukewarm chewy blandest driest overcooked undercooked inedible disrespected
  garbage trash pointless predictable cliche cliched unconvincing unfunny lame laughable tiresome overrated
  amateurish forgettable unwatchable uninspired dreary mess muffled garbled unintuitive uncomfortably unacceptably
  hackneyed contrived     banal lackluster lacklustre pretentious superficial disappointingly
  implausible unessential     saccharine melodramatic cookie-cutter throwaway overlong incoherent
  disjointed   clumsy clumsily heavy-handed mindless whiny       wallowing   downer plodding
  turgid muddled   bored boredom emptiness unsatisfying exhausting half-baked     lifeless  
  shallow manipulative murky listless vapid wannabe meandering choppy witless unimaginative rehash overwrought
  formulaic unlikable unlikeable tepid phony mean-spirited unoriginal squanders shabby leaden intolerable insufferable
  inept hideously cloying stilted overacted trite insipid inane vacuous perfunctory sappy schmaltzy hokey nonsensical
  terribly horribly wasted wasting unwatchable unprofessional unresponsive untrustworthy ripped unsatisfied
  dissatisfied unhappy nasty blows
  abysmally aimless aimlessly abrasive amateurishly artless atrociously awkwardly blah bogus botched brainless
  bumbling cheesy clichés clichéd cliches cliche-ridden clunker condescending contrivance contrivances convoluted copycat
  corny crass crummy deadening desultory dim-witted directionless drab drags draggy drivel drudgery dumbed-down
  emotionless excruciatingly farcical fizzles flounders formless fumbles ghastly gimmick gimmicks gimmicky glib
  graceless grating half-assed half-hearted halfhearted ham-fisted haphazard hodgepodge humdrum icky ill-advised
  ill-conceived imitative incoherence incomprehensible inexcusable interminable jumbled juvenile laborious laboured
  labored lackadaisical lethargic long-winded loathsome lumbering maudlin mawkish mediocrity mind-numbing misfire
  misguided mishmash monotonous monotony mundane needlessly off-putting one-dimensional one-note overblown overdone
  overplayed overwritten pandering patchy pedestrian pompous ponderous preachy preposterous pretension puerile
  rambling repellent repetitious ridiculously run-of-the-mill sappiness second-rate self-indulgent self-important
  senseless shambles simplistic slapdash slog sluggish smug sophomoric soulless stodgy stupefying substandard tedium
  third-rate tiring toothless tripe unamusing unappealing unbearably underdeveloped underwritten undistinguished
  uneventful unfocused unforgivable uninspiring uninteresting uninvolving unmemorable unpersuasive unremarkable
  unrewarding watered-down wearisome worn-out wretched yawn laughably
`)

/** These words express an opinion in reviews, but not in descriptions of machines and procedures. */
const WEAK_GOOD = words(
  'fast faster quick quickly quiet simple stable accurate lightweight professional patient well decent solid right unique striking moving absorbing',
)
const WEAK_BAD = words(`
  crashes crashed crashing freezes froze frozen jams jammed leaks leaking hangs breaks cracked faded peeled slow
  slower slowly late noisy cheap cheaply expensive stuck delayed missing drains ignored
  flat hollow crude generic derivative uneven lacks unnecessary excessive endless rushed stiff sour vulgar
`)

const entries = (list: readonly string[], synonym: string) => list.map((word) => [word, synonym] as const)

export const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ...entries(GOOD, 'excellent'),
  ...entries(BAD, 'awful'),
])

export const WEAK_SYNONYMS: ReadonlyMap<string, string> = new Map([
  ...entries(WEAK_GOOD, 'good'),
  ...entries(WEAK_BAD, 'poor'),
])

/** VADER's lexicon scores these words, but in manuals, news and letters they often express no opinion. */
export const WEAK_WORDS: ReadonlySet<string> = new Set([
  ...WEAK_SYNONYMS.keys(),
  ...words(`
    error errors fail fails failed failing failure failures kill kills killed killing fatal critical warning warnings
    warn attack attacks attacked block blocks blocked stop stops stopped lost loss destroy destroyed dead death died
    war weak strong strength secure secured security safe safely save saved saves free freely support supported
    supports help helps helping solution solutions success successful successfully resolve resolved problem problems
    risk risks limited conflict conflicts debt credit charge charged cut cuts cutting fire fired cancel cancelled
    argument arguments alarm hard difficult difficulty trust trusted original natural gain gains grant granted matter
    important special agree agreed agreement agreements interest interested interests energy certain clear clearly
    clean accept accepted accepts fair fine low threat threats vulnerable vulnerability emergency severe severity
    crime criminal murder victim illegal protect protects protected protection protecting benefit benefits effective efficient
    efficiently better top improve improved improves improvement improvements popular rich fresh reward
    freedom united party increase positive negative negatively hope careful carefully confirm confirmed promote
    ease easy easier easily violence violent prison injury injured pain suffering disease infection broken
    profit profits growth asset assets premium gross credits share shares dividend warned
    damage damaged defect defects faulty wrong reject rejected rejects deny denied refuse empty pressure
    dirty crisis collapse collapsed unemployment abuse exploit advantage worth challenge challenges
  `),
])

/** VADER's lexicon scores these words, but they are only polite phrases or grammar. */
export const EMPTY_WORDS: ReadonlySet<string> = new Set(
  words(`
    please yes no ok okay number dear share shared shares value values play plays ready true join
    regards sincerely welcome pay greetings natural want interest play played playing
  `),
)

/** Each synonym with the phrases that it replaces. They are applied in this order. */
export const PHRASES: readonly (readonly [synonym: string, ...phrases: readonly RegExp[]])[] = [
  [
    '',
    /\bbest (?=practices?|results|before|regards|wishes|known|efforts?)|\b(?:all the|kind|warm) (?=best|regards)/gi,
    /\bthank(?:s| you)(?: very much| so much)? for (?:your )?(?:\w+ )?(?:order|purchase|message|e?mail|patience|interest|reply|inquiry|enquiry|feedback|understanding|application|payment|registration|contacting|reaching|signing|letting|shopping|choosing|subscribing|registering|waiting|calling)\b/gi,
  ],
  ['as', /\b(?:would|i'd|we'd|feel|felt|looks?|looked|tastes?|tasted|things?|was|is|were|are) like\b/gi],
  ['$1 enjoy', /\b(i|we|they|you|really|also|do|did|don't|didn't|doesn't|not|to|not) (?:really )?like\b/gi],
  ['as', /\blike\b/gi],
  [
    'able to',
    /\b(?:happy|glad|pleased|delighted|excited|proud|thrilled) to (?:announce|inform|help|assist|confirm|share|offer|answer|introduce|hear from)\b/gi,
  ],
  ['quite ', /\bpretty (?=\p{L}{3})/giu],
  ['good', /\bnot (?:bad|too bad|half bad|terrible)\b/gi],
  ['also', /\bnot (?:only|just)\b/gi],
  [
    'works excellent',
    /\bworks? (?:like a charm|perfectly|flawlessly|great|beautifully|as (?:expected|advertised|promised))\b/gi,
  ],
  ['guarantee', /\bmoney[- ]back guarantee\b/gi],
  [
    'excellent',
    /\bto die for\b|\babove and beyond\b|\b(?:definitely|certainly|will|would) (?:be|go|come) back\b/gi,
    /\b(?:no|not a single|not one|zero|without any|without a single|never had any|never had an?) (?:complaints?|issues?|problems?|faults?|regrets?|trouble)\b/gi,
    /\b(?:can't|cannot|can not|couldn't|could not) (?:go wrong|fault|complain)\b/gi,
    /\b(?:couldn't|could not) (?:be|have been|ask for) (?:happier|better|nicer|more)\b/gi,
    /\b(?:can't|cannot) wait\b/gi,
    /\bhard to (?:find )?fault\b|\bhard to find (?:a |any )?faults?\b/gi,
    /\bnever (?:disappoints?|fails? to|let me down)\b/gi,
    /\bjust works\b|\bruns smoothly\b/gi,
    /\b(?:five|5) stars?\b|\b10\/10\b|\btop[- ]notch\b|\bsecond to none\b|\blife[- ]?savers?\b|\bmust[- ]have\b/gi,
    /\bworth (?:every|the money|the price|it)\b/gi,
    /\bexceed(?:s|ed)? (?:all )?(?:of )?(?:my|our) expectations\b/gi,
    /\b(?:will|would|'ll|'d) (?:definitely |certainly |happily |gladly |absolutely )?(?:buy|order|use|come|go|stay|return|visit)(?: \w+){0,2} again\b/gi,
    /\b(?:you|this|they) rocks?\b|\bblown away\b|\bthumbs up\b|👍|👏|🎉|😍|🥰|😊|❤️?/giu,
    /\bwell[- ](?:done|made|built|designed|written|organi[sz]ed|thought)\b/gi,
  ],
  [
    'awful',
    /\bwaste(?: of)? (?:\w+ )?(?:time|money)\b|\bthumbs down\b/gi,
    /\b(?:zero|one|1) stars?\b|👎|😡|😠|🤬|🤮/giu,
    /\bnothing works\b|\b(?:couldn't|could not) (?:be|have been) worse\b|\b(?:makes?|made|making) no sense\b/gi,
    /\b(?:does|do|did|is|are|was|were|has|have)(?:n't| not)(?: even)? (?:work(?:ing|s|ed)?|function(?:ing)?|turn on|start|charge|fit)\b/gi,
    /\b(?:stopped|quit) (?:working|functioning|charging|responding)\b/gi,
    /\b(?:do not|don't|wouldn't|not) (?:buy|purchase|bother|waste|do it|go there|get this|recommend)\b|\bstay away\b|\bavoid at all\b/gi,
    /\b(?:not|never|won't|don't think)(?: \w+){0,2} (?:going|go|coming|come|be) back\b|\b(?:send|sent|sending|took|taking) (?:it|them|this|my money) back\b/gi,
    /\bnot (?:really |very |exactly |at all )?(?:impressed|convinced|comfortable|worth|satisfied|amused|the best|my favou?rite)\b/gi,
    /\bnever again\b|\bnever (?:buy|order|use|return|come|recommend)\b/gi,
    /\b(?:will not|won't|would not|wouldn't) (?:be (?:back|returning|buying|ordering|using)|buy|order|use|return|come back)\b/gi,
    /\b(?:fell|falls|falling|came|comes|coming) apart\b/gi,
    /\b(?:want|demand|get|give|gave|getting)(?:ed|ing|s)? (?:a |my |the |our |me (?:a |my )?)*(?:refund|money back)\b/gi,
    /\bleaves? (?:a lot|much|something) to be desired\b|\bfalls? short\b|\blet[- ]?down\b|\blets? (?:me|us) down\b/gi,
    /\b(?:feels?|looks?|felt|looked) (?:so |very |really )?(?:cheap|tacky|plastic)\b/gi,
    /\bhidden (?:fees|costs|charges)\b|\bcharged (?:me|us) twice\b|\brip(?:s|ped)?[- ]?(?:me |us )?off\b/gi,
    /\b(?:half|some|parts?|pieces?) (?:of \w+(?: \w+)? )?(?:is|are|was|were) missing\b/gi,
    /\b(?:arrived|came|was|were|is|are) (?:broken|damaged|late|cracked|defective)\b/gi,
  ],
  [
    'poor',
    /\b(?:have|had|'ve|has) (?:had|seen|tasted|eaten|read) (?:much |far |a lot )?better\b|\bthere (?:are|is) (?:much |far )?better\b/gi,
    /\brefus\w+ to\b|\b(?:hardly|barely) worth\b/gi,
    /\bexpect(?:ed|ing)? (?:much |so much |a lot |far |something )?(?:more|better)\b|\bhoped for (?:more|better)\b/gi,
    /\b(?:could|should) (?:have been|be) (?:much |a lot |so much |far )?(?:better|faster|easier|nicer|clearer)\b/gi,
    /\bnothing (?:special|good|great|positive)\b|\bnot up to\b/gi,
    /\bwanted to (?:like|love)\b/gi,
    /\bon hold for\b|\bstill (?:waiting|have no|has no|no|nobody|not|hasn't|haven't|isn't|doesn't)\b/gi,
    /\b(?:no one|nobody) (?:ever )?(?:answer|help|call|respon|care|came|told|knew|has|could)\w*/gi,
    /\btoo (?:expensive|slow|loud|small|big|tight|long|short|heavy|hot|cold|salty|sweet|complicated|hard|difficult|noisy|dark|late|thin|weak|much money)\b/gi,
    /\bused to be (?:good|great|better)\b|\bwish (?:i|we) (?:had|hadn't|could)\b/gi,
  ],
]
