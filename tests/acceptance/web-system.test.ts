import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { system } from '../../src/http/schemas/system.ts'
import { browserNote, hasBrowser, openPage, seriousFindings } from '../support/browser.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

describe.skipIf(!hasBrowser)(`the system page${browserNote}`, () => {
  let server: TestServer

  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
  })

  it('shows every part in a line, with its details on demand', async () => {
    await using opened = await openPage(server.address)
    const { page, errors } = opened
    const { version, parts: known } = await server.askFor(system, 200, '/system')
    await page.goto('/system')
    const parts = page.getByRole('region', { name: 'Parts' }).getByRole('listitem')
    await parts.first().waitFor()
    expect(await parts.count()).toBe(known.length)
    const recogniser = parts.filter({ hasText: 'Speech recognition' })
    await recogniser.getByRole('img', { name: 'Off' }).waitFor()

    const details = page.getByRole('button', { name: 'Details: Database' })
    expect(await details.getAttribute('aria-expanded')).toBe('false')
    await details.press('Enter')
    await parts.first().getByText('Version').waitFor()
    expect(await details.getAttribute('aria-expanded')).toBe('true')
    await page.getByText(`Cuepoint ${version}`).waitFor()
    expect(errors).toEqual([])
  })

  it.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)('is whole for everybody in %s at %d', async (colorScheme, width) => {
    await using opened = await openPage(server.address, {
      colorScheme,
      viewport: { width, height: 800 },
    })
    const { page } = opened
    await page.goto('/system')
    await page.getByRole('heading', { name: 'Models for speech' }).waitFor()
    expect(await seriousFindings(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
  })

  it('says why a model does not come, and lets it be tried again', async () => {
    await using opened = await openPage(server.address)
    const { page } = opened
    await page.goto('/system')
    const model = page.getByRole('listitem').filter({ hasText: 'silero-vad' })
    await model.getByRole('button', { name: /^Download, / }).click()
    await model.getByText('Try again').waitFor()
    const { models } = await server.askFor(system, 200, '/system')
    const problem = models.find(({ key }) => key === 'silero-vad')?.problem
    await model.getByText(problem?.message ?? 'no problem').waitFor()
  })
})
