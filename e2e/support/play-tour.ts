/** The tour as `npm run tour` plays it: a process of its own, with what it said and the code that it ended with. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createTestDatabase } from '../../packages/gateway/test/store.ts'

/** Each on a database of its own: a fleet of the same seed repeats the activities that another play has seen. */
export async function playTourProcess(...flags: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const database = await createTestDatabase()
  const tour = new URL('../tour.ts', import.meta.url).pathname
  const child = spawn(process.execPath, ['--conditions=@kunai/source', tour, ...flags], {
    env: { ...process.env, NODE_OPTIONS: '', KUNAI_DATABASE_URL: database.databaseUrl ?? '' },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text) => (stdout += text))
  child.stderr.on('data', (text) => (stderr += text))
  const [code] = await once(child, 'close')
  await database.remove()
  return { code: code as number, stdout, stderr }
}
