/** What every server here does: say where it is, and end with the benchmark, even when that is killed. */
import type { AddressInfo, Server } from 'node:net'

/** Prints the one line that the benchmark waits for. */
export function announce(server: Pick<Server, 'address'>, more: Readonly<Record<string, unknown>> = {}): void {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}`, ...more })}\n`)
}

export function endWithBenchmark(): void {
  process.stdin.on('end', () => process.exit())
  process.stdin.resume()
}
