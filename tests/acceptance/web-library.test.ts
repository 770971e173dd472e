import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { videoList } from '../../src/http/schemas/video.ts'
import { browserNote, hasBrowser, openPage, seriousFindings } from '../support/browser.ts'
import { ffmpegNote, hasFfmpeg } from '../support/media.ts'
import { asJson, startTestServer, type TestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'

describe.skipIf(!hasBrowser || !hasFfmpeg)(`a new library${browserNote}${ffmpegNote}`, () => {
  it('says where to put videos, and adds the samples by one click until they are ready', async () => {
    await using server = await startTestServer({ worker: true })
    await using opened = await openPage(server.address)
    const { page, errors } = opened
    await page.goto('/library')
    await page.getByRole('heading', { name: 'Drop videos or folders anywhere' }).waitFor()
    expect(await seriousFindings(page)).toEqual([])

    await page.getByRole('button', { name: 'Try it with the sample videos' }).click()
    await page.getByRole('link', { name: 'How bread rises' }).waitFor()
    await page.getByText('6 videos').waitFor()
    await page.getByRole('button', { name: 'Ready', exact: true }).click()
    await page.getByText('6 videos of this filter').waitFor({ timeout: 100_000 })
    expect(errors).toEqual([])
  })
})

describe.skipIf(!hasBrowser)(`a library of many videos${browserNote}`, () => {
  let server: TestServer

  beforeAll(async () => {
    server = await startTestServer({ worker: true })
    for (let number = 1; number <= 150; number++) await addVideo(server, `Talk ${number}`, number)
    await addVideo(server, 'مقابلة مع المؤرخ', 200)
    await addVideo(server, 'W'.repeat(200), 201)
  })
  afterAll(async () => server[Symbol.asyncDispose]())

  it('shows every one of them on the way down, and nothing is seriously wrong for anybody', async () => {
    await using opened = await openLibrary(server)
    const { page, errors } = opened
    await page.getByText('152 videos').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    const first = page.getByRole('link', { name: 'Talk 1', exact: true })
    expect(await first.count()).toBe(0)
    await scrollUntil(page, async () => (await first.count()) > 0)
    expect(await page.getByRole('listitem').count()).toBeLessThan(80)
    expect(errors).toEqual([])
  })

  it.each(['light', 'dark'] as const)(
    'is whole as a list on a phone in %s',
    async (colorScheme) => {
      await using opened = await openLibrary(server, {
        colorScheme,
        viewport: { width: 360, height: 740 },
      })
      const { page } = opened
      await page.getByRole('button', { name: 'List' }).click()
      await page.getByRole('table', { name: 'Videos' }).waitFor()
      expect(await seriousFindings(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    },
  )

  it('filters by title and state and sorts, all of it in the address', async () => {
    await using opened = await openLibrary(server)
    const { page } = opened
    await page.keyboard.press('/')
    await page.keyboard.type('Talk 14')
    await page.getByText('11 videos of this filter').waitFor()
    await page.getByRole('button', { name: 'Ready', exact: true }).click()
    await page.getByRole('button', { name: 'List' }).click()
    await page.getByRole('button', { name: 'Length' }).click()
    const rows = page.getByRole('row')
    await rows.nth(1).getByRole('link', { name: 'Talk 149' }).waitFor()
    expect(new URL(page.url()).search).toBe('?text=Talk+14&status=ready&sort=duration')
    await page.getByRole('button', { name: 'Length' }).click()
    await rows.nth(1).getByRole('link', { name: 'Talk 14', exact: true }).waitFor()

    await page.reload()
    await page.getByText('11 videos of this filter').waitFor()
    await rows.nth(1).getByRole('link', { name: 'Talk 14', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Failed', exact: true }).click()
    await page.getByRole('heading', { name: 'No video passes this filter' }).waitFor()
    await page.getByRole('button', { name: 'Show all videos' }).click()
    await page.getByText('152 videos').waitFor()
  })

  it('is renamed in place, by the keyboard alone', async () => {
    await using opened = await openLibrary(server, {}, '?text=Talk+77')
    const { page, errors } = opened
    const link = page.getByRole('link', { name: 'Talk 77' })
    await link.focus()
    await page.keyboard.press('F2')
    await page.keyboard.type('Not kept')
    await page.keyboard.press('Escape')
    await link.waitFor()
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Talk 77')

    await page.getByRole('button', { name: 'More about Talk 77' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Rename' }).press('Enter')
    await page.getByRole('textbox', { name: 'Title' }).fill('Talk 77, the second part')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Talk 77, the second part' }).waitFor()
    await until(async () => (await titles(server, 'second part')).length === 1)
    expect(errors).toEqual([])
  })

  it('asks before it deletes, names what goes, and takes it back', async () => {
    await using opened = await openLibrary(server, {}, '?text=Talk+33')
    const { page } = opened
    await askToDelete(page, 'Talk 33')
    const question = page.getByRole('dialog', { name: 'Delete this video?' })
    await question.getByText('Talk 33').waitFor()
    await question.getByRole('button', { name: 'Keep' }).click()
    await askToDelete(page, 'Talk 33')
    await question.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('“Talk 33” will be deleted.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('link', { name: 'Talk 33' }).waitFor()
    expect(await titles(server, 'Talk 33')).toEqual(['Talk 33'])
  })

  it('deletes for good when the time to think is over', async () => {
    await using opened = await openLibrary(server, {}, '?text=Talk+44')
    const { page } = opened
    await askToDelete(page, 'Talk 44')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await page.getByRole('heading', { name: 'No video passes this filter' }).waitFor()
    expect(await titles(server, 'Talk 44')).toEqual([])
  })

  it('deletes what was to go when the page is left before', async () => {
    await using opened = await openLibrary(server, {}, '?text=Talk+55')
    const { page } = opened
    await askToDelete(page, 'Talk 55')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Will be deleted', { exact: true }).waitFor()
    await page.goto('about:blank')
    await until(async () => (await titles(server, 'Talk 55')).length === 0)
  })

  it('deletes and exports several at once', async () => {
    await using opened = await openLibrary(server, {}, '?text=Talk+12')
    const { page } = opened
    await page.getByRole('checkbox', { name: 'Select Talk 12', exact: true }).check({ force: true })
    await page.getByRole('checkbox', { name: 'Select Talk 120' }).check({ force: true })
    await page.getByText('2 videos selected').waitFor()
    expect(await seriousFindings(page)).toEqual([])

    const saving = page.waitForEvent('download')
    await page.getByLabel('Export the transcripts').selectOption('vtt')
    expect((await saving).suggestedFilename()).toBe('Transcripts.zip')

    await page.getByRole('button', { name: 'Select all 11' }).click()
    await page.getByText('11 videos selected').waitFor()
    await page.getByRole('checkbox', { name: 'Select Talk 129' }).uncheck({ force: true })
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('dialog', { name: 'Delete 10 videos?' }).getByText('and 5 more').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Keep Talk 120' }).click()
    await page.getByRole('button', { name: 'Dismiss' }).last().click()
    await page.getByText('2 videos of this filter').waitFor()
    expect((await titles(server, 'Talk 12')).toSorted()).toEqual(['Talk 120', 'Talk 129'])
  })

  it('gives its transcript away in four forms', async () => {
    await using opened = await openLibrary(server, {}, '?text=Talk+61')
    const { page } = opened
    for (const extension of ['vtt', 'srt', 'txt', 'json']) {
      await page.getByRole('button', { name: 'More about Talk 61' }).click()
      const saving = page.waitForEvent('download')
      await page.getByRole('menuitem', { name: `.${extension}` }).click()
      expect((await saving).suggestedFilename()).toBe(`Talk 61.${extension}`)
    }
  })

  it('shows what is left when the server is out of reach, and goes on by itself', async () => {
    await using opened = await openLibrary(server)
    const { page } = opened
    await page.context().setOffline(true)
    await page.getByLabel('Filter by title or file name').fill('Talk 9')
    await page.getByText('The connection to the server is lost.').waitFor()
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Try now' }).click()
    await page.getByText('11 videos of this filter').waitFor()
  })
})

async function addVideo(server: TestServer, title: string, minutes: number): Promise<void> {
  const segments = [{ start: 0, end: 5, text: `This is ${title}.` }]
  const body = { title, duration: minutes * 60, language: 'en', transcript: { segments } }
  const { status } = await server.ask('/videos', asJson(body))
  expect(status).toBe(202)
}

async function openLibrary(
  server: TestServer,
  options: Parameters<typeof openPage>[1] = {},
  search = '',
) {
  const opened = await openPage(server.address, options)
  await opened.page.goto(`/library${search}`)
  await opened.page
    .getByRole('button', { name: /^More about/ })
    .first()
    .waitFor()
  return opened
}

async function askToDelete(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: `More about ${title}`, exact: true }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).press('Enter')
}

async function titles(server: TestServer, text: string): Promise<string[]> {
  const query = new URLSearchParams({ text, limit: '100' })
  const { videos } = await server.askFor(videoList, 200, `/videos?${query.toString()}`)
  return videos.map(({ title }) => title)
}

async function scrollUntil(page: Page, isThere: () => Promise<boolean>): Promise<void> {
  await until(async () => {
    await page.mouse.wheel(0, 600)
    return isThere()
  })
}
