import type { SceneName } from './scenes.ts'

export interface Sentence {
  /** What stands on the picture while it is said; two lines at most. */
  readonly heading: string
  readonly text: string
  /** How espeak-ng has to be given it, where it cannot read the text itself. */
  readonly spoken?: string
}

export interface Talk {
  readonly file: string
  readonly title: string
  readonly language: string
  readonly voice: string
  /** Words a minute. */
  readonly speed: number
  readonly scene: SceneName
  readonly sentences: readonly Sentence[]
}

/** The voices that were understood best by a recogniser. */
const british = { language: 'en', voice: 'en-gb-x-rp', speed: 146 }
const american = { language: 'en', voice: 'en-us+edward2', speed: 144 }

export const talks: readonly Talk[] = [
  {
    ...british,
    file: 'bread',
    title: 'How bread rises',
    scene: 'dough',
    sentences: [
      {
        heading: 'How bread\nrises',
        text: 'Today I want to show you how bread rises, with nothing but flour, water and salt.',
      },
      {
        heading: 'Wild yeast',
        text: 'Sourdough needs no packet of yeast, because wild yeast is already living on the grain.',
      },
      {
        heading: 'The starter',
        text: 'Stir flour and water together, feed the mixture every day, and after a week it bubbles.',
      },
      {
        heading: 'Sugar\ninto gas',
        text: 'The yeast eats sugar and breathes out carbon dioxide, and that gas lifts the dough.',
      },
      {
        heading: 'Gluten',
        text: 'Kneading stretches the gluten into thin sheets that hold the gas like a balloon.',
      },
      {
        heading: 'The sour\ntaste',
        text: 'Beside the yeast live bacteria, and their acid gives the loaf its sour taste.',
      },
      {
        heading: 'Warm or\nslow',
        text: 'In a warm kitchen the dough doubles in four hours, and in the fridge it takes all night.',
      },
      {
        heading: 'The finger\ntest',
        text: 'Press a finger into it. If the dent comes back slowly, it is ready for the oven.',
      },
      {
        heading: 'In the oven',
        text: 'In the first ten minutes of heat the loaf jumps up once more, and then the crust sets.',
      },
      {
        heading: 'Let it cool',
        text: 'Let it cool for an hour before you cut it, even if that is the hardest part.',
      },
    ],
  },
  {
    ...american,
    file: 'tides',
    title: 'Why the sea comes and goes',
    scene: 'sea',
    sentences: [
      {
        heading: 'Ebb and\nflow',
        text: 'Twice a day the sea comes in and goes out again, and the moon is behind it.',
      },
      {
        heading: 'The moon\npulls',
        text: 'The moon pulls on the water nearest to it a little harder than on the rest of the earth.',
      },
      {
        heading: 'Two bulges',
        text: 'So the ocean bulges towards the moon, and a second bulge stands on the far side.',
      },
      {
        heading: 'The earth\nturns',
        text: 'As the earth turns, every coast passes through both, about twelve hours and twenty five minutes apart.',
      },
      {
        heading: 'The sun\nhelps',
        text: 'The sun pulls too, but less than half as much, because it is so far away.',
      },
      {
        heading: 'Spring\ntides',
        text: 'At new moon and full moon they pull along one line, and the water rises highest. These are spring tides.',
      },
      {
        heading: 'Neap tides',
        text: 'At half moon they pull at right angles, and the difference is small. These are neap tides.',
      },
      {
        heading: 'A bay that\nswings',
        text: 'In some bays the water rises as high as a house, because the bay swings like a bathtub.',
      },
      {
        heading: 'Turn back\nin time',
        text: 'Before you walk out on the sand, read the table on the harbor wall, and turn back in good time.',
      },
    ],
  },
  {
    ...british,
    file: 'puncture',
    title: 'Mending a puncture',
    scene: 'wheel',
    sentences: [
      {
        heading: 'A flat tyre',
        text: 'A flat tyre is no reason to walk home. You need ten minutes and three small tools.',
      },
      {
        heading: 'Wheel out',
        text: 'Turn the bicycle upside down, open the brake, and take the wheel out.',
      },
      {
        heading: 'Two levers',
        text: 'Lift the tyre over the rim with two plastic levers, and never with a screwdriver.',
      },
      {
        heading: 'Listen',
        text: 'Pull out the inner tube, pump it up, and listen for the hiss close to your ear.',
      },
      {
        heading: 'Look for\nbubbles',
        text: 'If you hear nothing, hold it under water and look for bubbles.',
      },
      {
        heading: 'Sand and\nglue',
        text: 'Roughen the place with sandpaper, spread a little glue, and wait until it is dry.',
      },
      { heading: 'The patch', text: 'Now press the patch on, hard, for one minute.' },
      {
        heading: 'Find the\nthorn',
        text: 'Run your fingers along the inside of the tyre, because the thorn may still be there.',
      },
      { heading: 'Ride on', text: 'Put everything back, pump it up, spin the wheel, and ride on.' },
    ],
  },
  {
    ...american,
    file: 'telescope',
    title: 'First night with a telescope',
    scene: 'sky',
    sentences: [
      {
        heading: 'Tonight',
        text: 'You do not need an expensive telescope to see something wonderful tonight.',
      },
      {
        heading: 'Eyes in\nthe dark',
        text: 'Give your eyes twenty minutes in the dark, and use a red light so that they stay used to it.',
      },
      {
        heading: 'Half\na moon',
        text: 'Begin with the moon when it is half full, because then the shadows show every crater.',
      },
      {
        heading: 'A steady\nlight',
        text: 'Then look for a bright point that does not twinkle. That is a planet.',
      },
      {
        heading: 'Four little\nmoons',
        text: 'Jupiter shows four little moons in a row, and tomorrow they will stand in another order.',
      },
      {
        heading: 'The ring',
        text: 'Saturn is small and sharp, and everybody who sees the ring says that it cannot be real.',
      },
      {
        heading: 'Old light',
        text: 'Andromeda is a faint grey patch, and its light has travelled for two and a half million years.',
      },
      {
        heading: 'Let it cool',
        text: 'Let the telescope cool outside first, or warm air in the tube will make every star dance.',
      },
      {
        heading: 'Write it\ndown',
        text: 'And write down what you see, since you will forget it sooner than you think.',
      },
    ],
  },
  {
    file: 'wald',
    title: 'Ein Spaziergang im Wald',
    language: 'de',
    voice: 'de',
    speed: 140,
    scene: 'forest',
    sentences: [
      {
        heading: 'Im Wald',
        text: 'Kommen Sie mit, wir gehen eine Stunde durch den Wald und hören zu.',
      },
      {
        heading: 'Unter dem\nLaub',
        text: 'Der Boden ist weich, denn unter dem Laub liegt ein Netz aus Pilzfäden.',
      },
      {
        heading: 'Ein Tausch',
        text: 'Über dieses Netz geben die Bäume Zucker ab und bekommen dafür Wasser und Salze.',
      },
      {
        heading: 'Die Buche',
        text: 'Diese Buche hier ist zweihundert Jahre alt. Man erkennt sie an der glatten grauen Rinde.',
      },
      {
        heading: 'Der Specht',
        text: 'Das Klopfen kommt von einem Specht, der sein Revier anmeldet.',
      },
      {
        heading: 'Totes Holz',
        text: 'Totes Holz ist kein Abfall. In einem alten Stamm wohnen Käfer, Pilze und Fledermäuse.',
      },
      {
        heading: 'Nach dem\nRegen',
        text: 'Nach dem Regen riecht der Wald nach Erde, und diesen Geruch machen winzige Bakterien.',
      },
      {
        heading: 'Am Abend',
        text: 'Bleiben Sie auf dem Weg, wenn es dunkel wird, denn dann kommen die Rehe heraus.',
      },
    ],
  },
  {
    file: 'tea',
    title: '緑茶のいれ方',
    language: 'ja',
    voice: 'ja',
    speed: 130,
    scene: 'cup',
    sentences: [
      {
        heading: '緑茶の\nいれ方',
        text: '今日は、おいしい緑茶のいれ方を紹介します。',
        spoken: 'きょうわ、おいしい りょくちゃの いれかたを しょうかいします。',
      },
      {
        heading: 'お湯の温度',
        text: '大切なのは、お湯の温度です。',
        spoken: 'たいせつなのわ、おゆの おんどです。',
      },
      {
        heading: '苦くなる',
        text: '沸騰したお湯をそのまま使うと、苦くなります。',
        spoken: 'ふっとうした おゆを そのまま つかうと、にがく なります。',
      },
      {
        heading: '七十度',
        text: '湯のみに一度移して、七十度くらいまで冷まします。',
        spoken: 'ゆのみに いちど うつして、ななじゅうど くらい まで さまします。',
      },
      {
        heading: '茶葉',
        text: '急須に茶葉を小さじ二杯入れて、お湯をゆっくり注ぎます。',
        spoken: 'きゅうすに ちゃばを こさじ にはい いれて、おゆを ゆっくり そそぎます。',
      },
      {
        heading: '一分待つ',
        text: 'ふたをして、一分ほど静かに待ちましょう。',
        spoken: 'ふたを して、いっぷん ほど しずかに まちましょう。',
      },
      {
        heading: '最後の一滴',
        text: '最後の一滴まで、少しずつ順番に注ぎ分けます。',
        spoken: 'さいごの いってき まで、すこしずつ じゅんばんに そそぎわけます。',
      },
      {
        heading: '二煎目',
        text: '二煎目は、熱めのお湯ですぐにいれてください。',
        spoken: 'にせんめわ、あつめの おゆで すぐに いれて ください。',
      },
    ],
  },
]
