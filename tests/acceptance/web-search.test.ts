import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, videoList } from '../../src/http/schemas/video.ts'
import { browserNote, hasBrowser, openPage, seriousFindings } from '../support/browser.ts'
import { ffmpegNote, hasFfmpeg } from '../support/media.ts'
import { asJson, startTestServer, untilSettled, type TestServer } from '../support/test-server.ts'

describe.skipIf(!hasBrowser || !hasFfmpeg)(
  `searching the samples${browserNote}${ffmpegNote}`,
  () => {
    let server: TestServer

    beforeAll(async () => {
      server = await startTestServer({ worker: true })
      const { videos } = await server.askFor(videoList, 202, '/samples', { method: 'POST' })
      for (const { id } of videos) await untilSettled(server, id)
    })
    afterAll(async () => server[Symbol.asyncDispose]())

    it('leads from a remembered word to the second where it was said, by the keyboard alone', async () => {
      await using opened = await openPage(server.address)
      const { page, errors } = opened
      const elsewhere: string[] = []
      page.on('request', (request) => {
        if (!request.url().startsWith(server.address)) elsewhere.push(request.url())
      })
      await page.goto('/')
      await page.getByText(/^6 videos, /).waitFor()
      await page.keyboard.type('carbon dioxide')
      const link = page.getByRole('link', { name: /breathes out carbon dioxide/ }).first()
      await link.waitFor()
      expect(new URL(page.url()).searchParams.get('q')).toBe('carbon dioxide')
      expect(await link.locator('mark').allTextContents()).toEqual(['carbon', 'dioxide'])

      await page.keyboard.press('ArrowDown')
      expect(await page.locator(':focus').textContent()).toContain('breathes out carbon dioxide')
      await page.keyboard.press('Enter')
      await page.waitForURL(/\/videos\//)
      const second = Number(new URL(page.url()).searchParams.get('t'))
      expect(Math.round(second)).toBe(19)
      await until(() => playsFrom(page, second))
      expect(errors).toEqual([])
      expect(elsewhere).toEqual([])

      await page.keyboard.press('Escape')
      await link.waitFor()
      expect(new URL(page.url()).pathname).toBe('/')
    })

    it('plays a moment in place, the words moving along', async () => {
      await using opened = await openPage(server.address)
      const { page, errors } = opened
      await page.goto('/?q=carbon+dioxide')
      await page
        .getByRole('link', { name: /breathes out/ })
        .first()
        .focus()
      await page.keyboard.press('Space')
      await until(() => playsFrom(page, 18.5))
      await page.getByRole('listitem').filter({ hasText: 'The yeast eats sugar' }).last().waitFor()
      await page.keyboard.press('Space')
      await until(() => page.evaluate<boolean>(`document.querySelector('video').paused`))
      await page.keyboard.press('Escape')
      await page.locator('video').waitFor({ state: 'detached' })
      expect(new URL(page.url()).pathname).toBe('/')
      expect(errors).toEqual([])
    })

    it('keeps what was meant in the history, not every letter', async () => {
      await using opened = await openPage(server.address)
      const { page } = opened
      await page.goto('/')
      const box = page.getByRole('searchbox', { name: 'Search what was said' })
      await box.pressSequentially('yeast', { delay: 60 })
      await page.getByRole('heading', { name: 'How bread rises' }).waitFor()
      await page.keyboard.press('Enter')
      await box.fill('moon')
      await page.waitForURL(/q=moon/)
      await page.goBack()
      await page.waitForURL(/q=yeast/)
      expect(await box.inputValue()).toBe('yeast')
      await page.goBack()
      await page.getByText(/^6 videos, /).waitFor()
    })

    it('narrows to a language, and says so in the address', async () => {
      await using opened = await openPage(server.address)
      const { page } = opened
      await page.goto('/?q=wald')
      await page.getByRole('heading', { name: 'Ein Spaziergang im Wald' }).waitFor()
      await page.getByRole('button', { name: 'English' }).click()
      await page.waitForURL(/language=en/)
      await page.getByRole('heading', { name: 'Nothing found for “wald”' }).waitFor()
      await page.getByRole('button', { name: 'Search without the filters' }).click()
      await page.getByRole('heading', { name: 'Ein Spaziergang im Wald' }).waitFor()
    })

    it('says plainly that nothing was found, and where it looked', async () => {
      await using opened = await openPage(server.address)
      const { page } = opened
      await page.goto('/?q=zzyzx')
      await page.getByRole('heading', { name: 'Nothing found for “zzyzx”' }).waitFor()
      await page.getByText('These words are not said in 6 videos').waitFor()
      expect(await seriousFindings(page)).toEqual([])
    })

    it('says that a video is still being worked on, where it may turn up', async () => {
      const { database } = server.app
      const id = '01890000-0000-7000-8000-000000000001'
      await database.query(
        `insert into videos (id, title, origin, status) values ($1, 'Not heard yet', 'upload', 'processing')`,
        [id],
      )
      await using opened = await openPage(server.address)
      const { page } = opened
      await page.goto('/?q=zzyzx')
      await page.getByText('1 video is still being worked on').waitFor()
      await page.goto(`/?q=zzyzx&video=${id}`)
      await page.getByText('Nothing is searchable under these filters.').waitFor()
      await database.query('delete from videos where id = $1', [id])
      await page.goto('/?q=zzyzxx')
      await page.getByRole('heading', { name: 'Nothing found for “zzyzxx”' }).waitFor()
      expect(await page.getByText('still being worked on').count()).toBe(0)
    })

    it('says what is wrong with a query that is refused', async () => {
      await using opened = await openPage(server.address)
      const { page } = opened
      await page.goto(`/?q=${'a'.repeat(6000)}`)
      await page.getByRole('alert').getByText('This could not be searched').waitFor()
    })

    it.each(['light', 'dark'] as const)(
      'is whole for everybody in %s, on a phone too',
      async (colorScheme) => {
        for (const viewport of [
          { width: 1280, height: 800 },
          { width: 360, height: 740 },
        ]) {
          await using opened = await openPage(server.address, { colorScheme, viewport })
          const { page } = opened
          await page.goto('/')
          await page.getByRole('heading', { name: 'Newest' }).waitFor()
          expect(await seriousFindings(page)).toEqual([])
          await page.goto('/?q=the+water')
          await page
            .getByText(/moments? in/)
            .first()
            .waitFor()
          await page.getByRole('button', { name: 'How to ask' }).click()
          expect(await seriousFindings(page)).toEqual([])
          expect(await page.evaluate(widthBeyondTheWindow)).toBeLessThanOrEqual(0)
        }
      },
    )
  },
)

describe.skipIf(!hasBrowser)(`searching what others have written${browserNote}`, () => {
  it('shows markup that was said as text', async () => {
    await using server = await startTestServer({ worker: true })
    const said = '<img src=x onerror="document.title=1"> & <mark>perilous</mark> markup'
    const { id } = await server.askFor(
      accepted,
      202,
      '/videos',
      asJson({
        title: '<b>Bold</b> title',
        transcript: { language: 'en', segments: [{ start: 0, end: 5, text: said }] },
      }),
    )
    await untilSettled(server, id)
    await using opened = await openPage(server.address)
    const { page } = opened
    await page.goto('/?q=perilous')
    await page.getByRole('heading', { name: '<b>Bold</b> title' }).waitFor()
    const words = page.getByRole('link', { name: /perilous/ }).first()
    expect(await words.textContent()).toContain(said)
    expect(await words.locator('img').count()).toBe(0)
  })

  it('asks for the token of a library that has one', async () => {
    await using server = await startTestServer({
      env: { CUEPOINT_API_TOKEN: 'a-token-of-the-tests' },
    })
    await using opened = await openPage(server.address)
    const { page } = opened
    await page.goto('/')
    await page.getByRole('heading', { name: 'This library asks for a token' }).waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await page.getByLabel('Token').fill('not-the-token')
    await page.keyboard.press('Enter')
    await page.getByText('The server does not know this token.').waitFor()
    await page.getByLabel('Token').fill('a-token-of-the-tests')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Drop videos or folders anywhere' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Drop videos or folders anywhere' }).waitFor()
  })

  it('says that the server is gone, and goes on when it is back', async () => {
    await using server = await startTestServer()
    await using opened = await openPage(server.address)
    const { page } = opened
    await page.goto('/')
    await page.getByRole('heading', { name: 'Drop videos or folders anywhere' }).waitFor()
    await page.context().setOffline(true)
    await page.keyboard.type('anything')
    await page.getByText('The connection to the server is lost').waitFor()
    await page.context().setOffline(false)
    await page.getByText('The connection to the server is lost').waitFor({ state: 'detached' })
  })
})

const widthBeyondTheWindow =
  'document.documentElement.scrollWidth - document.documentElement.clientWidth'

function playsFrom(page: Page, second: number): Promise<boolean> {
  return page.evaluate<boolean>(`(() => {
    const video = document.querySelector('video')
    return video && !video.paused && video.currentTime > ${second} && video.currentTime < ${second + 15}
  })()`)
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  await expect.poll(isSo, { timeout: 20_000 }).toBe(true)
}
