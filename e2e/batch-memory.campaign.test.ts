/**
 * A preview of a file with very many rows: rendered, validated and planned page by page, so neither the gateway (with
 * its embedded database) nor the command line grows with the input. Short in `npm test`, a million rows in
 * `npm run campaign`. Memory is what Linux says is resident; elsewhere there is nothing to read it from.
 */

import { once } from 'node:events'
import { createWriteStream, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { createEnvironment, type Environment } from './support/environment.ts'
import { type Kunai, startKunai } from './support/process.ts'

const isCampaign = process.env.KUNAI_CAMPAIGN === '1'
const rowCount = Number(process.env.KUNAI_MEMORY_ROWS ?? (isCampaign ? 1_000_000 : 2_000))
/** Megabytes that both processes together may grow by. */
const growthMax = 150
const lookEveryMs = 100
/** Looks in a row without a fall; in the short form nobody waits for the last megabyte. */
const restLooks = isCampaign ? 300 : 10

let environment: Environment
afterEach(() => environment.close())

/** Resident megabytes of a process; 0 when it is gone. */
function residentOf({ process: { pid } }: Kunai): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

/** Resident megabytes when they no longer fall. */
async function restingOf(kunai: Kunai): Promise<number> {
  let least = residentOf(kunai)
  for (let quiet = 0; quiet < restLooks; quiet++) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    const now = residentOf(kunai)
    if (now < least - 1) quiet = 0
    least = Math.min(least, now)
  }
  return least
}

async function writeRows(path: string, count: number): Promise<void> {
  const file = createWriteStream(path)
  for (let row = 0; row < count; row++) {
    const line = JSON.stringify({ row, device: 1001 + (row % 3), tag: `CED-${row}`, note: 'Second floor, left' })
    if (!file.write(`${line}\n`)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'close')
}

/** Runs the command and looks at the memory of both processes until it has ended. */
async function preview(gateway: Kunai, path: string) {
  const template = ['-t', 'id={{ device }}', '-t', 'fields={"assetOwner": "{{ tag }}", "note": "{{ note }} {{ row }}"}']
  const began = Date.now()
  const command = startKunai(
    ['batch', 'preview', 'devices.updateCustomFields', '-i', path, ...template],
    environment.variables,
  )
  const peak = { gateway: 0, command: 0, both: 0 }
  const watch = setInterval(() => {
    const now = { gateway: residentOf(gateway), command: residentOf(command) }
    peak.gateway = Math.max(peak.gateway, now.gateway)
    peak.command = Math.max(peak.command, now.command)
    peak.both = Math.max(peak.both, now.gateway + now.command)
  }, lookEveryMs)
  const code = await command.exit()
  clearInterval(watch)
  return { code, peak, words: command.stderr.join('\n'), seconds: (Date.now() - began) / 1000 }
}

it.skipIf(!existsSync('/proc/self/status'))(
  `${rowCount} rows are previewed in the memory of a few`,
  async () => {
    environment = await createEnvironment()
    const { kunai } = await environment.start()
    const few = join(environment.database.folder, 'few.jsonl')
    const many = join(environment.database.folder, 'many.jsonl')
    await Promise.all([writeRows(few, 10), writeRows(many, rowCount)])
    // Idle is what they take when they have done everything once, with next to nothing to do it to. A gateway that has
    // just started still holds what starting took, so it is given time to let go of it.
    const idle = await preview(kunai, few)
    expect(idle.code, idle.words).toBe(0)
    const gatewayIdle = await restingOf(kunai)
    const loaded = await preview(kunai, many)
    expect(loaded.code, loaded.words).toBe(0)
    expect(loaded.words).toContain(`${rowCount} of ${rowCount} rows will be sent`)
    const growth = loaded.peak.both - gatewayIdle - idle.peak.command
    const figures = `gateway ${Math.round(gatewayIdle)} → ${Math.round(loaded.peak.gateway)} MB, command ${Math.round(idle.peak.command)} → ${Math.round(loaded.peak.command)} MB, together ${Math.round(growth)} MB more`
    console.log(`${rowCount} rows in ${loaded.seconds.toFixed(0)} s: ${figures}`)
    expect(growth, figures).toBeLessThan(growthMax)
  },
  isCampaign ? 3_600_000 : 300_000,
)
