/**
 * Starts Chromium for tests that run in a real browser; the only file that knows playwright. Tests that need it fail
 * in CI when there is no browser, and are skipped with a printed reason elsewhere.
 */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Where browsers are installed on systems that keep them out of PATH. */
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** Returns the path of the browser that tests run in, or undefined where there is none. */
export function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const places = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...places, ...usualPlaces].find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Returns test options for a test that needs a browser: nothing when there is one, a skip with the reason when there
 * is none. In CI the test runs all the same and fails by itself.
 */
export function needsBrowser(): { skip?: string } {
  if (findBrowser() !== undefined || process.env['CI']) return {}
  return { skip: 'needs Chromium (on Debian: apt-get install chromium)' }
}

export interface OpenBrowser {
  readonly version: string
  /** Returns a page that shows the address, without anything that another page has left. */
  open(address: string): Promise<Page>
  close(): Promise<void>
}

/** Starts a browser without a window. It knows no address but this machine's. */
export async function startBrowser(): Promise<OpenBrowser> {
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error('there is no Chromium on this machine')
  const isRoot = process.getuid?.() === 0
  const browser: Browser = await chromium.launch({
    executablePath,
    // Without a locale it would not find files whose names are Chinese.
    env: { ...process.env, LC_ALL: 'C.UTF-8' } as Record<string, string>,
    args: [
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      // Chromium refuses its sandbox to root, and containers have a small /dev/shm.
      ...(isRoot ? ['--no-sandbox', '--disable-dev-shm-usage'] : []),
    ],
  })
  return {
    version: browser.version(),
    async open(address) {
      const context = await browser.newContext()
      const page = await context.newPage()
      await page.goto(address)
      return page
    },
    close: () => browser.close(),
  }
}
