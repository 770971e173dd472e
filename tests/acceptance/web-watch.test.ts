import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, videoList } from '../../src/http/schemas/video.ts'
import { browserNote, hasBrowser, openPage, seriousFindings } from '../support/browser.ts'
import { ffmpegNote, hasFfmpeg } from '../support/media.ts'
import { asJson, startTestServer, untilSettled, type TestServer } from '../support/test-server.ts'

describe.skipIf(!hasBrowser || !hasFfmpeg)(`watching a sample${browserNote}${ffmpegNote}`, () => {
  let server: TestServer
  let bread: string

  beforeAll(async () => {
    server = await startTestServer({ worker: true })
    const { videos } = await server.askFor(videoList, 202, '/samples', { method: 'POST' })
    for (const { id } of videos) await untilSettled(server, id)
    bread = `/videos/${videos.find(({ title }) => title === 'How bread rises')?.id ?? ''}`
  })
  afterAll(async () => server[Symbol.asyncDispose]())

  const open = async (path: string, options?: BrowserContextOptions) => {
    const opened = await openPage(server.address, options)
    await opened.page.goto(bread + path)
    await opened.page.getByRole('region', { name: 'Text' }).waitFor()
    return opened
  }

  it('begins at the second of the address, with its sentence in sight', async () => {
    await using opened = await open('?t=36')
    const { page, errors } = opened
    await until(async () => (await place(page)) >= 36)
    await page.locator('[aria-current=true]', { hasText: 'In a warm kitchen' }).waitFor()
    expect(await place(page)).toBeLessThan(50)
    expect(errors).toEqual([])
  })

  it('marks what was found and walks through it', async () => {
    await using opened = await open('?q=yeast')
    const { page, errors } = opened
    const text = page.getByRole('region', { name: 'Text' })
    const places = page.getByRole('search')
    await text.locator('mark').first().waitFor()
    const marked = await text.locator('mark').allTextContents()
    expect(new Set(marked.map((word) => word.toLowerCase()))).toEqual(new Set(['yeast']))
    await places.getByText('1 / 2').waitFor()
    await page.keyboard.press('n')
    const first = await place(page)
    await page.keyboard.press('n')
    await places.getByText('2 / 2').waitFor()
    expect(await place(page)).toBeGreaterThan(first)
    await page.keyboard.press('Shift+N')
    await places.getByText('1 / 2').waitFor()
    expect(errors).toEqual([])
  })

  it('searches within the video, by a box that a key leads to', async () => {
    await using opened = await open('')
    const { page } = opened
    const places = page.getByRole('search')
    await page.keyboard.press('/')
    await page.keyboard.type('dough')
    await places.getByText(/^1 \/ \d$/).waitFor()
    expect(new URL(page.url()).searchParams.get('q')).toBe('dough')
    await page.keyboard.press('Enter')
    await until(async () => (await place(page)) > 0)
    await page.keyboard.press('Escape')
    await places.getByText(/^1 \/ \d$/).waitFor({ state: 'detached' })
  })

  it('plays from a word that is clicked', async () => {
    await using opened = await open('')
    const { page } = opened
    await page.locator('[data-segment] [data-t]', { hasText: /^bacteria$/ }).click()
    await until(async () => (await place(page)) > 30)
    expect(await isPaused(page)).toBe(false)
    expect(await place(page)).toBeLessThan(45)
  })

  it('is played by keys', async () => {
    await using opened = await open('')
    const { page } = opened
    await page.keyboard.press('k')
    await until(async () => !(await isPaused(page)))
    await page.keyboard.press('k')
    await until(() => isPaused(page))
    const before = await place(page)
    await page.keyboard.press('l')
    await until(async () => Math.abs((await place(page)) - before - 10) < 0.5)
    await page.keyboard.press('ArrowLeft')
    await until(async () => Math.abs((await place(page)) - before - 5) < 0.5)
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Back 10 seconds').waitFor()
    expect(await seriousFindings(page)).toEqual([])
  })

  it('remembers the speed', async () => {
    await using opened = await open('')
    const { page } = opened
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('1.5')
    await page.reload()
    await until(
      async () =>
        (await page.evaluate<number>(`document.querySelector('video').playbackRate`)) === 1.5,
    )
  })

  it('has captions', async () => {
    await using opened = await open('?t=20')
    const { page } = opened
    await page.getByRole('button', { name: 'Captions' }).click()
    await until(() =>
      page.evaluate<boolean>(
        `document.querySelector('video').textTracks[0].mode === 'showing' && document.querySelector('video').textTracks[0].cues?.length > 5`,
      ),
    )
  })

  it('gives a link to the second, and a quotation of what is selected', async () => {
    await using opened = await open('?t=25', {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const { page } = opened
    await page.getByRole('button', { name: /^Copy link at 0:\d\d$/ }).click()
    await page.getByText(/^Link at .* copied\.$/).waitFor()
    expect(await clipboard(page)).toMatch(new RegExp(`^${server.address}${bread}\\?t=\\d+$`))

    await page.keyboard.press('k')
    await selectSentence(page, 'Press a finger into it')
    await page.getByRole('button', { name: 'Quote' }).click()
    await page.getByText('Quotation copied.').waitFor()
    const [words, source, link] = (await clipboard(page)).split('\n')
    expect(words).toMatch(/^“Press a finger into it/)
    expect(source).toBe('How bread rises, 0:41')
    expect(link).toMatch(/\?t=41&end=\d+$/)
  })

  it('offers the words in every form, and the file', async () => {
    await using opened = await open('')
    const { page } = opened
    await page.getByRole('button', { name: 'Download' }).click()
    await page.getByRole('menuitem', { name: 'The file' }).waitFor()
    expect(await page.getByRole('menuitem').count()).toBe(5)
    for (const link of await page.getByRole('menuitem').all()) {
      const { status } = await server.ask((await link.getAttribute('href')) ?? '')
      expect(status).toBe(200)
    }
    expect(await seriousFindings(page)).toEqual([])
  })

  it.each(['light', 'dark'] as const)(
    'is whole for everybody in %s, on a phone too',
    async (colorScheme) => {
      for (const viewport of [
        { width: 1280, height: 800 },
        { width: 360, height: 740 },
      ]) {
        await using opened = await open('?q=yeast&t=12', { colorScheme, viewport })
        const { page } = opened
        await page.locator('mark').first().waitFor()
        expect(await seriousFindings(page)).toEqual([])
      }
    },
  )
})

describe.skipIf(!hasBrowser)(`watching what is not a plain video${browserNote}`, () => {
  let server: TestServer

  beforeAll(async () => {
    server = await startTestServer({ worker: true })
  })
  afterAll(async () => server[Symbol.asyncDispose]())

  it('opens a transcript of ten hours at once, and scrolls to its end', async () => {
    const segments = Array.from({ length: 10_000 }, (_, index) => ({
      start: index * 3.6,
      end: index * 3.6 + 3,
      text: `Sentence number ${index} of a very long hearing.`,
      speaker: index % 40 < 20 ? 'Chair' : 'Witness',
    }))
    const id = await addTranscript(server, 'Ten hours', segments)
    await using opened = await openPage(server.address)
    const { page, errors } = opened
    await page.goto(`/videos/${id}?t=18000`)
    await page.getByText('Sentence number 5000 of').waitFor()
    const items = page.getByRole('listitem')
    expect(await items.count()).toBeLessThan(60)
    const total = Number(await items.first().getAttribute('aria-setsize'))
    expect(total).toBeGreaterThan(500)
    await page.getByRole('region', { name: 'Text' }).focus()
    await page.keyboard.press('End')
    await page.getByText('Sentence number 9999 of').waitFor()
    await page.getByRole('button', { name: 'Back to now' }).click()
    await page.getByText('Sentence number 5000 of').waitFor()
    expect(errors).toEqual([])
  })

  it('leads to a video that lives elsewhere, at the second', async () => {
    const id = await addTranscript(
      server,
      'A talk elsewhere',
      [{ start: 90, end: 95, text: 'The words are here.' }],
      'https://videos.example/talk',
    )
    await using opened = await openPage(server.address)
    const { page, errors } = opened
    await page.goto(`/videos/${id}?t=90`)
    const link = page.getByRole('link', { name: 'Open it there, at 1:30' })
    expect(await link.getAttribute('href')).toBe('https://videos.example/talk#t=90')
    await page.getByText('The words are here.').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    expect(errors).toEqual([])
  })

  it('says why a video failed, and offers to try again', async () => {
    const form = new FormData()
    form.set('file', new File(['This is not a video.'], 'broken.mp4'))
    const upload = { method: 'POST', body: form }
    const { id } = await server.askFor(accepted, 202, '/videos/upload', upload)
    await untilSettled(server, id)
    await using opened = await openPage(server.address)
    const { page } = opened
    await page.goto(`/videos/${id}`)
    const note = page.getByRole('alert').filter({ hasText: 'This video could not be processed' })
    await note.getByRole('button', { name: 'Try again' }).waitFor()
    expect(await seriousFindings(page)).toEqual([])
  })

  it('says that a video is not here', async () => {
    await using opened = await openPage(server.address)
    const { page } = opened
    await page.goto('/videos/01900000-0000-7000-8000-000000000000')
    await page.getByRole('heading', { name: 'This video is not here' }).waitFor()
  })
})

interface Said {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly speaker?: string
}

async function addTranscript(
  server: TestServer,
  title: string,
  segments: readonly Said[],
  url?: string,
): Promise<string> {
  const body = { title, ...(url && { url }), transcript: { language: 'en', segments } }
  const { id } = await server.askFor(accepted, 202, '/videos', asJson(body))
  await untilSettled(server, id)
  return id
}

function place(page: Page): Promise<number> {
  return page.evaluate<number>(`document.querySelector('video').currentTime`)
}

function isPaused(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(`document.querySelector('video').paused`)
}

function clipboard(page: Page): Promise<string> {
  return page.evaluate<string>('navigator.clipboard.readText()')
}

function selectSentence(page: Page, words: string): Promise<void> {
  return page.evaluate(`(() => {
    const sentence = [...document.querySelectorAll('[data-segment]')]
      .find((element) => element.textContent.includes(${JSON.stringify(words)}))
    getSelection().selectAllChildren(sentence)
  })()`)
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  await expect.poll(isSo, { timeout: 20_000 }).toBe(true)
}
