import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { speaker, speakerList } from '../../src/http/schemas/speakers.ts'
import { accepted } from '../../src/http/schemas/video.ts'
import { browserNote, hasBrowser, openPage, seriousFindings } from '../support/browser.ts'
import { asJson, startTestServer, untilSettled, type TestServer } from '../support/test-server.ts'

const longName =
  'Prof. Dr. Maximiliane-Theodora von und zu Hohenlohe-Waldenburg-Schillingsfürst der Ältere'

describe.skipIf(!hasBrowser)(`speakers in the web app${browserNote}`, () => {
  let server: TestServer
  let id: string

  beforeAll(async () => {
    server = await startTestServer({ worker: true })
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    id = await add('Interview', [
      ['S1', 'How long does the dough rest?'],
      ['S2', 'The dough rests for a whole night.'],
      ['S1', 'And the oven?'],
      ['דנה כהן', 'The oven is hot.'],
      ['山田太郎', 'Nobody touches the oven.'],
      [longName, 'Thank you all.'],
    ])
  })

  async function add(
    title: string,
    lines: readonly (readonly [string, string])[],
  ): Promise<string> {
    const segments = lines.map(([who, text], index) => ({
      start: index * 10,
      end: index * 10 + 8,
      text,
      speaker: who,
    }))
    const body = { title, language: 'en', transcript: { segments } }
    const added = await server.askFor(accepted, 202, '/videos', asJson(body))
    await untilSettled(server, added.id)
    return added.id
  }

  const open = async (path: string, options?: BrowserContextOptions) => {
    const opened = await openPage(server.address, options)
    await opened.page.goto(path)
    return opened
  }
  const openVideo = async (options?: BrowserContextOptions) => {
    const opened = await open(`/videos/${id}`, options)
    await opened.page.getByText('How long does').waitFor()
    return opened
  }
  const speakerButton = (page: Page, name: string) =>
    page.getByRole('button', { name: `${name}, name this speaker` })
  const field = (page: Page) => page.getByLabel('Name of the speaker in this video')
  const savedName = async (label: string) => {
    const { speakers } = await server.askFor(speakerList, 200, `/videos/${id}/speakers`)
    return speakers.find((one) => one.label === label)?.name
  }

  it('names a voice everywhere in the video by one click, and takes it back', async () => {
    await using opened = await openVideo()
    const { page, errors } = opened
    expect(await speakerButton(page, 'Speaker 1').count()).toBe(2)
    await speakerButton(page, 'Speaker 1').first().click()
    expect(await field(page).inputValue()).toBe('')
    await field(page).fill('  Anna Schmidt ')
    await field(page).press('Enter')
    await expect.poll(() => speakerButton(page, 'Anna Schmidt').count()).toBe(2)
    expect(await speakerButton(page, 'Speaker 1').count()).toBe(0)
    await page.getByText('“Anna Schmidt” in this whole video now.').waitFor()
    expect(await savedName('S1')).toBe('Anna Schmidt')

    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => speakerButton(page, 'Speaker 1').count()).toBe(2)
    await expect.poll(() => savedName('S1')).toBeNull()
    expect(errors).toEqual([])
  })

  it('works with the keyboard alone', async () => {
    await using opened = await openVideo()
    const { page } = opened
    await speakerButton(page, 'Speaker 2').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('Ben')
    await page.keyboard.press('Escape')
    await expect.poll(() => speakerButton(page, 'Speaker 2').count()).toBe(1)
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Speaker 2')
    await page.keyboard.press('Enter')
    await page.keyboard.type('Ben')
    await page.keyboard.press('Enter')
    await speakerButton(page, 'Ben').waitFor()
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Ben')
    await page.keyboard.press('Enter')
    expect(await field(page).inputValue()).toBe('Ben')
    await field(page).fill('')
    await page.keyboard.press('Enter')
    await speakerButton(page, 'Speaker 2').waitFor()
  })

  it('shows the old name again, and why, when the new one cannot be saved', async () => {
    await using opened = await openVideo()
    const { page } = opened
    await page.route('**/speakers/**', (route) => route.abort())
    await speakerButton(page, 'Speaker 2').click()
    await field(page).fill('Ben')
    await field(page).press('Enter')
    await page.getByText('The speaker could not be named.').waitFor()
    await speakerButton(page, 'Speaker 2').waitFor()
    expect(await speakerButton(page, 'Ben').count()).toBe(0)
  })

  it.each([
    { name: 'a telephone', viewport: { width: 360, height: 740 } },
    { name: 'a desk', viewport: { width: 1280, height: 800 } },
  ])('has room for long names and other scripts on $name', async ({ viewport }) => {
    await using opened = await openVideo({ viewport })
    const { page } = opened
    for (const name of ['דנה כהן', '山田太郎', longName]) await speakerButton(page, name).waitFor()
    await speakerButton(page, '山田太郎').click()
    await field(page).waitFor()
    const overflow = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect(overflow).toBeLessThanOrEqual(0)
    expect(await seriousFindings(page)).toEqual([])
    for (const query of ['thank', 'oven+speaker%3Anobody']) {
      await page.goto(`/?q=${query}&video=${id}`)
      await page.getByText(longName.slice(0, 20)).first().waitFor()
      const words = await page.locator('main').boundingBox()
      const name = await page.getByText(longName.slice(0, 20)).first().boundingBox()
      expect((name?.x ?? 0) + (name?.width ?? 0)).toBeLessThanOrEqual(
        (words?.x ?? 0) + (words?.width ?? 0),
      )
    }
  })

  it('searches what one of them says by a chip, and says who speaks', async () => {
    await server.askFor(
      speaker,
      200,
      `/videos/${id}/speakers/S2`,
      asJson({ name: 'Ben Oakley' }, 'PATCH'),
    )
    await using opened = await open('/?q=dough+oven')
    const { page } = opened
    const filters = page.getByRole('group', { name: 'Filters' })
    await add('Answers', [['Ben Oakley', 'The dough is ready.']])
    await page.reload()
    await filters.getByRole('button', { name: 'Ben Oakley' }).click()
    await expect
      .poll(() => new URL(page.url()).searchParams.getAll('speaker'))
      .toEqual(['Ben Oakley'])
    await expect
      .poll(() => page.locator('main').getByText('Ben Oakley', { exact: true }).count())
      .toBeGreaterThan(1)
    await expect
      .poll(() => filters.getByRole('button', { pressed: true }).allInnerTexts())
      .toEqual(['Ben Oakley'])
    await expect.poll(() => page.getByText('Speaker 1', { exact: true }).count()).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
  })

  it('offers the speakers that there are when nobody has that name', async () => {
    await add('Lecture', [['Magdalena', 'Sourdough is alive.']])
    await using opened = await open('/?q=sourdough+speaker%3Amagdelena')
    const { page } = opened
    await page.getByText('Nobody of that name speaks here').waitFor()
    await page.getByRole('button', { name: 'Magdalena' }).click()
    await page.getByText('is alive').first().waitFor()
    const { searchParams } = new URL(page.url())
    expect([searchParams.get('q'), searchParams.get('speaker')]).toEqual(['sourdough', 'Magdalena'])
  })
})
