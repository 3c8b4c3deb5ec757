/** What one flush costs on the disk that holds KUNAI_HOME: nothing that is durable can be faster. */
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { percentile } from './statistics.ts'

/** One page of PostgreSQL's log, which is what a small commit writes. */
const pageBytes = 8192

/** Appends pages and flushes each, for as long as it is told; the median and the slow end. */
export function measureFlush(folder: string, durationMs: number): { p50Ms: number; p99Ms: number } {
  const path = join(folder, 'flush-probe')
  const page = Buffer.alloc(pageBytes, 1)
  const file = openSync(path, 'w')
  const times: number[] = []
  const endMs = performance.now() + durationMs
  try {
    while (performance.now() < endMs) {
      const beganMs = performance.now()
      writeSync(file, page)
      fdatasyncSync(file)
      times.push(performance.now() - beganMs)
    }
  } finally {
    closeSync(file)
    rmSync(path)
  }
  const sorted = Float64Array.from(times).sort()
  return { p50Ms: percentile(sorted, 50), p99Ms: percentile(sorted, 99) }
}
