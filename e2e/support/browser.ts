/** A real browser and what every page is held to: a silent console, nothing that axe finds, no sideways scrolling. */
import { mkdirSync } from 'node:fs'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { browserForTests, chromiumCure } from '../../scripts/providers/chromium.ts'
import { startKunai } from './process.ts'

/** The three forms in which pages are looked at. */
export const forms = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 }, hasTouch: true },
} as const satisfies Record<string, BrowserContextOptions>

/** False, and said aloud, when there is no browser: then skip. */
export function hasBrowser(forWhat: string): boolean {
  if (browserForTests() !== undefined) return true
  console.warn(`Skipped: ${forWhat}. ${chromiumCure}`)
  return false
}

export async function launchBrowser(): Promise<Browser> {
  const installed = browserForTests()
  if (installed === undefined) throw new Error(chromiumCure)
  return chromium.launch({ ...installed, args: [...installed.args] })
}

export interface OpenPage {
  readonly page: Page
  /** Everything its console complained about. */
  readonly complaints: string[]
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    // A browser asks for an icon by itself; not every page has one.
    if (['error', 'warning'].includes(message.type()) && !message.location().url.endsWith('favicon.ico')) {
      complaints.push(message.text())
    }
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { page, complaints }
}

/** A dashboard page of a person who has just signed in. */
export async function openSignedIn(
  browser: Browser,
  variables: Record<string, string | undefined>,
  options: BrowserContextOptions = {},
  name = 'Technician',
): Promise<OpenPage> {
  const added = startKunai(['people', 'add', name], variables)
  if ((await added.exit()) !== 0) throw new Error(added.stderr.join('\n'))
  const { signInUrl } = JSON.parse(added.stdout.join('')) as { signInUrl: string }
  const opened = await openPage(browser, options)
  await opened.page.goto(signInUrl)
  await opened.page.waitForURL('**/approvals*')
  return opened
}

/** The whole page in one picture, with bars that stick to an edge where they belong. */
export async function takePicture(page: Page, path: string): Promise<void> {
  const size = page.viewportSize()
  if (size === null) return
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'))
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) })
  await page.screenshot({ path })
  await page.setViewportSize(size)
}

/** `KUNAI_PICTURES=<folder>` keeps a picture of every page that was looked at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.KUNAI_PICTURES
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await takePicture(page, `${folder}/${name}.png`)
}

/** Holds the page, as it is now, to what every page is held to. */
export async function lookAt(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('load')
  await keepPicture(page, name)
  expect(await violations(page), name).toEqual([])
  expect(await fits(page), `${name} scrolls sideways`).toBe(true)
}

/** What axe finds, one line each. */
export async function violations(page: Page): Promise<string[]> {
  // The page's own policy forbids added scripts, as it should; the debugger's console may still evaluate one.
  await page.evaluate(axe.source)
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] }),
  )
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** Whether everything can be seen without scrolling sideways. */
export async function fits(page: Page): Promise<boolean> {
  return (await page.evaluate(
    'document.documentElement.scrollWidth <= document.documentElement.clientWidth',
  )) as boolean
}
