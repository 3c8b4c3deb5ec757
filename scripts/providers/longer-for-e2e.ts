/** Setup file: tests under e2e/ drive whole processes and a browser, so they get more time than the rest. */
import { expect, vi } from 'vitest'

const file = expect.getState().testPath ?? ''
if (/[\\/]e2e[\\/]/.test(file) && process.env.KUNAI_CAMPAIGN !== '1') {
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
}
