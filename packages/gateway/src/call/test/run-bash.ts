/** Real bash, in a folder of its own, behind the runner that NinjaOne's own texts tell people to make. */
import { spawn } from 'node:child_process'

/** As it stands in NinjaOne, word for word. */
export const runner = 'echo "$1" | base64 --decode | bash'

export interface Ran {
  readonly exitCode: number | null
  readonly output: string
}

export function runBash(script: string, folder: string, parameters: string[] = []): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', script, 'runner', ...parameters], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', HOME: folder },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode, output: Buffer.concat(chunks).toString('latin1') }))
  })
}

export const throughRunner = (parameter: string, folder: string) => runBash(runner, folder, [parameter])
