/** What tests of pages share: axe's findings, and a picture of the whole page. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** Everything that axe finds on the page as it is. */
export async function violations(page: Page): Promise<string[]> {
  // The page's own policy forbids added scripts, as it should; the debugger's console may still evaluate one.
  await page.evaluate(axe.source)
  const results = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run())
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
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

/** How far a page can be scrolled sideways, in pixels. */
export async function sidewaysOverflow(page: Page): Promise<number> {
  return Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'))
}
