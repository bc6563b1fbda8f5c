/** A real headless Chromium for pages that open from disk. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'

/** The browser of the variable CHROMIUM, or one on the PATH. */
function findChromium(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  return [process.env['CHROMIUM'] ?? '', ...found].find((path) => path !== '' && existsSync(path))
}

const executablePath = findChromium()

/** Without a browser, the tests are skipped, visibly; under CI they fail. */
export const lacksBrowser = executablePath === undefined && !process.env['CI']

interface OpenPage {
  readonly page: Page
  /** Everything that a harmless page does not do: dialogs, requests, errors and violations of its policy. */
  readonly incidents: readonly string[]
}

export async function openBrowser() {
  if (executablePath === undefined) throw new Error('Chromium is missing: install chromium, or set CHROMIUM')
  const browser: Browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const folder = mkdtempSync(join(tmpdir(), 'sifaka-pages-'))
  let pages = 0
  return {
    async open(html: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<OpenPage> {
      const file = join(folder, `${++pages}.html`)
      writeFileSync(file, html)
      const address = pathToFileURL(file).href
      const page = await (await browser.newContext(options)).newPage()
      const incidents: string[] = []
      page.on('dialog', (dialog) => {
        incidents.push(`dialog: ${dialog.message()}`)
        void dialog.dismiss()
      })
      page.on('pageerror', (error) => incidents.push(`error: ${error.message}`))
      page.on('console', (message) => incidents.push(`${message.type()}: ${message.text()}`))
      page.on('request', (request) => {
        if (request.url() !== address) incidents.push(`request: ${request.url()}`)
      })
      await page.goto(address)
      return { page, incidents }
    },
    async close(): Promise<void> {
      await browser.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
