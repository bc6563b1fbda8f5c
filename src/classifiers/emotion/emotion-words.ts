/** Words and phrases that express each emotion, strongly or weakly; `*` stands for any ending. */

export const EMOTIONS = ['anger', 'disgust', 'fear', 'joy', 'sadness', 'surprise'] as const
export type Emotion = (typeof EMOTIONS)[number]

interface EmotionWords {
  readonly strong: string
  readonly weak: string
}

export const EMOTION_WORDS: Readonly<Record<Emotion, EmotionWords>> = {
  anger: {
    strong: `
      bully* bullies bullied insult insulting revenge vengeful offended provoke provokes offense offence fume fumes growl* injustice terrorism terrorist* suck sucks
      "lies to me" robbed stolen interrupt* deliberately disobe* "put me down" "puts me down" "not listening" "did not show up" "didn't show up" "kept me waiting" misunderst* cheated
      argument argued quarrel* insulted insults accused blamed unjust* unfairly "stole my" "lied to" "promised to" "broke his promise" "broke a promise" "without asking" "without permission" provoked hateful
      angry angr* anger* furious* fury furies enraged raging rage livid irate outrag* infuriat* seething fuming wrath* rant*
      pissed hate hated hates hatred loathe* resent* hostil* aggravat* exasperat* irritat* annoy* indignant vengeance
      "fed up" "sick of" "sick and tired" "had enough" "blood boil" "boiling with" "how dare" "drives me crazy"
      "drives me mad" "drives me nuts" "drive me crazy" "lose my temper" "lost his temper" "lost my temper" "mad at"
      "never forgive" "pisses me off" "gets on my nerves" "unacceptable" "clenched his fists" "clenched her fists"
      "clenched my fists" "shut up" fuck* shit* bullshit dumbass* asshole* moron* "get lost" "go to hell" "😠" "😡" "🤬"
    `,
    weak: `
      mad shout* yell* scream* slam* glare* betray* unfair ridiculous stupid idiot* lying liar* insult* offend* rude lies
      enough frustrat* upset arrogan* damn ruin* scold* snapped fists disrespect* awful horrible crap
      "get out" "right now" "stop it" "leave me alone"
    `,
  },
  disgust: {
    strong: `
      tortur* burp* belch* incest* unsavoury unsavory grovel*
      spitting spat pornograph* cockroach* boasting "bad smell" "smell of" smells "picking his nose" cruelty mistreat* molest* harass*
      drunk* "blood" corpse* excrement urine diarrh* dissect* intestines pus "dog shit" stinks stinking hypocri* rape raped racis* immoral
      disgust* revolt* repuls* nauseat* nausea* vomit* puke* yuck yucky eww* ew ugh icky gross* vile sicken* repugnan*
      repell* loathsome abhor* stench stink* stank rotten rotting putrid rancid foul filthy filth queasy slimy
      maggot* distasteful appalled mouldy moldy mould* obscene sleazy "threw up" "throw up" "throwing up" "made me sick"
      "make me sick" "makes me sick" "makes me want to vomit" "skin crawl" "turned my stomach" "turns my stomach"
      "stomach turn" "hair in my" "spit it out" "gone sour" "gone off" "gagged" "gag" "gagging" "🤢" "🤮"
    `,
    weak: `
      rats smelly smelled stinky dirty oozing ooze* crude nasty slime creepy-crawly sewage unhygienic
      contaminated sour greasy indecent perver* degrading shameful cringe* tasteless
    `,
  },
  fear: {
    strong: `
      shooting gunshot* bullets "run over" "first day at" "the unknown"
      dark threatened "broken into" "someone in my" skidded skidding brakes "attacked by" drowning drown "before the exam" "the dentist" "in danger" "unknown person" "strange noise" "lost my way"
      "at night" "in the dark" "dark street" "dark road" "followed me" "following me" "nearly hit" "almost hit" accident burglar* robber* thief attacked earthquake lightning thunder* snake* "lost control" "late at night" "alone at home" "alone in the" "horror film" "horror movie" "nearly drowned"
      afraid fear fears feared fearful* terrified terrifying terrifies terror scared scare scares scary fright* dread dreads dreaded dreading panic* petrified horrified horrifying
      anxious* anxiety worried worry worries worrying nervous* alarmed apprehens* phobi* paranoi* nightmare* spooked
      spooky creepy eerie trembl* shudder* tremor* menac* startled timid uneasy "heart was pounding" "heart is pounding"
      "heart pounding" "heart racing" "run away" "scared to death" "freaking out" "freaked out" "goosebumps"
      "hold my breath" "what if" "😨" "😱" "😰"
    `,
    weak: `
      danger* threat* shaking shaky shiver* hid hide hiding horror concern* tense stress* unsafe helpless insecure
      vulnerable doom* footsteps hesitat* suspicious
    `,
  },
  joy: {
    strong: `
      winning elected "being chosen" "was chosen" "got through" "turned out fine" "turned out well" "phone call from" "old friend" reunion
      "admitted to" accepted "long time no" "after a long time" promotion married marry engaged wedding "got my" "received a letter" "a letter from" "passing my" "got a job" "new job" "first place" "scholarship"
      "passed my" "passed the" "i passed" "had passed" "was accepted" "was selected" "got accepted" "was born" "birth of" "won the" "won a" "i won" "got the job" "fell in love" "in love" "met again" "met my" "best" "cute" "good luck" "finally got"
      happy happi* joy* glad gladly delight* thrilled ecstatic elated overjoyed cheer* bliss* wonderful* fantastic
      awesome amazing excited excit* yay hooray hurray woohoo yippee love loved loves loving enjoy* fun laugh* smil*
      grin* celebrat* proud* grateful* thankful blessed delicious beautiful* brilliant lovely adore* euphor* jubila*
      merry pleased pleasing pleasure glee* hilarity exhilarat* terrific rejoic* mirth* playful lively sparkling content* radiant hilarious congrat* gratitude optimis* heartwarming "can't wait"
      "made my day" "so much fun" "over the moon" "on cloud nine" "best day" "what a day" "good news" "well done"
      "best birthday" "time of my life" "of my life" "looking forward" "like it" "like them" "like this" "like that" favourite* favorite* admire* haha* lol lmao
      legendary stellar great perfect relieved relief excellent superb thanks thank "😀" "😃" "😄" "😁" "😊" "😍" "🥰" "🎉" "😂" "❤️"
    `,
    weak: `
      good nice hope* warm* hug* hugged dance* danced sing singing hummed won win
      passed success* welcome comfort* peaceful play played playing holiday* party gift* sunshine fortunate lucky
      pleasant charming funny better
    `,
  },
  sadness: {
    strong: `
      failing "bad marks" "bad grades" "not chosen" "not selected" "not accepted" excluded
      unrequited "broke off" "broken off" good-bye "moved away" "move away" "badly hurt" parted parting rejected
      died dying death "passed on" "failed my" "failed the" "i failed" "had failed" divorce* separated "broke up" "break up" "left me" "leave me" "seriously ill" "cancer" suicide "said goodbye" "saying goodbye"
      shy restless dreadful worthless sad sadly sadness sadden* unhappy unhappi* depress* miserabl* misery heartbr* grief griev* mourn* sorrow* cry crying
      cried cries tears tearful weep* wept lonely loneliness hopeless* despair* regret* grave alone gloom* devastat* melanchol* anguish
      bereave* lament* forlorn homesick disappoint* dismal dejected disheart* pity tragic tragedy funeral
      "miss you" "miss him" "miss her" "miss them" "miss my" "miss our" "i miss" "misses her" "misses his"
      "breaks my heart" "broke my heart" "broken heart" "hole in my heart" "feel down" "feeling down" "feel empty"
      "feels empty" "feel alone" "sorry for your loss" "sorry to hear" "your loss" "passed away" "cheers me up"
      "in tears" "let down" "feel blue" "😢" "😭" "😞" "☹️" "💔"
    `,
    weak: `
      alone lost loss dead bored weary unfortunate* sorry hurt hurts empty sigh* goodbye
      suffer* painful abandon* buried gone ill lonesome ashamed tired exhausted
    `,
  },
  surprise: {
    strong: `
      surpris* astonish* astound* amazed shocked shock stunned startl* unexpected* wow whoa woah gosh omg dumbfounded
      flabbergasted speechless stagger* gobsmacked unbelievabl* jaw-dropping "can't believe" "cannot believe"
      "couldn't believe" "could not believe" "hardly believe" "did not expect" "didn't expect" "never expected"
      "had expected" "no one expected" "nobody expected" "had not expected" "wasn't expecting" "was not expecting"
      "no way" "no idea" "oh my god" "oh my goodness" "oh my" "saw that coming" "see that coming" "saw it coming"
      "out of nowhere" "out of the blue" "believe my eyes" "are you serious" "you're kidding" "are you kidding"
      "who would have thought" "what the" "taken aback" "😮" "😲" "🤯"
    `,
    weak: `
      suddenly incredibl* unusual* strange* mysterious* really seriously what remarkabl* extraordinary imagine abruptly
      curious* miracle miraculous* odd oddly inexplicabl* believe
    `,
  },
}
