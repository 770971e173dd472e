import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabases } from '../support/databases.ts'
import { createSearchLibrary, spoken, type SearchLibrary } from '../support/search-library.ts'

for (const testDatabase of testDatabases) {
  describe.skipIf(testDatabase.skip !== null)(`words on ${testDatabase.name}`, () => {
    let library: SearchLibrary
    const ids: Record<string, string> = {}

    beforeAll(async () => {
      library = await createSearchLibrary(await testDatabase.open())
      ids['bread'] = await library.add({
        title: 'Bread',
        language: 'en',
        segments: spoken(
          'Today we bake a loaf of sourdough.',
          'You need flour, water and a warm kitchen.',
          'The yeast makes the dough rise overnight in the fridge.',
          'To be or not to be, that is the question.',
          'Ask not what your country can do for you.',
          'Then we fold it and wait for another hour.',
          'Cyber security is <b>important</b> & "fun".',
          'Finally the oven should be at two hundred degrees.',
        ),
      })
      ids['house'] = await library.add({
        title: 'Haus',
        language: 'de',
        segments: spoken(
          'Wir bauen ein Haus aus Holz.',
          'Danach streichen wir die Wände weiß.',
          'Die Straße vor dem Haus wird gesperrt.',
        ),
      })
      ids['tokyo'] = await library.add({
        title: '東京',
        language: 'ja',
        segments: spoken(
          '昨日は東京タワーに行きました。',
          '天気がとても良かったです。',
          '猫がいました。',
        ),
      })
      await library.add({
        title: '技术',
        language: 'zh',
        segments: spoken('今天我们讨论人工智能技术的发展。', '机器学习非常重要。'),
      })
      await library.add({
        title: 'อาหาร',
        language: 'th',
        segments: spoken('สวัสดีครับผมชื่อจอห์น', 'วันนี้เราจะทำอาหารไทย'),
      })
      await library.add({
        title: 'مدرسة',
        language: 'ar',
        segments: spoken('مرحبا بكم في مدرسة اللغة العربية', 'الطلاب يدرسون الكتب'),
      })
      await library.add({
        title: '학교',
        language: 'ko',
        segments: spoken('학교에서 공부를 합니다', '날씨가 좋습니다'),
      })
    })
    afterAll(() => library.database[Symbol.asyncDispose]())

    it.each([
      ['sourdough', 'Bread', 'sourdough', 0],
      ['baking loaves', 'Bread', 'bake', 0],
      ['FRIDGE', 'Bread', 'fridge', 10],
      ['Häuser', 'Haus', 'Haus', 0],
      ['strasse', 'Haus', 'Straße', 10],
      ['weiss', 'Haus', 'weiß', 5],
      ['東京タワー', '東京', '東京タワー', 0],
      ['タワー', '東京', 'タワー', 0],
      ['猫', '東京', '猫', 10],
      ['人工智能', '技术', '人工智能', 0],
      ['学习', '技术', '学习', 5],
      ['อาหาร', 'อาหาร', 'อาหาร', 5],
      ['مدرسه', 'مدرسة', 'مدرسة', 0],
      ['يُدَرِّسُون', 'مدرسة', 'يدرسون', 5],
      ['학교', '학교', '학교', 0],
    ])('finds %s in %s, marks %s and jumps to its second', async (text, title, marked, second) => {
      const { moments } = await library.search(text)
      expect(moments.map(({ video }) => video.title)).toEqual([title])
      const [moment] = moments
      expect(moment?.snippet).toContain(`<mark>${marked}</mark>`)
      expect(moment?.jumpTo).toBeGreaterThanOrEqual(Math.max(0, second - 0.3))
      expect(moment?.jumpTo).toBeLessThanOrEqual(second)
      expect(moment?.matched).toContain('keyword')
    })

    it('finds a phrase letter for letter and side by side', async () => {
      const { moments, total } = await library.search('"ask not what your country"')
      expect(total).toBe(1)
      expect(moments[0]?.snippet).toContain('<mark>Ask not what your country</mark>')
      expect(moments[0]?.jumpTo).toBeCloseTo(19.75)
      expect((await library.search('"asks not"')).total).toBe(0)
      expect((await library.search('"not ask"')).total).toBe(0)
      expect((await library.search('"東京タ"')).total).toBe(1)
      expect((await library.search('"京東"')).total).toBe(0)
    })

    it('leaves out what is excluded, in any form', async () => {
      expect((await library.search('oven')).total).toBe(1)
      expect((await library.search('oven -degree')).total).toBe(0)
      expect((await library.search('oven -"two hundred"')).total).toBe(0)
      expect((await library.search('oven -"hundred two"')).total).toBe(1)
      expect((await library.search('sourdough -oven')).total).toBe(1)
    })

    it('answers words that say nothing on their own, together', async () => {
      const { moments, total } = await library.search('to be or not to be')
      expect(total).toBe(1)
      expect(moments[0]?.snippet).toContain('<mark>To be or not to be</mark>')
      const apart = await library.search('for you not to be the')
      expect(apart.moments.map(({ video }) => video.title)).toEqual(['Bread'])
    })

    it('finds what was written apart or together', async () => {
      const { moments } = await library.search('cybersecurity')
      expect(moments[0]?.matched).toEqual(['letters'])
      expect(moments[0]?.snippet).toContain('<mark>Cyber</mark> <mark>security</mark>')
      expect(moments[0]?.jumpTo).toBeCloseTo(29.75)
      expect((await library.search('sour dough bread')).moments[0]?.video.title).toBe('Bread')
    })

    it('escapes the text around the marks', async () => {
      const { moments } = await library.search('important')
      expect(moments[0]?.snippet).toContain(
        '&lt;b&gt;<mark>important</mark>&lt;/b&gt; &amp; &quot;fun&quot;',
      )
    })

    it('searches the videos and languages that are asked for', async () => {
      const titles = async (...options: Parameters<SearchLibrary['search']>) =>
        (await library.search(...options)).moments.map(({ video }) => video.title)
      expect(await titles('haus oven', { languages: ['de'] })).toEqual(['Haus'])
      expect(await titles('haus oven', { languages: ['en-US'] })).toEqual(['Bread'])
      expect(await titles('haus oven', { videoIds: [ids['bread'] ?? ''] })).toEqual(['Bread'])
      expect(await titles('haus oven', { videoIds: [] })).toEqual([])
      expect(await titles('haus', { languages: ['fr'] })).toEqual([])
      expect(await titles('haus', { languages: ['de'], videoIds: [ids['tokyo'] ?? ''] })).toEqual(
        [],
      )
      const { searched } = await library.search('haus', { languages: ['de'] })
      expect(searched).toEqual({ videos: 1, chunks: 1 })
    })

    it('finds nothing where there is nothing, and suggests what looks like it', async () => {
      expect(await library.search('zzqqxx wvvwvv')).toMatchObject({
        total: 0,
        moments: [],
        suggestions: [],
      })
      expect((await library.search('sordough')).suggestions).toEqual(['sourdough'])
      expect((await library.search('Strase')).suggestions).toEqual(['straße'])
      expect((await library.search('ktichen')).suggestions).toEqual(['kitchen'])
    })

    it.each([
      ['an apostrophe', "x' OR 1=1; DROP TABLE videos; --"],
      ['operators of tsquery', 'oven & !fridge | (dough <-> rise):* \\'],
      ['a quote without its other half', '"oven degrees'],
      ['emoji beside words', 'oven 🔥🔥'],
      ['NUL', 'ov\u0000en oven'],
      ['half a surrogate', 'oven \ud83d'],
      ['right to left marks', '\u202eoven\u202c مدرسة'],
      ['wildcards', 'ov%n _ven * ? oven'],
      ['a long question', 'oven '.repeat(390)],
      ['a long word', 'oven'.repeat(450)],
      ['signs of a regular expression', '(oven|[a-z]+)$^'],
      ['JSON', '{"q": "oven", "$gt": null}'],
      ['many different words', Array.from({ length: 300 }, (_, i) => `w${i}`).join(' ')],
      ['many languages at once', 'oven Haus 東京 อาหาร مدرسة 학교 ∑ Ω'],
    ])('answers %s', async (_, text) => {
      const { moments, legs } = await library.search(text)
      expect(legs.keyword.state).toBe('ok')
      expect(legs.letters.state).toBe('ok')
      for (const { snippet } of moments) expect(snippet).not.toMatch(/<(?!\/?mark>)/)
      const [videos] = await library.database.query('select count(*) as count from videos')
      expect(videos).toEqual({ count: 7 })
    })

    it.each([
      ['nothing', ''],
      ['white space', ' \n\t'],
      ['operators', '- "" & | ! ( ) :*'],
      ['emoji', '🔥🔥'],
      ['exclusions', '-oven -"two hundred"'],
      ['10,000 characters', 'oven '.repeat(2000)],
    ])('refuses %s with a reason', async (_, text) => {
      await expect(library.search(text)).rejects.toMatchObject({
        code: 'invalid-query',
      })
    })

    it('answers in an empty library', async () => {
      await using empty = await testDatabase.open()
      const library = await createSearchLibrary(empty)
      for (const text of ['oven', '"the oven" -fridge', 'to be or not to be'])
        expect(await library.search(text)).toMatchObject({
          total: 0,
          searched: { videos: 0, chunks: 0 },
        })
    })
  })
}
