/** The tour as `npm run tour` plays it: it ends with 0 when the job was done. How else it ends: tour-endings.test.ts. */
import { expect, it } from 'vitest'
import { playTourProcess } from './support/play-tour.ts'

it('sees every step and ends with 0', async () => {
  const { code, stdout, stderr } = await playTourProcess()
  expect(stderr).toBe('')
  expect(stdout).toContain('12 steps, each of them seen')
  expect(code).toBe(0)
})

it('plays the second act, with two people, when asked to', async () => {
  const { code, stdout, stderr } = await playTourProcess('--act', '2')
  expect(stderr).toBe('')
  expect(stdout).toContain('exactly what was reported')
  expect(stdout).toContain('15 steps, each of them seen')
  expect(code).toBe(0)
})
