import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { afterAll } from 'vitest'

const builtApp = fileURLToPath(new URL('../../web/dist/index.html', import.meta.url))

const executable = [process.env['CHROMIUM_PATH'], 'chromium', 'chromium-browser', 'google-chrome']
  .filter((name) => name !== undefined)
  .find((name) => spawnSync(name, ['--version']).status === 0)

/** For `describe.skipIf(!hasBrowser)`. */
export const hasBrowser = executable !== undefined && existsSync(builtApp)

/** What the title of a skipped test says. */
export const browserNote =
  executable === undefined
    ? ' (skipped: install chromium, or set CHROMIUM_PATH)'
    : existsSync(builtApp)
      ? ''
      : ' (skipped: build the web app with npm run build -w web)'

let browser: Promise<Browser> | null = null

/** One for all tests of a file, from the first page on. */
function openBrowser(): Promise<Browser> {
  browser ??= chromium.launch({
    ...(executable !== undefined && { executablePath: pathOf(executable) }),
    // Containers have no sandbox of their own and no graphics card.
    args: ['--no-sandbox', '--disable-gpu'],
  })
  return browser
}

afterAll(async () => {
  await (await browser)?.close()
})

export interface WatchedPage extends AsyncDisposable {
  readonly page: Page
  /** What went wrong in the page so far: errors of scripts, of the policy, of requests. */
  readonly errors: string[]
}

/** A page in a context of its own that remembers what goes wrong in it. */
export async function openPage(
  address: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await (
    await openBrowser()
  ).newContext({
    baseURL: address,
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  return { page, errors, [Symbol.asyncDispose]: () => context.close() }
}

/** What axe finds that keeps somebody from using the page. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

function pathOf(name: string): string {
  return name.includes('/') ? name : spawnSync('which', [name]).stdout.toString().trim()
}
