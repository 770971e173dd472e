import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { videoList } from '../../src/http/schemas/video.ts'
import { browserNote, hasBrowser, openPage, seriousFindings } from '../support/browser.ts'
import { ffmpegNote, hasFfmpeg } from '../support/media.ts'
import { openRoughLine } from '../support/rough-line.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'

const samples = fileURLToPath(new URL('../../samples/', import.meta.url))
/** More than what the buffers between browser and server take in. */
const largeBytes = 40_000_000

describe.skipIf(!hasBrowser)(`uploads in the browser${browserNote}`, () => {
  let server: TestServer
  let folder: string

  beforeAll(async () => {
    server = await startTestServer({ worker: true })
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-web-'))
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  const largeFile = async (name: string): Promise<string> => {
    const path = join(folder, name)
    await writeFile(path, randomBytes(largeBytes))
    return path
  }

  describe.skipIf(!hasFfmpeg)(`of real videos${ffmpegNote}`, () => {
    it('takes chosen files with their captions until what is said in them is found', async () => {
      await copyFile(join(samples, 'bread.mp4'), join(folder, 'talk.mp4'))
      await copyFile(join(samples, 'bread.vtt'), join(folder, 'talk.en.vtt'))
      await writeFile(join(folder, 'notes.pdf'), 'not a video')
      await using opened = await openPage(server.address)
      const { page, errors } = opened
      await page.goto('/library')
      await choose(
        page,
        ['talk.mp4', 'talk.en.vtt', 'notes.pdf'].map((name) => join(folder, name)),
      )
      await page.getByText('Left out: 1 file that is neither video nor sound.').waitFor()
      const tray = page.getByRole('region', { name: 'Uploads' })
      await tray.getByRole('heading', { name: '1 upload finished' }).waitFor()
      await page.getByRole('button', { name: 'More about talk' }).waitFor()
      await tray.getByText('Ready').waitFor({ timeout: 100_000 })
      expect(await seriousFindings(page)).toEqual([])

      const found = await server.askFor(searchAnswer, 200, '/search?q=yeast')
      expect(found.results[0]?.video).toMatchObject({ title: 'talk', language: 'en' })
      await tray.getByRole('button', { name: 'Clear what is finished' }).click()
      expect(await tray.count()).toBe(0)
      expect(errors).toEqual([])
    })

    it('takes a folder that is dropped anywhere, with what lies in its folders', async () => {
      const inner = join(folder, 'talks', '2024')
      await mkdir(inner, { recursive: true })
      await copyFile(join(samples, 'wald.mp4'), join(inner, 'wald.mp4'))
      await copyFile(join(samples, 'wald.vtt'), join(inner, 'wald.de.vtt'))
      await copyFile(join(samples, 'tides.mp4'), join(folder, 'talks', 'tides.mp4'))
      await writeFile(join(folder, 'talks', '.hidden.mp4'), 'hidden')
      await using opened = await openPage(server.address)
      const { page, errors } = opened
      await page.goto('/system')
      await page.getByRole('heading', { name: 'System' }).waitFor()
      await drop(page, [join(folder, 'talks')])
      await page.getByRole('heading', { name: '2 uploads finished' }).waitFor()
      const { videos } = await server.askFor(videoList, 200, '/videos?limit=2')
      expect(videos.map(({ file_name: name }) => name).toSorted()).toEqual([
        'tides.mp4',
        'wald.mp4',
      ])
      await until(async () => {
        const found = await server.askFor(searchAnswer, 200, '/search?q=Wald')
        return found.results[0]?.video.language === 'de'
      })
      expect(errors).toEqual([])
    })
  })

  it('says that captions need their video', async () => {
    await writeFile(join(folder, 'alone.vtt'), 'WEBVTT')
    await using opened = await openPage(server.address)
    const { page } = opened
    await page.goto('/library')
    await choose(page, [join(folder, 'alone.vtt')])
    await page.getByText('alone.vtt is captions without a video.').waitFor()
  })

  it('goes on by itself where the connection was cut, and knows the file when it comes again', async () => {
    await using line = await openRoughLine(server.address)
    await using opened = await openPage(line.address)
    const { page } = opened
    const path = await largeFile('cut.mp4')
    await page.goto('/library')
    line.cutAfter(5_000_000)
    await choose(page, [path])
    await page.getByRole('heading', { name: '1 upload finished' }).waitFor()
    expect(line.sentBytes()).toBeLessThan(1.9 * largeBytes)
    expect((await readFile(path)).equals(await storedBytes('cut.mp4'))).toBe(true)

    await choose(page, [path])
    await page.getByText('In the library already').waitFor()
    expect((await named('cut.mp4')).length).toBe(1)
  })

  it('asks before the page is left, and goes on when the file is dropped after a reload', async () => {
    await using line = await openRoughLine(server.address)
    await using opened = await openPage(line.address)
    const { page } = opened
    const path = await largeFile('reload.mp4')
    await page.goto('/library')
    line.holdAfter(5_000_000)
    await choose(page, [path])
    await until(() => line.sentBytes() > 5_000_000)
    const asked = page.waitForEvent('dialog').then(async (dialog) => {
      await dialog.accept()
      return dialog.type()
    })
    await page.reload()
    expect(await asked).toBe('beforeunload')

    line.release()
    await page.getByText(/are over\. Drop the file again to go on\./).waitFor()
    const before = line.sentBytes()
    await choose(page, [path])
    await page.getByRole('heading', { name: '1 upload finished' }).waitFor()
    expect(line.sentBytes() - before).toBeLessThan(0.9 * largeBytes)
    expect((await readFile(path)).equals(await storedBytes('reload.mp4'))).toBe(true)
  })

  it('pauses, goes on and cancels by the keyboard', async () => {
    await using line = await openRoughLine(server.address)
    await using opened = await openPage(line.address)
    const { page } = opened
    const path = await largeFile('pause.mp4')
    await page.goto('/library')
    line.holdAfter(3_000_000)
    const created = page.waitForResponse(
      (response) => response.url().endsWith('/uploads') && response.status() === 201,
    )
    await choose(page, [path])
    const place = (await created).headers()['location'] ?? ''
    await until(() => line.sentBytes() > 3_000_000)
    await page.getByRole('button', { name: 'Pause pause.mp4' }).press('Enter')
    await page.getByText(/, paused$/).waitFor()
    await page.getByRole('button', { name: 'Go on with pause.mp4' }).press('Enter')
    await page.getByRole('button', { name: 'Pause pause.mp4' }).waitFor()
    await page.getByRole('button', { name: 'Cancel pause.mp4' }).press('Enter')
    line.release()
    expect(await page.getByRole('region', { name: 'Uploads' }).count()).toBe(0)
    await until(async () => {
      const headers = { 'tus-resumable': '1.0.0' }
      const { status } = await fetch(`${server.address}${place}`, { method: 'HEAD', headers })
      return status === 404 || status === 410
    })
    expect(await named('pause.mp4')).toEqual([])
  })

  it.skipIf(!hasFfmpeg)(`shows why a video failed, and tries again${ffmpegNote}`, async () => {
    await writeFile(join(folder, 'broken.mp4'), 'This is no video.')
    await using opened = await openPage(server.address)
    const { page } = opened
    await page.goto('/library?status=failed')
    await choose(page, [join(folder, 'broken.mp4')])
    const again = page.getByRole('button', { name: 'Try again: broken' })
    await again.waitFor({ timeout: 100_000 })
    await page.getByRole('button', { name: 'What to do about broken' }).click()
    await page.getByRole('dialog').getByRole('heading', { name: 'What to do' }).waitFor()
    await page.keyboard.press('Escape')
    const asked = page.waitForResponse((response) => response.url().endsWith('/retry'))
    await again.click()
    expect((await asked).status()).toBe(202)
    await again.waitFor({ timeout: 100_000 })
  })

  it.skipIf(!hasFfmpeg)(
    `says what a video waits for and where to bring it${ffmpegNote}`,
    async () => {
      await using waiting = await startTestServer({
        worker: true,
        env: { CUEPOINT_TRANSCRIBER: 'local' },
      })
      await using opened = await openPage(waiting.address)
      const { page } = opened
      await page.goto('/library')
      await choose(page, [join(samples, 'telescope.mp4')])
      await page
        .getByRole('button', { name: 'What to do about telescope' })
        .click({ timeout: 100_000 })
      const dialog = page.getByRole('dialog', { name: 'This video waits' })
      await dialog.getByText('silero-vad').first().waitFor()
      await dialog.getByRole('link', { name: 'The models on the System page' }).click()
      await page.getByRole('heading', { name: 'Models for speech' }).waitFor()
    },
  )

  async function named(fileName: string) {
    const { videos } = await server.askFor(videoList, 200, `/videos?text=${fileName}`)
    return videos
  }

  async function storedBytes(fileName: string): Promise<Buffer> {
    const [video] = await named(fileName)
    const answer = await fetch(`${server.address}/videos/${video?.id}/media?download`)
    return Buffer.from(await answer.arrayBuffer())
  }
})

async function choose(page: Page, paths: string[]): Promise<void> {
  await page.getByLabel('Files to add').setInputFiles(paths)
}

/** A drop as the system makes it, so that folders are folders. */
async function drop(page: Page, files: string[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
    if (type === 'dragOver') await page.getByText('Drop to add to the library').waitFor()
  }
}
