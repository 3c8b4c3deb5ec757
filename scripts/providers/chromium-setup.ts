/** Vitest's global setup for projects with browser tests: names the browser in environment variables. */
import { findChromium } from './chromium.ts'

export default function setup(): void {
  if (process.env.KUNAI_TEST_CHROMIUM) return
  const browser = findChromium()
  if (!browser) return
  process.env.KUNAI_TEST_CHROMIUM = browser.executablePath
  process.env.KUNAI_TEST_CHROMIUM_ARGS = browser.args.join(' ')
}
